import { clearTimeout, setTimeout } from 'node:timers'
import { z } from 'zod'
import { backOffMs, type BackOff } from '../../shared/domain/back-off.ts'
import { instant, MS_PER_MINUTE, MS_PER_SECOND, plusMs, type Instant } from '../../shared/domain/time.ts'
import { noticeSchema, type Notice } from '../../shared/wire/notification.ts'
import { epochMsSchema } from '../../shared/wire/primitive.ts'
import type { Log } from '../ports/log.ts'
import type { Notification } from '../ports/notifications.ts'
import type { RecordStore } from '../ports/record-store.ts'
import type { Sent, Target } from './target.ts'

const instantSchema = epochMsSchema.transform(instant)

/** What is kept of one notice for one target. */
export const entrySchema = z
  .object({
    target: z.string(),
    notice: noticeSchema,
    attempts: z.number().int(),
    lastError: z.string().nullable(),
    wasRefused: z.boolean(),
    /** Earlier versions did not keep it. */
    wantedAt: instantSchema.optional(),
    nextAttemptAt: instantSchema,
    deliveredAt: instantSchema.nullable(),
  })
  .transform((entry) => ({ ...entry, wantedAt: entry.wantedAt ?? instant(Date.parse(entry.notice.at)) }))

export type Entry = z.infer<typeof entrySchema>

export interface LineParts {
  readonly target: Target
  readonly records: RecordStore
  /** The real time: a receiver knows no other. */
  readonly now: () => Instant
  readonly log: Log
  readonly backOff?: BackOff
}

/** Somebody may be in danger: the first attempts follow each other fast. */
const BACK_OFF: BackOff = { firstWaitMs: 2 * MS_PER_SECOND, longestWaitMs: 5 * MS_PER_MINUTE }

/** Of what was delivered, so many are kept to be shown. */
const DELIVERED_KEPT = 500

const stateOf = ({ deliveredAt, wasRefused }: Entry): Notification['state'] => {
  if (deliveredAt !== null) return 'delivered'
  return wasRefused ? 'refused' : 'waiting'
}

export const notificationOf = (entry: Entry): Notification => {
  const { target, notice, attempts, lastError, wantedAt, nextAttemptAt, deliveredAt } = entry
  const next = deliveredAt === null ? nextAttemptAt : null
  return { target, notice, state: stateOf(entry), attempts, lastError, wantedAt, nextAttemptAt: next, deliveredAt }
}

/** What is to be told to one target, kept in the store until it has said yes. One dead target holds up no other. */
export class NoticeLine {
  readonly #parts: LineParts
  readonly #entries = new Map<string, Entry>()
  #work: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined
  readonly #closing = new AbortController()

  /** @param kept what was left by the last run, oldest first; what waited is tried at once */
  constructor(parts: LineParts, kept: readonly Entry[]) {
    this.#parts = parts
    const nextAttemptAt = parts.now()
    for (const entry of kept) this.#entries.set(entry.notice.id, { ...entry, nextAttemptAt })
    this.#wake()
  }

  /** Oldest first. */
  list(): readonly Notification[] {
    return [...this.#entries.values()].map(notificationOf)
  }

  /** Of no effect for a notice that is known. */
  tell(notice: Notice): void {
    if (this.#entries.has(notice.id)) return
    const { target, now } = this.#parts
    const fresh = { attempts: 0, lastError: null, wasRefused: false, deliveredAt: null }
    const entry = { target: target.id, notice, ...fresh, wantedAt: now(), nextAttemptAt: now() }
    this.#entries.set(notice.id, entry)
    this.#inTurn(() => this.#write(entry))
  }

  async close(): Promise<void> {
    this.#closing.abort()
    clearTimeout(this.#timer)
    await this.#work
  }

  #inTurn(work: () => Promise<void>): void {
    if (this.#closing.signal.aborted) return
    this.#work = this.#work.then(work).then(() => this.#wake())
  }

  /** A store that fails keeps nobody from being told: what is not kept is sent all the same, at worst once more. */
  async #write(entry: Entry): Promise<void> {
    const { records, log } = this.#parts
    this.#entries.set(entry.notice.id, entry)
    try {
      await records.put([{ kind: 'notice', id: `${entry.notice.id} ${entry.target}`, value: entry }])
      await this.#forgetOldest()
    } catch (error) {
      log.error('notice.notKept', { notice: entry.notice.id, target: entry.target, err: String(error) })
    }
  }

  async #forgetOldest(): Promise<void> {
    const delivered = [...this.#entries.values()].filter(({ deliveredAt }) => deliveredAt !== null)
    for (const { notice, target } of delivered.slice(0, Math.max(0, delivered.length - DELIVERED_KEPT))) {
      await this.#parts.records.remove('notice', `${notice.id} ${target}`)
      this.#entries.delete(notice.id)
    }
  }

  #wake(): void {
    clearTimeout(this.#timer)
    if (this.#closing.signal.aborted) return
    const open = [...this.#entries.values()].filter(({ deliveredAt }) => deliveredAt === null)
    const [next] = open.sort((first, second) => first.nextAttemptAt - second.nextAttemptAt)
    if (next === undefined) return
    const wait = Math.max(0, next.nextAttemptAt - this.#parts.now())
    this.#timer = setTimeout(() => this.#inTurn(() => this.#attempt(next)), wait).unref()
  }

  async #attempt(entry: Entry): Promise<void> {
    const { signal } = this.#closing
    const sent = await this.#parts.target.send(entry.notice, signal)
    if (signal.aborted && sent.kind === 'unanswered') return
    if (sent.kind === 'accepted') this.#hurry()
    await this.#write(this.#after(entry, sent))
  }

  /** It answers again: what it did not hear while it was away waits no longer. */
  #hurry(): void {
    const nextAttemptAt = this.#parts.now()
    for (const [id, entry] of this.#entries) {
      const isDue = entry.deliveredAt === null && !entry.wasRefused && entry.nextAttemptAt > nextAttemptAt
      if (isDue) this.#entries.set(id, { ...entry, nextAttemptAt })
    }
  }

  #after(entry: Entry, sent: Sent): Entry {
    const { now, log, target, backOff = BACK_OFF } = this.#parts
    const attempts = entry.attempts + 1
    log.info('notice.attempt', { notice: entry.notice.id, target: target.id, outcome: sent.kind, attempts })
    if (sent.kind === 'accepted') return { ...entry, attempts, lastError: null, wasRefused: false, deliveredAt: now() }
    const nextAttemptAt = plusMs(now(), backOffMs(attempts, backOff))
    return { ...entry, attempts, lastError: sent.why, wasRefused: sent.kind === 'refused', nextAttemptAt }
  }
}
