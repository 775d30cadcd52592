import type { Direction } from '../../shared/domain/limit.ts'
import type { Sample } from '../../shared/domain/reading.ts'
import { METRICS, type Metric } from '../../shared/domain/vital.ts'
import { groupLevel, limitThatStands } from './alarm-limits.ts'
import { drivenMetrics } from './alarm-readings.ts'
import { settlesAt } from './alarm-settling.ts'
import { isRepeat } from './alarm-repeat.ts'
import type { AlarmState } from './alarm-state.ts'
import { target, type Target } from './alarm-transitions.ts'

const DIRECTIONS: readonly Direction[] = ['low', 'high']

const levelTarget = (state: AlarmState, metric: Metric, direction: Direction, tells: Target['tells']): Target => {
  const group = state.groups[metric]
  const level = groupLevel(group, direction)
  const limit = level === null ? null : limitThatStands(group, direction, level)
  const told = limit === null ? tells : { ...tells, limit }
  return target(`${metric}.${direction}`, level, told)
}

const isMoved = (before: AlarmState, after: AlarmState, metric: Metric): boolean =>
  after.groups[metric].machines !== before.groups[metric].machines

/** Where a good reading brings the channels of the limits that it moved. */
export const movedByReading = (before: AlarmState, after: AlarmState, sample: Sample): readonly Target[] => {
  const moved = drivenMetrics(after, sample).filter((metric) => isMoved(before, after, metric))
  if (moved.length === 0) return []
  const tells = { value: sample.value, readingAt: sample.measuredAt, origin: sample.origin }
  return moved.flatMap((metric) =>
    DIRECTIONS.map((direction) => ({
      ...levelTarget(after, metric, direction, tells),
      settlesAt: settlesAt(after, sample.metric),
      isRepeat: isRepeat(before, `${metric}.${direction}`, sample.measuredAt),
    })),
  )
}

/** Where the channels are to be after an edit; the newest good value is what makes one rise. */
export const allLevels = (state: AlarmState): readonly Target[] =>
  METRICS.flatMap((metric) => {
    const { used } = state.groups[metric]
    const origin = used === null ? undefined : state.signals[used.source].good?.origin
    const from = origin === undefined ? {} : { origin }
    const tells = used === null ? {} : { value: used.value, readingAt: used.measuredAt, ...from }
    return DIRECTIONS.map((direction) => {
      const aim = levelTarget(state, metric, direction, tells)
      return aim.level === null ? { ...aim, tells: {} } : aim
    })
  })
