import { MS_PER_MINUTE } from '../../../shared/domain/time.ts'
import type { ChartPoints, ChartSeries, VisitChart } from '../../../shared/wire/chart.ts'

/** The last index whose time is not later; -1: none. */
const lastAtOrBefore = (time: readonly number[], at: number): number => {
  let [low, high] = [0, time.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((time[middle] ?? Infinity) <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}

export interface PointRead {
  readonly at: number
  readonly value: number
  readonly min: number
  readonly max: number
}

/** The point nearest to a moment; null where there is none within reach or a gap is nearer. */
const pointAt = ({ time, value, min, max }: ChartPoints, at: number, reachMs: number): PointRead | null => {
  const before = lastAtOrBefore(time, at)
  const nearest = [before, before + 1]
    .filter((index) => index >= 0 && index < time.length)
    .sort((one, other) => Math.abs((time[one] ?? 0) - at) - Math.abs((time[other] ?? 0) - at))[0]
  if (nearest === undefined) return null
  const [pointTime, middle] = [time[nearest] ?? 0, value[nearest] ?? null]
  if (middle === null || Math.abs(pointTime - at) > reachMs) return null
  return { at: pointTime, value: middle, min: min[nearest] ?? middle, max: max[nearest] ?? middle }
}

const nextTo = (points: readonly { readonly at: number; readonly mg: number }[], at: number): number | null => {
  const after = points.findIndex((point) => point.at > at)
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined || at < first.at) return null
  if (after === -1) return last.mg
  const [left, right] = [points[after - 1], points[after]]
  if (left === undefined || right === undefined) return null
  return left.mg + ((right.mg - left.mg) * (at - left.at)) / (right.at - left.at)
}

/** The cuff was at work on the probe's arm, most likely: that is why a value is missing or poor. */
const isDuringCuff = ({ duringCuff }: ChartSeries, at: number, reachMs: number): boolean =>
  duringCuff.some(({ from, to }) => from - reachMs <= at && at <= to + reachMs)

export interface ChartValues {
  readonly pulse: PointRead | null
  readonly isPulseDuringCuff: boolean
  readonly pressure: VisitChart['pressure']['cuff'][number] | null
  readonly lines: readonly {
    readonly series: ChartSeries
    readonly point: PointRead | null
    readonly isDuringCuff: boolean
  }[]
  readonly givenMg: number | null
  readonly rateMgPerHour: number | null
}

/** A pressure stands for the time until the next, but nobody reads one of an hour ago as now. */
const PRESSURE_REACH_MS = 30 * MS_PER_MINUTE

/** Everything that the chart shows at one moment. @param reachMs how far from it a point may be */
export const valuesAt = (chart: VisitChart, at: number, reachMs: number): ChartValues => {
  const { pressure, lines, dose } = chart
  return {
    pulse: pressure.pulse === null ? null : pointAt(pressure.pulse.points, at, reachMs),
    isPulseDuringCuff: pressure.pulse !== null && isDuringCuff(pressure.pulse, at, reachMs),
    pressure:
      pressure.cuff.findLast(
        ({ at: measured, isMarked }) => !isMarked && measured <= at && at - measured <= PRESSURE_REACH_MS,
      ) ?? null,
    lines: lines.map(({ series }) => ({
      series,
      point: pointAt(series.points, at, reachMs),
      isDuringCuff: isDuringCuff(series, at, reachMs),
    })),
    givenMg: dose === null ? null : nextTo(dose.given, at),
    rateMgPerHour: dose?.rates.find(({ from, to }) => from <= at && at < to)?.rateMgPerHour ?? null,
  }
}
