import type { AlarmId, BayId, DeviceId, ProtocolId, SessionId, SiteId } from '../../shared/domain/ids.ts'
import type { LimitTrial } from '../../shared/domain/limit-change.ts'
import type { Phase } from '../../shared/domain/phase.ts'
import type { ReadingsStored } from '../../shared/domain/reading.ts'
import type { SessionEvent, StoredEvent } from '../../shared/domain/session-event.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'
import type { Trial } from '../core/alarm-trial.ts'

/** What happened to a session, in its one append order. */
export type SessionEntry = SessionEvent | ReadingsStored

/** An entry as it stands in the store. A batch keeps the number of the event after which it was applied. */
export type StoredEntry = StoredEvent | (ReadingsStored & { readonly sessionId: SessionId; readonly afterSeq: number })

/** What lists are searched and sorted by; written in the same transaction as the entries that change it. */
export interface SessionRow {
  readonly id: SessionId
  readonly site: SiteId
  readonly bay: BayId
  readonly phase: Phase
  readonly patientName: string
  readonly patientInitials: string
  readonly recordNumber: string
  readonly protocolId: ProtocolId
  readonly protocolName: string
  readonly createdAt: Instant
  readonly startedAt: Instant | null
  readonly endedAt: Instant | null
  readonly hadHighAlarm: boolean
  readonly isSigned: boolean
  readonly isSimulated: boolean
}

export interface SessionAppend {
  readonly sessionId: SessionId
  /** Number of the newest event that the writer has seen (0: none). Another one in the store refuses the append as `stale`. */
  readonly afterSeq: number
  /** In order. Events get the numbers afterSeq + 1, + 2, … */
  readonly entries: readonly SessionEntry[]
  /** Present where an event changed it; a session's first append needs it, or no list would ever show the session. */
  readonly row?: SessionRow
}

/**
 * `full`: no room on the disk. `stale`: another writer was here. `badQuery`: a cursor or a limit that no answer of this store
 * gave. `busy`: too much waits for the store already. `failed`: anything else. Nothing of the append was kept.
 */
export type StoreErrorCode = 'full' | 'stale' | 'badQuery' | 'busy' | 'failed' | 'closed'

export class StoreError extends Error {
  readonly code: StoreErrorCode
  constructor(code: StoreErrorCode, message: string) {
    super(message)
    this.name = 'StoreError'
    this.code = code
  }
}

/** A running session as it is found at a start: the newest checkpoint that this program can use, and what came after it. */
export interface RunningSession {
  readonly sessionId: SessionId
  readonly checkpoint: Checkpoint | null
  readonly entriesAfter: readonly StoredEntry[]
}

/** Saves replay time, holds no truth: thrown away when `version` is not the reader's. */
export interface Checkpoint {
  /** Names the shape of `state`; changes with it. */
  readonly version: string
  /** Position in the append order: how many entries (events and batches) of the session are in `state`. */
  readonly entryCount: number
  /** JSON. */
  readonly state: string
}

/** How a visit that is over reads, worked out once. Saves replay time, holds no truth. */
export interface EndedView {
  /** Names the program that made it: another one makes its own. */
  readonly version: string
  /** Of the newest event that is in it. */
  readonly lastHash: string
  /** JSON. */
  readonly view: string
}

export interface SessionQuery {
  readonly state?: 'active' | 'ended'
  /** By `createdAt`, from ≤ t ≤ to. */
  readonly from?: Instant
  readonly to?: Instant
  /** Part of a patient's name or record number, any case. */
  readonly text?: string
  readonly bay?: BayId
  readonly protocolId?: ProtocolId
  readonly outcome?: Phase
  readonly recordNumber?: string
  readonly hadHighAlarm?: boolean
  readonly isSigned?: boolean
  /** Newest first where it is absent. */
  readonly order?: 'newest' | 'oldest'
  readonly cursor?: string
  /** 1 to 500. */
  readonly limit: number
}

export interface SessionPage {
  readonly rows: readonly SessionRow[]
  readonly nextCursor: string | null
}

