import type { Phase } from './phase.ts'
import { MS_PER_DAY, plusMs, type Instant } from './time.ts'

/** A visit as far as the next one hangs on it. */
export interface VisitBefore {
  readonly phase: Phase
  /** null: nothing was given. */
  readonly startedAt: Instant | null
}

export interface NextVisit {
  readonly lastAt: Instant
  readonly everyDays: number
  readonly dueAt: Instant
  /** Whole days from now, to the nearest; below nought: that many days ago. */
  readonly dueInDays: number
}

/** A visit is completed that gave a dose and ended in a discharge: a transfer goes on elsewhere. */
export const isCompleted = <Visit extends VisitBefore>(
  visit: Visit,
): visit is Visit & { readonly startedAt: Instant } => visit.phase === 'discharged' && visit.startedAt !== null

/**
 * When the next visit of maintenance is due.
 * @param everyDays the protocol's; null: it says nothing of it
 * @returns null where there is no interval, or no completed visit to count from
 */
export const nextVisit = (last: VisitBefore | undefined, everyDays: number | null, now: Instant): NextVisit | null => {
  if (last === undefined || everyDays === null || !isCompleted(last)) return null
  const dueAt = plusMs(last.startedAt, everyDays * MS_PER_DAY)
  // Plus nought: a part of a day before now is no "minus nought".
  return { lastAt: last.startedAt, everyDays, dueAt, dueInDays: Math.round((dueAt - now) / MS_PER_DAY) + 0 }
}
