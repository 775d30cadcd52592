import type { Reading } from '../../shared/domain/reading.ts'
import { elapsedS, plusSeconds, type Instant } from '../../shared/domain/time.ts'
import { isCuffMetric, type Metric } from '../../shared/domain/vital.ts'
import type { AlarmState } from './alarm-state.ts'
import { startedAt } from './signal-freshness.ts'
import { freshAt, isSignal } from './signal-state.ts'

/** A probe put back on shows nonsense first (alarms.md, *Settling*): without a good value for so long … */
const SETTLES_AFTER_S = 10
/** … or, where a metric is rare by nature, for this many of its intervals, … */
const SETTLES_AFTER_INTERVALS = 2.5
/** … the sound of a new medium or low alarm waits so long, … */
const SETTLING_S = 10
/** … and not again within so long. */
const SETTLING_AT_MOST_EVERY_S = 60

/** Since when the settling of the reading's metric runs or ran, should the reading be good. */
export const settlingAfter = ({ profile, signals }: AlarmState, reading: Reading): Instant | null => {
  const signal = signals[reading.metric]
  const before = signal.settlingSince
  if (profile.rules.kind === 'recorded' || reading.kind === 'noValue') return before
  if (isCuffMetric(reading.metric) || !isSignal(reading)) return before
  const at = freshAt(reading)
  const gapS = elapsedS(signal.goodAt ?? startedAt(profile, signal), at)
  const isGap = gapS >= Math.max(SETTLES_AFTER_S, SETTLES_AFTER_INTERVALS * signal.intervalS)
  const isAllowed = before === null || elapsedS(before, at) >= SETTLING_AT_MOST_EVERY_S
  return isGap && isAllowed ? at : before
}

/** Until when the sound of a metric's new alarm waits; null: there was no settling. */
export const settlesAt = (state: AlarmState, metric: Metric): Instant | null => {
  const since = state.signals[metric].settlingSince
  return since === null ? null : plusSeconds(since, SETTLING_S)
}
