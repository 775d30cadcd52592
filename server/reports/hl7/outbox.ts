import { clearTimeout, setTimeout } from 'node:timers'
import { z } from 'zod'
import { backOffMs } from '../../../shared/domain/back-off.ts'
import type { SessionId } from '../../../shared/domain/ids.ts'
import { err, ok, type Result } from '../../../shared/domain/result.ts'
import { instant, MS_PER_MINUTE, MS_PER_SECOND, plusMs, type Instant } from '../../../shared/domain/time.ts'
import { epochMsSchema, sessionIdSchema } from '../../../shared/wire/primitive.ts'
import type { Deliveries, Delivery, OlderVisits } from '../../ports/deliveries.ts'
import type { Log } from '../../ports/log.ts'
import type { RecordStore } from '../../ports/record-store.ts'
import { StoreError, type SessionStore } from '../../ports/session-store.ts'
import type { VisitRecord } from '../visit-record.ts'
import { endedSince, endedVisits } from './ended-visits.ts'
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
    for (const id of await endedVisits(this.#parts.store, { from: since })) await this.#want(id)
    this.#wake()
  }

  list(): readonly Delivery[] {
    return [...this.#entries.values()].reverse().map(deliveryOf)
  }

  changed(id: SessionId): void {
    this.#inTurn(() => this.#want(id))
  }

  /** Visits that nothing was ever sent of, and nothing is about to be. */
  async unsent(endedFrom: Instant): Promise<readonly SessionId[]> {
    const ids = await endedSince(this.#parts.store, endedFrom)
    return ids.filter((id) => !this.#entries.has(id))
  }

  sendOlder({ endedFrom, expected }: OlderVisits): Promise<Result<number, number>> {
    return new Promise((resolve, reject) => {
      if (this.#closing.signal.aborted) reject(new StoreError('closed', 'the outbox is closed'))
      this.#inTurn(() => this.#wantOlder(endedFrom, expected).then(resolve, reject))
    })
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
    const entry = await this.#wanted(id)
    if (entry !== null) await this.#write([entry])
  }

  /** null: the receiver has it, or is about to. */
  async #wanted(id: SessionId): Promise<Entry | null> {
    const { store, now } = this.#parts
    const wantedHash = await store.lastHash(id)
    const known = this.#entries.get(id)
    if (wantedHash === null || known?.wantedHash === wantedHash) return null
    const delivered = { deliveredHash: known?.deliveredHash ?? null, deliveredAt: known?.deliveredAt ?? null }
    const fresh = { attempts: 0, lastError: null, wasRefused: false, nextAttemptAt: now(), wantedAt: now() }
    return { session: id, wantedHash, ...delivered, ...fresh }
  }

  /** All of them or, where there are not as many as somebody agreed to, none. */
  async #wantOlder(endedFrom: Instant, expected: number): Promise<Result<number, number>> {
    const ids = await this.unsent(endedFrom)
    if (ids.length !== expected) return err(ids.length)
    const entries: Entry[] = []
    for (const id of ids) {
      const entry = await this.#wanted(id)
      if (entry !== null) entries.push(entry)
    }
    await this.#write(entries)
    return ok(entries.length)
  }

  async #write(entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return
    await this.#parts.records.put(entries.map((entry) => ({ kind: 'hl7Out', id: entry.session, value: entry })))
    for (const entry of entries) this.#keep(entry)
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
    await this.#write([this.#after(current, sent)])
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

export const NO_RECEIVER: Deliveries = {
  receiver: null,
  list: () => [],
  countOlder: () => Promise.resolve(0),
  sendOlder: ({ expected }) => Promise.resolve(expected === 0 ? ok(0) : err(0)),
}

/** Opens what was left to send, and sends it. @throws StoreError */
export const openOutbox = async (parts: OutboxParts): Promise<Outbox> => {
  const queue = new OutboxQueue(parts)
  await queue.open()
  const { host, port } = parts.receiver
  return {
    receiver: host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`,
    list: () => queue.list(),
    countOlder: async (endedFrom) => (await queue.unsent(endedFrom)).length,
    sendOlder: (older) => queue.sendOlder(older),
    changed: (id) => queue.changed(id),
    close: () => queue.close(),
  }
}
