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

const trimmed = (time: number[], value: (number | null)[], from: number): TrendLine => {
  const kept = time.findIndex((at) => at >= from)
  if (kept === 0) return { time, value }
  return kept === -1 ? EMPTY_TREND : { time: time.slice(kept), value: value.slice(kept) }
}

/**
 * @param gapMs a longer silence before the point is drawn as a gap; null: points that stand alone, as a cuff's do
 * @returns the same line where the point is not newer than its last
 */
export const appendPoint = (line: TrendLine, point: TrendPoint, gapMs: number | null): TrendLine => {
  const last = line.time.at(-1)
  if (last !== undefined && point.time <= last) return line
  const isGap = gapMs !== null && last !== undefined && point.time - last > gapMs
  const time = isGap ? [...line.time, last + 1, point.time] : [...line.time, point.time]
  const value = isGap ? [...line.value, null, point.value] : [...line.value, point.value]
  return trimmed(time, value, point.time - TREND_LENGTH_MS)
}

/** Points of `later` that `line` does not have yet, put behind it. */
export const joinTrends = (line: TrendLine, later: TrendLine): TrendLine => {
  const last = line.time.at(-1)
  if (last === undefined) return later
  const from = later.time.findIndex((at) => at > last)
  if (from === -1) return line
  const time = [...line.time, ...later.time.slice(from)]
  const value = [...line.value, ...later.value.slice(from)]
  return trimmed(time, value, (time.at(-1) ?? 0) - TREND_LENGTH_MS)
}
