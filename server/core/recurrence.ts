import type { Recurrence } from '../../shared/domain/protocol.ts'
import { MS_PER_MINUTE, plusMinutes, type Instant } from '../../shared/domain/time.ts'

/** Done this much before a mark, it was done for that mark: as much as the grace after it. Minutes. */
const EARLY_FOR_MARK_MIN = 2

/** Marks have no interval: what follows one that was missed is measured in 20 min (alarms.md section 3). */
const MARK_INTERVAL_MIN = 20

export interface Due {
  readonly dueAt: Instant
  /** One interval: how long after the due time its being late weighs more. Minutes. */
  readonly intervalMin: number
}

const intervalAt = (steps: Extract<Recurrence, { kind: 'interval' }>['steps'], minute: number): number | null => {
  const holding = steps.find((step) => step.untilMin === undefined || minute < step.untilMin) ?? steps.at(-1)
  return holding?.everyMin ?? null
}

const markAfter = (rule: Extract<Recurrence, { kind: 'marks' }>, minute: number): number | null => {
  const listed = rule.atMin.find((mark) => mark > minute)
  if (listed !== undefined || rule.thenEveryMin === null) return listed ?? null
  const last = Math.max(0, ...rule.atMin)
  return last + (Math.floor((minute - last) / rule.thenEveryMin) + 1) * rule.thenEveryMin
}

/**
 * When something that is to be done again and again is due.
 * @param since start of the phase
 * @param last when it was last done in this phase; null: not yet
 * @returns null where the rule asks for no more
 */
export const nextDue = (rule: Recurrence, since: Instant, last: Instant | null): Due | null => {
  const minute = last === null ? 0 : (last - since) / MS_PER_MINUTE
  switch (rule.kind) {
    case 'interval': {
      const everyMin = intervalAt(rule.steps, minute)
      return everyMin === null ? null : { dueAt: plusMinutes(last ?? since, everyMin), intervalMin: everyMin }
    }
    case 'marks': {
      const mark = markAfter(rule, last === null ? 0 : minute + EARLY_FOR_MARK_MIN)
      return mark === null ? null : { dueAt: plusMinutes(since, mark), intervalMin: MARK_INTERVAL_MIN }
    }
  }
}
