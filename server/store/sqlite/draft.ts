import type { SessionId } from '../../../shared/domain/ids.ts'
import type { SessionRow } from '../../ports/session-store.ts'
import { refusalOfAppends } from '../append-check.ts'
import { CHAIN_START, eventHash } from '../event-chain.ts'
import type { LooseBatch } from '../packing/tick-format.ts'
import type { PackedAppend, Refused, WriteJob } from './messages.ts'

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

export type OtherJob = Exclude<WriteJob, { readonly kind: 'append' }>

/** What one transaction is going to write, worked out before it begins. */
export interface Draft {
  /** Of the sessions that are written to. */
  readonly heads: ReadonlyMap<SessionId, Head>
  readonly events: readonly EventRow[]
  readonly batches: readonly LooseBatch[]
  readonly rows: readonly SessionRow[]
  readonly others: readonly { readonly job: OtherJob; readonly bytes: Uint8Array }[]
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
  readonly others: { readonly job: OtherJob; readonly bytes: Uint8Array }[] = []
  readonly #committed: CommittedHeads
  #lastKey: number

  constructor(committed: CommittedHeads) {
    this.#committed = committed
    this.#lastKey = committed.lastKey
  }

  /** @param bytes the job's own part of the group's buffer. @returns null where it was added. */
  add(job: WriteJob, bytes: Uint8Array): Refused | null {
    if (job.kind !== 'append') {
      this.others.push({ job, bytes })
      return null
    }
    const refused = this.#refusalOf(job.appends)
    if (refused !== null) return refused
    let offset = 0
    for (const append of job.appends) offset = this.#append(append, bytes, offset)
    return null
  }

  #headOf(id: SessionId): Head | null {
    return this.heads.get(id) ?? this.#committed.headOf(id)
  }

  #refusalOf(appends: readonly PackedAppend[]): Refused | null {
    const outlines = appends.map(({ sessionId, afterSeq, entries, row }) => ({
      sessionId,
      afterSeq,
      row,
      events: entries.filter((entry) => typeof entry === 'string').length,
    }))
    return refusalOfAppends(outlines, (id) => this.#headOf(id)?.seq ?? null)
  }

  #append({ sessionId, entries, row }: PackedAppend, bytes: Uint8Array, start: number): number {
    const { key, isNew, ...end } = this.#headOf(sessionId) ?? this.#newHead()
    let { seq, hash, batches } = end
    let offset = start
    for (const entry of entries) {
      if (typeof entry === 'string') {
        const previousHash = hash
        seq++
        const position = seq + batches
        hash = eventHash({ sessionId, seq, position, previousHash }, entry)
        this.events.push({ session: key, seq, position, previousHash, hash, body: entry })
      } else {
        batches++
        const data = bytes.subarray(offset, offset + entry.length)
        offset += entry.length
        this.batches.push({ session: key, number: batches, afterSeq: seq, at: entry.at, data })
      }
    }
    this.heads.set(sessionId, { key, seq, hash, batches, isNew })
    if (row !== undefined) this.rows.push(row)
    return offset
  }

  #newHead(): Head {
    this.#lastKey++
    return { key: this.#lastKey, seq: 0, hash: CHAIN_START, batches: 0, isNew: true }
  }
}

/** How many bytes of the group's buffer belong to a job. */
export const bytesOfJob = (job: WriteJob): number => {
  if (job.kind === 'hold') return job.batch.length
  if (job.kind !== 'append') return 0
  let bytes = 0
  for (const { entries } of job.appends)
    for (const entry of entries) if (typeof entry !== 'string') bytes += entry.length
  return bytes
}
