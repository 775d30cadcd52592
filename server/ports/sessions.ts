import type { Staff } from '../../shared/domain/actor.ts'
import type { StaffCommand } from '../../shared/domain/command.ts'
import type { DosePreview, DoseQuestion } from '../../shared/domain/dose-preview.ts'
import type { BayId, DeviceId, SessionId, SiteId } from '../../shared/domain/ids.ts'
import type { Protocol } from '../../shared/domain/protocol.ts'
import type { DeviceWord, Reading } from '../../shared/domain/reading.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import type { Result } from '../../shared/domain/result.ts'
import type { DeviceIntervals, Patient, StoredEvent } from '../../shared/domain/session-event.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { Instant } from '../../shared/domain/time.ts'

/** A member of staff's command with all that goes with it. */
export interface StaffOrder {
  readonly sessionId: SessionId
  readonly staff: Staff
  readonly command: StaffCommand
  readonly idempotencyKey: string
  readonly expectedSeq?: number
  readonly occurredAt?: Instant
}

export interface OrderAnswer {
  /** Number of the session's newest event. */
  readonly seq: number
  readonly events: readonly StoredEvent[]
}

export interface NewSession {
  readonly site: SiteId
  readonly bay: BayId
  readonly patient: Patient
  readonly protocol: Protocol
  readonly plannedStart?: Instant
  readonly admit: boolean
  readonly simulated: boolean
  readonly idempotencyKey?: string
}

export interface AttachedDevice {
  readonly deviceId: DeviceId
  readonly name: string
  readonly intervals: DeviceIntervals
}

/** What the rest of the server may ask of the engine. Every answer is given after its events are durable. @throws StoreError */
export interface Sessions {
  create(request: NewSession, staff: Staff): Promise<Result<SessionView, Refusal>>
  order(order: StaffOrder): Promise<Result<OrderAnswer, Refusal>>
  /** Readings of the bay's running session; false where the session has ended meanwhile. */
  take(id: SessionId, readings: readonly Reading[], devices: readonly DeviceWord[]): Promise<boolean>
  attach(id: SessionId, device: AttachedDevice, staff?: Staff): Promise<void>
  detach(id: SessionId, device: DeviceId, staff?: Staff): Promise<void>
  /** Views of the sessions that run (not ended), projected now. */
  running(): readonly SessionView[]
  /** null: unknown or ended (an ended session is read from the store). */
  view(id: SessionId): SessionView | null
  /** What an order about the dose would come to now; nothing is written. */
  previewDose(id: SessionId, staff: Staff, question: DoseQuestion): Result<DosePreview, Refusal>
  /** The one session of a bay that runs. */
  inBay(bay: BayId): SessionId | null
}
