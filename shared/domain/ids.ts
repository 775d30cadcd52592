import type { Brand } from './brand.ts'

export type SessionId = Brand<string, 'SessionId'>
export type AlarmId = Brand<string, 'AlarmId'>
export type DeviceId = Brand<string, 'DeviceId'>
export type BayId = Brand<string, 'BayId'>
export type SiteId = Brand<string, 'SiteId'>
export type UserId = Brand<string, 'UserId'>
export type ProtocolId = Brand<string, 'ProtocolId'>
export type TokenId = Brand<string, 'TokenId'>
export type HandoverId = Brand<string, 'HandoverId'>

export const sessionId = (text: string): SessionId => text as SessionId
export const alarmId = (text: string): AlarmId => text as AlarmId
export const deviceId = (text: string): DeviceId => text as DeviceId
export const bayId = (text: string): BayId => text as BayId
export const siteId = (text: string): SiteId => text as SiteId
export const userId = (text: string): UserId => text as UserId
export const protocolId = (text: string): ProtocolId => text as ProtocolId
export const tokenId = (text: string): TokenId => text as TokenId
export const handoverId = (text: string): HandoverId => text as HandoverId

/** Alarms are numbered within their session: `${sessionId}.a1`, `.a2`, … */
export const sessionOfAlarm = (id: AlarmId): SessionId => sessionId(id.slice(0, id.lastIndexOf('.')))
