import { clearTimeout, setTimeout } from 'node:timers'
import { z } from 'zod'
import { backOffMs } from '../../../shared/domain/back-off.ts'
import type { SessionId } from '../../../shared/domain/ids.ts'
import { instant, MS_PER_MINUTE, MS_PER_SECOND, plusMs, type Instant } from '../../../shared/domain/time.ts'
import { epochMsSchema, sessionIdSchema } from '../../../shared/wire/primitive.ts'
import type { Deliveries, Delivery } from '../../ports/deliveries.ts'
import type { Log } from '../../ports/log.ts'
import type { RecordStore } from '../../ports/record-store.ts'
import type { SessionStore } from '../../ports/session-store.ts'
import type { VisitRecord } from '../visit-record.ts'
import { controlIdOf, oruMessage } from './oru-message.ts'
import { sendMllp, type Receiver, type Sent } from './send-mllp.ts'

const instantSchema = epochMsSchema.transform(instant)

/** What is kept of a visit: which state of its record is wanted outside, and which one is there. */
const entrySchema = z.object({
  session: sessionIdSchema,
  wantedHash: z.string(),
  deliveredHash: z.string().nullable(),
  deliveredAt: instantSchema.nullable(),
  attempts: z.number().int(),
  lastError: z.string().nullable(),
  wasRefused: z.boolean(),
  nextAttemptAt: instantSchema,
  /** Null where an earlier version did not keep it. */
  wantedAt: instantSchema.nullable().default(null),
})

type Entry = z.infer<typeof entrySchema>

export interface OutboxParts {
  readonly receiver: Receiver
  readonly store: Pick<SessionStore, 'findSessions' | 'lastHash'>
  readonly records: RecordStore
  readonly recordOf: (id: SessionId) => Promise<VisitRecord | null>
  /** The real time: a receiver knows no other. */
  readonly now: () => Instant
  readonly log: Log
  /** After the first failure; doubled with each, up to `LONGEST_WAIT_MS`. */
  readonly firstWaitMs?: number
  readonly timeoutMs?: number
}

export interface Outbox extends Deliveries {
  /** A visit that has ended was written to. */
  changed(id: SessionId): void
  close(): Promise<void>
}

const FIRST_WAIT_MS = 5 * MS_PER_SECOND
const LONGEST_WAIT_MS = 10 * MS_PER_MINUTE
/** As long as receivers are given that store before they answer. */
const TIMEOUT_MS = 30 * MS_PER_SECOND

/** Visits that ended before a receiver was named are not sent by themselves. */
const SINCE = 'since'

const isOpen = ({ wantedHash, deliveredHash }: Entry): boolean => wantedHash !== deliveredHash

const deliveryOf = (entry: Entry): Delivery => {
  const { session, attempts, lastError, wantedAt, nextAttemptAt, deliveredAt, wantedHash, wasRefused } = entry
  const waiting = wasRefused ? ('refused' as const) : ('waiting' as const)
  return {
    session,
    state: isOpen(entry) ? waiting : 'delivered',
    attempts,
    lastError,
    wantedAt,
    nextAttemptAt: isOpen(entry) ? nextAttemptAt : null,
    deliveredAt,
    controlId: controlIdOf(session, wantedHash),
  }
}

const PAGE = 500

/** Ended visits since then, whatever became of them while the server was down. */
const endedSince = async ({ store }: OutboxParts, from: Instant): Promise<readonly SessionId[]> => {
  const ids: SessionId[] = []
  let cursor: string | null = null
  do {
    const more: { cursor?: string } = cursor === null ? {} : { cursor }
    const page = await store.findSessions({ state: 'ended', from, limit: PAGE, ...more })
    ids.push(...page.rows.filter(({ phase }) => phase !== 'cancelled').map(({ id }) => id))
    cursor = page.nextCursor
  } while (cursor !== null)
  return ids
}

/** Keeps what is to be sent, in the store, until the receiver has said that it has it. */
class OutboxQueue {
  readonly #parts: OutboxParts
  readonly #entries = new Map<SessionId, Entry>()
  #work: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined
  readonly #closing = new AbortController()

  constructor(parts: OutboxParts) {
    this.#parts = parts
  }

