import { elapsedS, type Instant } from '../../shared/domain/time.ts'
import { CUFF_METRICS, type Metric } from '../../shared/domain/vital.ts'
import { effectivePriority } from './alarm-life.ts'
import type { Alarm, AlarmState } from './alarm-state.ts'
import { median } from './signal-rhythm.ts'
import type { GoodValue } from './signal-state.ts'

/** A baseline "from the monitor" is the median of so many seconds (session.md section 2). */
const BASELINE_WINDOW_S = 60

const isMediumOrHigh = (alarm: Alarm): boolean => effectivePriority(alarm) !== 'low'

/** What stands between the session and its discharge: physiological, medium or high, and nobody acknowledged it. */
export const openPhysiological = (state: AlarmState): readonly Alarm[] =>
  state.alarms.filter((it) => it.kind === 'physiological' && it.acknowledgement === null && isMediumOrHigh(it))

/** A medium or high alarm is active: the patient is not *ready* (session.md section 4). */
export const standsMediumOrHigh = (state: AlarmState): boolean =>
  state.alarms.some((alarm) => alarm.level !== null && isMediumOrHigh(alarm))

/** The newest good reading of a metric, by hand or by device, however old. */
export const newestGood = (state: AlarmState, metric: Metric): GoodValue | null => state.signals[metric].good

/** One blood pressure: the values that share the newest time. */
export interface CuffPressure {
  readonly measuredAt: Instant
  readonly values: Readonly<Partial<Record<(typeof CUFF_METRICS)[number], number>>>
}

export const newestCuff = (state: AlarmState): CuffPressure | null => {
  const known = CUFF_METRICS.flatMap((metric) => {
    const good = newestGood(state, metric)
    return good === null ? [] : [{ metric, good }]
  })
  const [first] = known.toSorted((one, other) => other.good.measuredAt - one.good.measuredAt)
  if (first === undefined) return null
  const { measuredAt } = first.good
  const together = known.filter(({ good }) => good.measuredAt === measuredAt)
  return { measuredAt, values: Object.fromEntries(together.map(({ metric, good }) => [metric, good.value])) }
}

const medianOf = (state: AlarmState, metric: Metric, now: Instant): number | null =>
  median(state.signals[metric].recent.filter((it) => elapsedS(it.at, now) <= BASELINE_WINDOW_S).map((it) => it.value))

/** Median of the good values that the monitor gave in the last 60 s; for `hr`, of `pr` where there is no `hr`. */
export const recentMedian = (state: AlarmState, metric: Metric, now: Instant): number | null => {
  const own = medianOf(state, metric, now)
  return own === null && metric === 'hr' ? medianOf(state, 'pr', now) : own
}
