import type { Direction, Limit, Priority } from './limit.ts'
import type { Metric } from './vital.ts'

/** One limit of every visit as it would be: what is not given stays as it was. */
export interface LimitTrial {
  readonly metric: Metric
  readonly direction: Direction
  /** Absent: those of every priority. */
  readonly priority?: Priority
  /** In the metric's unit, in place of a figure or of one derived from the baseline. */
  readonly threshold?: number
  /** Seconds. */
  readonly onDelay?: number
  readonly offDelay?: number
}

const isMeant = ({ metric, direction, priority }: LimitTrial, limit: Limit): boolean =>
  metric === limit.metric && direction === limit.direction && (priority ?? limit.priority) === limit.priority

const changed = (limit: Limit, { threshold, onDelay, offDelay }: LimitTrial): Limit => ({
  ...limit,
  // A figure of its own may meet the same figure of another kind: what it was called keeps it apart.
  ...(threshold === undefined ? {} : { id: limitName(limit), threshold }),
  ...(onDelay === undefined ? {} : { onDelay }),
  ...(offDelay === undefined ? {} : { offDelay }),
})

const limitName = (limit: Limit): string => limit.id ?? `trial.${limit.priority}.${JSON.stringify(limit.threshold)}`

/** The limits of a visit under a trial. */
export const limitsTried = (limits: readonly Limit[], trials: readonly LimitTrial[]): readonly Limit[] =>
  limits.map((limit) => trials.filter((trial) => isMeant(trial, limit)).reduce(changed, limit))