  async open(): Promise<void> {
    const { records, now } = this.#parts
    let since: Instant | null = null
    for (const { id, value } of await records.all('hl7Out')) {
      if (id === SINCE) since = instantSchema.parse(value)
      else this.#keep(entrySchema.parse(value))
    }
    if (since === null) await records.put([{ kind: 'hl7Out', id: SINCE, value: (since = now()) }])
    for (const id of await endedSince(this.#parts, since)) await this.#want(id)
    this.#wake()
  }

  list(): readonly Delivery[] {
    return [...this.#entries.values()].reverse().map(deliveryOf)
  }

  changed(id: SessionId): void {
    this.#inTurn(() => this.#want(id))
  }

  async close(): Promise<void> {
    this.#closing.abort()
    clearTimeout(this.#timer)
    await this.#work
  }

  #keep(entry: Entry): void {
    this.#entries.delete(entry.session)
    this.#entries.set(entry.session, entry)
  }

  /** One thing after the other: an attempt never meets a change of what it sends. */
  #inTurn(work: () => Promise<void>): void {
    if (this.#closing.signal.aborted) return
    this.#work = this.#work.then(work).then(
      () => this.#wake(),
      (error: unknown) => {
        this.#parts.log.error('hl7Out.failed', { err: String(error) })
        this.#wake(FIRST_WAIT_MS)
      },
    )
  }

  async #want(id: SessionId): Promise<void> {
    const { store, now } = this.#parts
    const wantedHash = await store.lastHash(id)
    const known = this.#entries.get(id)
    if (wantedHash === null || known?.wantedHash === wantedHash) return
    const delivered = { deliveredHash: known?.deliveredHash ?? null, deliveredAt: known?.deliveredAt ?? null }
    const fresh = { attempts: 0, lastError: null, wasRefused: false, nextAttemptAt: now(), wantedAt: now() }
    await this.#write({ session: id, wantedHash, ...delivered, ...fresh })
  }

  async #write(entry: Entry): Promise<void> {
    await this.#parts.records.put([{ kind: 'hl7Out', id: entry.session, value: entry }])
    this.#keep(entry)
  }

  /** @param leastMs the store was busy: it is not asked again at once. */
  #wake(leastMs = 0): void {
    clearTimeout(this.#timer)
    if (this.#closing.signal.aborted) return
    const [next] = [...this.#entries.values()].filter(isOpen).sort((a, b) => a.nextAttemptAt - b.nextAttemptAt)
    if (next === undefined) return
    const wait = Math.max(leastMs, next.nextAttemptAt - this.#parts.now())
    this.#timer = setTimeout(() => this.#inTurn(() => this.#attempt(next.session)), wait).unref()
  }

  async #attempt(id: SessionId): Promise<void> {
    const { recordOf, receiver, timeoutMs = TIMEOUT_MS } = this.#parts
    const record = await recordOf(id)
    const entry = this.#entries.get(id)
    if (entry === undefined) return
    if (record === null) throw new Error(`there is no visit ${id}`)
    // What is sent is the record as it stands now, whatever was wanted first.
    const current = { ...entry, wantedHash: record.lastHash }
    const { signal } = this.#closing
    const wait = { controlId: controlIdOf(id, record.lastHash), timeoutMs, signal }
    const sent = await sendMllp(receiver, oruMessage(record), wait)
    if (signal.aborted && sent.kind === 'unanswered') return
    await this.#write(this.#after(current, sent))
  }

  #after(entry: Entry, sent: Sent): Entry {
    const { now, log, firstWaitMs = FIRST_WAIT_MS } = this.#parts
    const attempts = entry.attempts + 1
    log.info('hl7Out.attempt', { session: entry.session, outcome: sent.kind, attempts })
    if (sent.kind === 'accepted') {
      const delivered = { deliveredHash: entry.wantedHash, deliveredAt: now() }
      return { ...entry, ...delivered, attempts, lastError: null, wasRefused: false }
    }
    const wait = backOffMs(attempts, { firstWaitMs, longestWaitMs: LONGEST_WAIT_MS })
    const failed = { lastError: sent.why, wasRefused: sent.kind === 'refused', nextAttemptAt: plusMs(now(), wait) }
    return { ...entry, ...failed, attempts }
  }
}

export const NO_RECEIVER: Deliveries = { receiver: null, list: () => [] }

/** Opens what was left to send, and sends it. @throws StoreError */
export const openOutbox = async (parts: OutboxParts): Promise<Outbox> => {
  const queue = new OutboxQueue(parts)
  await queue.open()
  const { host, port } = parts.receiver
  return {
    receiver: host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`,
    list: () => queue.list(),
    changed: (id) => queue.changed(id),
    close: () => queue.close(),
  }
}
