import type { SessionId } from '../../shared/domain/ids.ts'
import type { Reading } from '../../shared/domain/reading.ts'
import { MS_PER_MINUTE, MS_PER_SECOND } from '../../shared/domain/time.ts'
import { isMetric, METRIC_INFO, type Metric } from '../../shared/domain/vital.ts'
import type { Trend } from '../../shared/wire/live-message.ts'
import { breakGaps } from './trend-series.ts'

/** How far back a screen sees when it comes (live.md, `watch`). */
export const TREND_WINDOW_MS = 10 * MS_PER_MINUTE
/** Old points go a minute's worth at a time: cutting an array at every reading would cost more than it frees. */
const SLACK_MS = MS_PER_MINUTE
/** A cuff's freshness follows its interval; until a view has told it, the longest that `vigil evaluate` takes for one. */
const CUFF_STALE_AFTER_S = 900

export type StaleAfterS = Readonly<Partial<Record<Metric, number>>>

/** The last minutes of every running session, in memory, so that a screen that comes draws at once. */
export interface Trends {
  add(id: SessionId, readings: readonly Reading[]): void
  /** Not thinned, gaps as null; metrics with nothing after `from` are left out. */
  read(id: SessionId, from: number, staleAfterS: StaleAfterS): Readonly<Record<string, Trend>>
  forget(id: SessionId): void
}

/** What a line may show: a value that someone measured, or the word that there is none. */
const pointOf = (reading: Reading): number | null | undefined => {
  if (reading.kind === 'noValue') return reading.status === 'sensorOn' ? undefined : null
  return reading.quality === 'invalid' ? undefined : reading.value
}

const insert = (series: Trend, at: number, value: number | null): void => {
  let index = series.time.length
  while (index > 0 && (series.time[index - 1] ?? 0) > at) index -= 1
  if (index === series.time.length) {
    series.time.push(at)
    series.value.push(value)
  } else {
    series.time.splice(index, 0, at)
    series.value.splice(index, 0, value)
  }
}

const cutOld = (series: Trend): void => {
  const newest = series.time.at(-1) ?? 0
  if ((series.time[0] ?? newest) >= newest - TREND_WINDOW_MS - SLACK_MS) return
  const keepFrom = series.time.findIndex((at) => at >= newest - TREND_WINDOW_MS)
  series.time.splice(0, keepFrom)
  series.value.splice(0, keepFrom)
}

const after = (series: Trend, from: number): Trend => {
  const start = series.time.findIndex((at) => at >= from)
  if (start === -1) return { time: [], value: [] }
  return { time: series.time.slice(start), value: series.value.slice(start) }
}

export const createTrends = (): Trends => {
  const sessions = new Map<SessionId, Map<string, Trend>>()

  const metricsOf = (id: SessionId): Map<string, Trend> => {
    const known = sessions.get(id)
    if (known !== undefined) return known
    const metrics = new Map<string, Trend>()
    sessions.set(id, metrics)
    return metrics
  }

  const append = (metrics: Map<string, Trend>, reading: Reading, value: number | null): void => {
    const series = metrics.get(reading.metric)
    if (series === undefined) {
      metrics.set(reading.metric, { time: [reading.measuredAt], value: [value] })
      return
    }
    insert(series, reading.measuredAt, value)
    cutOld(series)
  }

  return {
    add: (id, readings) => {
      const metrics = metricsOf(id)
      for (const reading of readings) {
        const point = pointOf(reading)
        if (point !== undefined) append(metrics, reading, point)
      }
    },
    read: (id, from, staleAfterS) => {
      const found: Record<string, Trend> = {}
      for (const [metric, series] of sessions.get(id) ?? []) {
        const own = isMetric(metric) ? (staleAfterS[metric] ?? METRIC_INFO[metric].staleAfterS) : null
        const part = after(series, from)
        if (part.time.length > 0) found[metric] = breakGaps(part, (own ?? CUFF_STALE_AFTER_S) * MS_PER_SECOND)
      }
      return found
    },
    forget: (id) => {
      sessions.delete(id)
    },
  }
}
