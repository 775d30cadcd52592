import type { Staff } from '../../shared/domain/actor.ts'
import type { StaffCommand } from '../../shared/domain/command.ts'
import type { BayId, DeviceId, SessionId, SiteId } from '../../shared/domain/ids.ts'
import type { Protocol } from '../../shared/domain/protocol.ts'
import type { DeviceWord, Reading, ReadingsStored } from '../../shared/domain/reading.ts'
import type { CommandKey, DeviceIntervals, Patient, SessionEvent } from '../../shared/domain/session-event.ts'
import type { Instant } from '../../shared/domain/time.ts'

/** What happened to a session, in its one append order. */
export type SessionEntry = SessionEvent | ReadingsStored

/** A device as the bindings know it. */
export interface KnownDevice {
  readonly deviceId: DeviceId
  readonly name: string
  readonly intervals: DeviceIntervals
}

export interface CreateSession {
  readonly type: 'create'
  readonly sessionId: SessionId
  readonly site: SiteId
  readonly bay: BayId
  readonly patient: Patient
  readonly protocol: Protocol
  readonly plannedStart?: Instant
  readonly admit: boolean
  readonly simulated: boolean
  readonly staff: Staff
  readonly key?: CommandKey
}

/** A member of staff's command, with what only the outside knows of it. */
export interface Order {
  readonly type: 'order'
  readonly staff: Staff
  readonly command: StaffCommand
  /** When it happened, where it is entered late. */
  readonly occurredAt?: Instant
  /** The newest event that its author had seen. */
  readonly expectedSeq?: number
  readonly key?: CommandKey
  /** For attachDevice: the device that it names, where there is one. */
  readonly device?: KnownDevice
  /** For takeOverReadings: what was kept of the device in that time. */
  readonly held?: readonly Reading[]
}

export type Command =
  | CreateSession
  | Order
  | { readonly type: 'takeReadings'; readonly readings: readonly Reading[]; readonly devices: readonly DeviceWord[] }
  /** From the bindings: a device was assigned to the bay, or taken away from it. */
  | { readonly type: 'attachDevice'; readonly device: KnownDevice; readonly staff?: Staff }
  | { readonly type: 'detachDevice'; readonly deviceId: DeviceId; readonly staff?: Staff }
  | { readonly type: 'passTime' }