export interface ReadingQuery {
  readonly from?: Instant
  readonly to?: Instant
  readonly metrics?: readonly Metric[]
}

export interface VerifyFault {
  /** null: what is damaged belongs to no one session (`database file`, `commit 123`). */
  readonly sessionId: SessionId | null
  /** `event 17`, `readings chunk 3`. */
  readonly where: string
  readonly message: string
}

export interface VerifyReport {
  readonly sessions: number
  readonly events: number
  readonly chunks: number
  readonly faults: readonly VerifyFault[]
}

/** The first display that painted an alarm. */
export interface ShownAlarm {
  readonly alarmId: AlarmId
  readonly sessionId: SessionId
  /** Its name, or whose staff screen it was. */
  readonly display: string
  /** The clinical clock of the server, when it heard of it. */
  readonly at: Instant
}

export interface VisitTrial extends Trial {
  readonly id: SessionId
}

/** Visits to be lived again under other limits. */
export interface TrialRun {
  readonly ids: readonly SessionId[]
  readonly trials: readonly LimitTrial[]
  readonly onTried: (visits: readonly VisitTrial[]) => void
  /** Gives the run up. */
  readonly signal: AbortSignal
}

/** Append-only: nothing here changes or removes what was appended. */
export interface SessionStore {
  /** All appends or none. Resolves once they would survive a power cut. Calls made while a commit runs share the next one. @throws StoreError */
  append(appends: readonly SessionAppend[]): Promise<void>
  /** Every session that has not ended, ready to be replayed. */
  loadRunning(): Promise<readonly RunningSession[]>
  /** The whole life of one session in append order; empty where there is none. */
  readEntries(id: SessionId): Promise<readonly StoredEntry[]>
  /** Events with a number above `afterSeq`, in order. */
  readEvents(id: SessionId, afterSeq: number): Promise<readonly StoredEvent[]>
  /** Batches in append order, reduced to the readings asked for (by `measuredAt`, from ≤ t ≤ to); a batch without one is left out. */
  readReadings(id: SessionId, query: ReadingQuery): Promise<readonly ReadingsStored[]>
  findSessions(query: SessionQuery): Promise<SessionPage>
  findRow(id: SessionId): Promise<SessionRow | null>
  /** Of no effect for a session that has ended: it is never replayed at a start. */
  saveCheckpoint(id: SessionId, checkpoint: Checkpoint): Promise<void>
  /** Of no effect for an unknown session. */
  saveEndedView(id: SessionId, view: EndedView): Promise<void>
  /** As it was saved last; null: never. */
  readEndedView(id: SessionId): Promise<EndedView | null>
  /** Hash of the newest event, hex SHA-256; null for an unknown session. */
  lastHash(id: SessionId): Promise<string | null>
  /** Readings of devices that no session took, kept for 24 h. Durable when it resolves. */
  hold(device: DeviceId, batch: ReadingsStored): Promise<void>
  /** Reduced as `readReadings` does it. */
  readHeld(device: DeviceId, from: Instant, to: Instant): Promise<readonly ReadingsStored[]>
  /** Drops the held batches whose own `at` is earlier. */
  dropHeldBefore(at: Instant): Promise<void>
  /** Durable when it resolves. What is known of an alarm already stays. */
  noteShown(shown: readonly ShownAlarm[]): Promise<void>
  readShown(id: SessionId): Promise<readonly ShownAlarm[]>
  /** Long: done where nobody waits behind it, visits in any order. Resolves when all are tried, or once it is given up. */
  tryLimits(run: TrialRun): Promise<void>
  verify(onProgress?: (done: number, total: number) => void): Promise<VerifyReport>
  /** The same of one session alone; null where there is none. */
  verifySession(id: SessionId): Promise<VerifyReport | null>
  close(): Promise<void>
}

/** A store that can be copied while it works. */
export interface Backup {
  /** One consistent copy in a new file, durable when it resolves. @throws StoreError where the file exists or cannot be written. */
  backup(file: string): Promise<void>
}
