import type { Metric } from '../../../shared/domain/vital.ts'
import type { Column } from '../../../shared/wire/review.ts'
import type { SessionTrends, TrendLine } from '../../live/trend.ts'

/** The time that the bedside shows. */
export const CHART_MINUTES = 30
export const CHART_MS = CHART_MINUTES * 60_000

export type ChartLines = Readonly<Partial<Record<Metric, TrendLine>>>

const EMPTY: TrendLine = { time: [], value: [] }

const from = ({ time, value }: TrendLine, first: number): TrendLine => {
  const kept = time.findIndex((at) => at >= first)
  return kept === -1 ? EMPTY : { time: time.slice(kept), value: value.slice(kept) }
}

/** Where readings were thinned, the extremes of each stretch stand beside its median: none is lost. */
const withExtremes = (column: Column): TrendLine => {
  const points = column.time.flatMap((at, index) => {
    const value = column.value[index] ?? null
    const extremes = [column.min?.[index] ?? null, column.max?.[index] ?? null].filter(
      (it) => it !== null && it !== value,
    )
    return [value, ...extremes].map((it) => [at, it] as const)
  })
  return { time: points.map(([at]) => at), value: points.map(([, value]) => value) }
}

/** What the server kept, and behind it what came in since. */
const joined = (kept: TrendLine, live: TrendLine): TrendLine => {
  const last = kept.time.at(-1)
  if (last === undefined) return live
  const newer = from(live, last + 1)
  return { time: [...kept.time, ...newer.time], value: [...kept.value, ...newer.value] }
}

export interface LineSources {
  readonly kept: Readonly<Partial<Record<Metric, Column>>>
  readonly live: SessionTrends
  readonly now: number
}

/** The lines of the last 30 min: gaps are null and stay gaps. */
export const chartLines = (metrics: readonly Metric[], { kept, live, now }: LineSources): ChartLines =>
  Object.fromEntries(
    metrics.map((metric) => {
      const column = kept[metric]
      const line = joined(column === undefined ? EMPTY : withExtremes(column), live[metric] ?? EMPTY)
      return [metric, from(line, now - CHART_MS)]
    }),
  )

/** One blood pressure: its values have one time. */
export interface CuffPoint {
  readonly at: number
  readonly sbp: number
  readonly dbp: number
  readonly map: number | null
}

const valueAt = (line: TrendLine | undefined, at: number): number | null => {
  const index = line?.time.indexOf(at) ?? -1
  return index === -1 ? null : (line?.value[index] ?? null)
}

export const cuffPoints = ({ sbp, dbp, map }: ChartLines): readonly CuffPoint[] =>
  (sbp?.time ?? []).flatMap((at, index): CuffPoint[] => {
    const systolic = sbp?.value[index] ?? null
    const diastolic = valueAt(dbp, at)
    return systolic === null || diastolic === null ? [] : [{ at, sbp: systolic, dbp: diastolic, map: valueAt(map, at) }]
  })

/** An SVG path: one stroke for each stretch without a gap; `breakMs` without a point is a gap as well. */
export const linePath = (
  { time, value }: TrendLine,
  x: (at: number) => number,
  y: (value: number) => number,
  breakMs: number,
): string => {
  let path = ''
  let lastAt: number | null = null
  time.forEach((at, index) => {
    const point = value[index]
    if (point === null || point === undefined) {
      lastAt = null
      return
    }
    const isJoined = lastAt !== null && at - lastAt <= breakMs
    // A point that stands alone is drawn as a dot: the line's round end.
    path += isJoined ? `L${x(at).toFixed(1)} ${y(point).toFixed(1)}` : `M${x(at).toFixed(1)} ${y(point).toFixed(1)}h0.1`
    lastAt = at
  })
  return path
}
