import type { SessionId } from '../../../shared/domain/ids.ts'
import type { SessionRow } from '../../ports/session-store.ts'
import { refusalOfAppends } from '../append-check.ts'
import type { AppendOutline } from '../append-check.ts'
import { CHAIN_START, eventHash } from '../event-chain.ts'
import type { LooseBatch } from '../packing/tick-format.ts'
import type { Refused } from './messages.ts'
import type { AppendJob, PackedAppend, WriteJob } from './write-job.ts'

/** The end of a session's append order. */
export interface Head {
  /** The session's number in the database. */
  readonly key: number
  /** Number and hash of the newest event. */
  readonly seq: number
  readonly hash: string
  /** How many batches of readings there are. */
  readonly batches: number
  readonly isNew: boolean
}

export interface EventRow {
  readonly session: number
  readonly seq: number
  readonly position: number
  readonly previousHash: string
  readonly hash: string
  readonly body: string
}

export type OtherJob = Exclude<WriteJob, AppendJob>

/** What one transaction is going to write, worked out before it begins. */
export interface Draft {
  /** Of the sessions that are written to. */
  readonly heads: ReadonlyMap<SessionId, Head>
  readonly events: readonly EventRow[]
  readonly batches: readonly LooseBatch[]
  readonly rows: readonly SessionRow[]
  readonly others: readonly OtherJob[]
}

export interface CommittedHeads {
  /** null: no such session yet. */
  readonly headOf: (id: SessionId) => Head | null
  /** Largest number given to a session so far. */
  readonly lastKey: number
}

/** Adds jobs to a draft one by one; a refused one leaves no trace in it. */
export class Drafting implements Draft {
  readonly heads = new Map<SessionId, Head>()
  readonly events: EventRow[] = []
  readonly batches: LooseBatch[] = []
  readonly rows: SessionRow[] = []
  readonly others: OtherJob[] = []
  readonly #committed: CommittedHeads
  #lastKey: number

  constructor(committed: CommittedHeads) {
    this.#committed = committed
    this.#lastKey = committed.lastKey
  }

  /** @returns null where it was added. */
  add(job: WriteJob): Refused | null {
    if (job.kind !== 'append') {
      this.others.push(job)
      return null
    }
    const refused = refusalOfAppends(job.appends.map(outlineOf), (id) => this.#headOf(id)?.seq ?? null)
    if (refused !== null) return refused
    for (const append of job.appends) this.#append(append)
    return null
  }

  #headOf(id: SessionId): Head | null {
    return this.heads.get(id) ?? this.#committed.headOf(id)
  }

  #append({ sessionId, entries, row }: PackedAppend): void {
    const head = this.#headOf(sessionId) ?? this.#newHead()
    const { key, isNew } = head
    let seq = head.seq
    let hash = head.hash
    let batches = head.batches
    for (const entry of entries) {
      if (typeof entry === 'string') {
        const previousHash = hash
        seq++
        const position = seq + batches
        hash = eventHash({ sessionId, seq, position, previousHash }, entry)
        this.events.push({ session: key, seq, position, previousHash, hash, body: entry })
      } else {
        batches++
        this.batches.push({ session: key, number: batches, afterSeq: seq, at: entry.at, data: entry.data })
      }
    }
    this.heads.set(sessionId, { key, seq, hash, batches, isNew })
    if (row !== undefined) this.rows.push(row)
  }

  #newHead(): Head {
    this.#lastKey++
    return { key: this.#lastKey, seq: 0, hash: CHAIN_START, batches: 0, isNew: true }
  }
}

const outlineOf = ({ sessionId, afterSeq, entries, row }: PackedAppend): AppendOutline => {
  let events = 0
  for (const entry of entries) if (typeof entry === 'string') events++
  return { sessionId, afterSeq, row, events }
}
