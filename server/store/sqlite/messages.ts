import type { DeviceId, SessionId } from '../../../shared/domain/ids.ts'
import type { LimitTrial } from '../../../shared/domain/limit-change.ts'
import type { RecordKind } from '../../ports/record-store.ts'
import type {
  Checkpoint,
  EndedView,
  ReadingQuery,
  SessionPage,
  SessionQuery,
  SessionRow,
  ShownAlarm,
  StoreErrorCode,
  VerifyReport,
  VisitTrial,
} from '../../ports/session-store.ts'

/** What goes between the server's thread and the database's. Readings cross packed, in both directions. */

export interface Refused {
  readonly code: StoreErrorCode
  readonly message: string
}

/** One for each job of a group: null where it is durable. */
export type Outcome = Refused | null

export interface PackedEvent {
  readonly seq: number
  readonly position: number
  readonly body: string
}

/** Some batches of a session, one after the other. */
export interface PackedReadings {
  /** Number of the first batch in it. */
  readonly firstBatch: number
  /** Those of a commit do not know their place by themselves. */
  readonly afterSeq: number | null
  readonly data: Uint8Array
}

/** Entries of a session from some position on, events and readings apart, each in order. */
export interface PackedEntries {
  readonly events: readonly PackedEvent[]
  readonly readings: readonly PackedReadings[]
}

export interface PackedRunning extends PackedEntries {
  readonly sessionId: SessionId
  readonly checkpoint: Checkpoint | null
}

export interface PackedRecord {
  readonly id: string
  readonly value: string
}

export type WriterCalls = {
  /** Takes the folder, or refuses with a sentence for the person who starts the server. */
  open(): null
  /** @param group jobs as write-job.ts packs them. @returns null where all of them are durable. */
  commit(group: Uint8Array<ArrayBuffer>): readonly Outcome[] | null
  close(): null
}

export type ReaderCalls = {
  open(): null
  loadRunning(): readonly PackedRunning[]
  readEntries(id: SessionId): PackedEntries
  readEvents(id: SessionId, afterSeq: number): readonly PackedEvent[]
  readReadings(id: SessionId, query: ReadingQuery): readonly PackedReadings[]
  readEndedView(id: SessionId): EndedView | null
  readHeld(device: DeviceId): readonly Uint8Array[]
  findSessions(query: SessionQuery): SessionPage
  findRow(id: SessionId): SessionRow | null
  lastHash(id: SessionId): string | null
  readShown(id: SessionId): readonly ShownAlarm[]
  /** Some visits at a time: asked of a worker of its own. */
  tryLimits(ids: readonly SessionId[], trials: readonly LimitTrial[]): readonly VisitTrial[]
  allRecords(kind: RecordKind): readonly PackedRecord[]
  /** Long: asked of a worker of its own. */
  verify(): VerifyReport
  verifySession(id: SessionId): VerifyReport | null
  backup(file: string): null
  close(): null
}

export interface WorkerSettings {
  readonly role: 'writer' | 'reader'
  readonly folder: string
}
