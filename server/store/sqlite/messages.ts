import type { DeviceId, SessionId } from '../../../shared/domain/ids.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { RecordKind } from '../../ports/record-store.ts'
import type {
  Checkpoint,
  ReadingQuery,
  SessionPage,
  SessionQuery,
  SessionRow,
  StoreErrorCode,
  VerifyReport,
} from '../../ports/session-store.ts'

/**
 * What goes between the server's thread and the database's. Readings cross packed, as the next bytes of one buffer, and events
 * as the text that is hashed: cloning them as objects would hold the server's loop longer than the commit itself.
 */

/** A batch of readings: `length` bytes of the group's buffer. */
export interface BatchRef {
  readonly at: Instant
  readonly length: number
}

/** An event's canonical JSON, or a batch. */
export type PackedEntry = string | BatchRef

export interface PackedAppend {
  readonly sessionId: SessionId
  readonly afterSeq: number
  readonly entries: readonly PackedEntry[]
  readonly row?: SessionRow
}

export interface RecordPut {
  readonly kind: RecordKind
  readonly id: string
  /** JSON. */
  readonly value: string
}

/** One call of the store: written whole or not at all. */
export type WriteJob =
  | { readonly kind: 'append'; readonly appends: readonly PackedAppend[] }
  | { readonly kind: 'saveCheckpoint'; readonly sessionId: SessionId; readonly checkpoint: Checkpoint }
  | { readonly kind: 'hold'; readonly device: DeviceId; readonly batch: BatchRef }
  | { readonly kind: 'dropHeld'; readonly before: Instant }
  | { readonly kind: 'putRecords'; readonly records: readonly RecordPut[] }
  | { readonly kind: 'removeRecord'; readonly record: { readonly kind: RecordKind; readonly id: string } }

/** Calls that share a commit. */
export interface WriteGroup {
  readonly jobs: readonly WriteJob[]
  readonly bytes: Uint8Array<ArrayBuffer>
}

export interface Refused {
  readonly code: StoreErrorCode
  readonly message: string
}

/** One for each job: null where it is durable. */
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
  commit(group: WriteGroup): readonly Outcome[]
  close(): null
}

export type ReaderCalls = {
  open(): null
  loadRunning(): readonly PackedRunning[]
  readEntries(id: SessionId): PackedEntries
  readEvents(id: SessionId, afterSeq: number): readonly PackedEvent[]
  readReadings(id: SessionId, query: ReadingQuery): readonly PackedReadings[]
  readHeld(device: DeviceId): readonly Uint8Array[]
  findSessions(query: SessionQuery): SessionPage
  findRow(id: SessionId): SessionRow | null
  lastHash(id: SessionId): string | null
  allRecords(kind: RecordKind): readonly PackedRecord[]
  /** Long: asked of a worker of its own. */
  verify(): VerifyReport
  backup(file: string): null
  close(): null
}

export interface WorkerSettings {
  readonly role: 'writer' | 'reader'
  readonly folder: string
}
