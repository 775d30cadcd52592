import type { Staff } from '../../shared/domain/actor.ts'
import type { BayId, DeviceId } from '../../shared/domain/ids.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import type { Result } from '../../shared/domain/result.ts'
import type { DeviceIntervals } from '../../shared/domain/session-event.ts'
import type { IsoTime } from '../../shared/domain/session-view.ts'
import type { Metric } from '../../shared/domain/vital.ts'
import type { DeviceReport, UnknownObservation } from './source.ts'

export type DeviceKind = DeviceReport['feed']

/** A source that spoke at least once, as `GET /devices` lists it. Counters begin again at a start of the server. */
export interface DeviceListing {
  readonly id: DeviceId
  readonly name: string
  readonly kind: DeviceKind
  readonly identity: string
  /** Absent: it speaks and is not assigned. */
  readonly bay?: BayId
  /** null: not heard since the server started. */
  readonly lastHeardAt: IsoTime | null
  /** What it was heard to measure. */
  readonly metrics: readonly Metric[]
  /** Set by hand; absent metrics are learnt. */
  readonly intervals: DeviceIntervals
  /** What staff have to look at before they trust it; empty: nothing. */
  readonly attention: readonly DeviceAttention[]
  /** Seconds that its clock is behind the server's; null: it sends no time. */
  readonly clockOffsetS: number | null
  readonly messagesPerSecond: number
  readonly counters: DeviceCounters
}

export interface DeviceAttention {
  /** `confirm`: two patients or two places under one identity, nothing goes to a session until somebody assigns it again. */
  readonly code: 'confirm' | 'clockOff'
  readonly message: string
}

export interface DeviceCounters {
  readonly messages: number
  readonly readings: number
  readonly duplicates: number
  /** Values that the metric cannot have; kept as invalid. */
  readonly invalid: number
  /** Refused readings and messages, by reason. */
  readonly refused: Readonly<Record<string, number>>
}

/** The newest word of one metric, whether a session took it or not. */
export interface LatestWord {
  readonly metric: Metric
  /** null: the device speaks of it and has no value. */
  readonly value: number | null
  readonly quality: 'good' | 'poor' | 'invalid' | 'none'
  readonly status?: 'sensorOff' | 'noSignal'
  readonly measuredAt: IsoTime
  readonly receivedAt: IsoTime
  /** Of a replayed record. */
  readonly recordedAt?: IsoTime
}

/** What could not be taken, with its bytes; names and numbers of people are masked. */
export interface RefusedInput {
  readonly at: IsoTime
  readonly reason: string
  readonly peer: string
  readonly text: string
}

export interface DeviceDetail extends DeviceListing {
  readonly latest: readonly LatestWord[]
  readonly unknown: readonly UnknownObservation[]
  readonly recentMessages: readonly { readonly at: IsoTime; readonly text: string }[]
  readonly refusals: readonly RefusedInput[]
}

export interface DeviceChange {
  /** null: out of its bay. Also says "yes, this device, this bay" where a confirmation is asked for. */
  readonly bay?: BayId | null
  readonly name?: string
  readonly intervals?: DeviceIntervals
}

export interface NewDevice {
  readonly kind: DeviceKind
  readonly identity: string
  readonly name: string
  readonly bay?: BayId
  readonly intervals?: DeviceIntervals
}

/** The sources of readings, for the Devices page. */
export interface Devices {
  list(): readonly DeviceListing[]
  detail(id: DeviceId): DeviceDetail | null
  /** Changes a device; a running session of the old and of the new bay is told. Durable when it resolves. @throws StoreError */
  change(id: DeviceId, change: DeviceChange, staff: Staff): Promise<Result<DeviceListing, Refusal>>
  /** Makes a device before it speaks (a seeded demo). One that exists is given back as it is. */
  register(device: NewDevice): Promise<DeviceId>
  /** Refused input that belongs to no device: newest first, at most 50. */
  strayRefusals(): readonly RefusedInput[]
}
