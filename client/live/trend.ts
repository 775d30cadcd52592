import { MS_PER_MINUTE } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'

/** Points in the order of their times; null is a gap. */
export interface TrendLine {
  readonly time: readonly number[]
  readonly value: readonly (number | null)[]
}

export type SessionTrends = Readonly<Partial<Record<Metric, TrendLine>>>

/** The wall shows ten minutes (signals.md, *The wall*). */
export const TREND_LENGTH_MS = 10 * MS_PER_MINUTE

export const EMPTY_TREND: TrendLine = { time: [], value: [] }

export interface TrendPoint {
  readonly time: number
  readonly value: number | null
}

const firstFrom = (time: readonly number[], from: number): number => {
  let index = 0
  while (index < time.length && (time[index] ?? from) < from) index += 1
  return index
}

/** Copies only what is kept, once: this runs for every reading of every bay. */
const extended = (line: TrendLine, time: readonly number[], value: readonly (number | null)[]): TrendLine => {
  const from = firstFrom(line.time, (time.at(-1) ?? 0) - TREND_LENGTH_MS)
  const times = line.time.slice(from)
  const values = line.value.slice(from)
  times.push(...time)
  values.push(...value)
  return { time: times, value: values }
}

/**
 * @param gapMs a longer silence before the point is drawn as a gap; null: points that stand alone, as a cuff's do
 * @returns the same line where the point is not newer than its last
 */
export const appendPoint = (line: TrendLine, point: TrendPoint, gapMs: number | null): TrendLine => {
  const last = line.time.at(-1)
  if (last !== undefined && point.time <= last) return line
  const isGap = gapMs !== null && last !== undefined && point.time - last > gapMs
  return isGap
    ? extended(line, [last + 1, point.time], [null, point.value])
    : extended(line, [point.time], [point.value])
}

/** Points of `later` that `line` does not have yet, put behind it. */
export const joinTrends = (line: TrendLine, later: TrendLine): TrendLine => {
  const last = line.time.at(-1)
  if (last === undefined) return later
  const from = later.time.findIndex((at) => at > last)
  if (from === -1) return line
  return extended(line, later.time.slice(from), later.value.slice(from))
}
