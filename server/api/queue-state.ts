import { toIso, type Instant } from '../../shared/domain/time.ts'
import type { QueueState } from '../../shared/wire/queue-state.ts'

/** One thing that is to go out, or went. */
export interface Queued {
  readonly state: 'waiting' | 'refused' | 'delivered'
  readonly attempts: number
  readonly lastError: string | null
  readonly wantedAt: Instant | null
  readonly nextAttemptAt: Instant | null
  readonly deliveredAt: Instant | null
}

export const isoOrNull = (at: Instant | null): string | null => (at === null ? null : toIso(at))

const known = (times: readonly (Instant | null)[]): readonly Instant[] => times.filter((at) => at !== null)

const earliest = (times: readonly (Instant | null)[]): Instant | null =>
  known(times).reduce<Instant | null>((first, at) => (first === null || at < first ? at : first), null)

const latest = (times: readonly (Instant | null)[]): Instant | null =>
  known(times).reduce<Instant | null>((last, at) => (last === null || at > last ? at : last), null)

/** @param queue in any order */
export const queueStateOf = (queue: readonly Queued[]): QueueState => {
  const open = queue.filter(({ state }) => state !== 'delivered')
  const failing = open.filter(({ attempts }) => attempts > 0)
  const lastDeliveredAt = latest(queue.map(({ deliveredAt }) => deliveredAt))
  const worked = lastDeliveredAt === null ? 'untried' : 'working'
  const newest = failing.reduce<Queued | null>(
    (last, it) => (last === null || (it.wantedAt ?? 0) >= (last.wantedAt ?? 0) ? it : last),
    null,
  )
  return {
    state: failing.length > 0 ? 'failing' : worked,
    failingSince: isoOrNull(earliest(failing.map(({ wantedAt }) => wantedAt))),
    lastError: newest?.lastError ?? null,
    waiting: open.length,
    nextAttemptAt: isoOrNull(earliest(open.map(({ nextAttemptAt }) => nextAttemptAt))),
    lastDeliveredAt: isoOrNull(lastDeliveredAt),
  }
}
