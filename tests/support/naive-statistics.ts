// Figures of a series by another way than the product's: time is cut wherever anything changes, and each piece is looked at.
import type { Instant } from '../../shared/domain/time.ts'

interface NaivePoint {
  readonly at: Instant
  /** null: does not count, and ends what was before it. */
  readonly value: number | null
}

interface NaiveLimit {
  readonly from: Instant
  readonly to: Instant
  readonly below: number
}

export interface NaiveSeries {
  /** In order of time. */
  readonly points: readonly NaivePoint[]
  readonly staleMs: number
  readonly monitored: { readonly from: Instant; readonly to: Instant }
  readonly limits: readonly NaiveLimit[]
}

const middle = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b)
  const half = sorted.length / 2
  return sorted.length % 2 === 1
    ? Number(sorted[Math.floor(half)])
    : (Number(sorted[half - 1]) + Number(sorted[half])) / 2
}

/** A value holds until it is stale, or two and a half times as long as is usual between two of the device's words. */
const holdMs = ({ points, staleMs }: NaiveSeries): number => {
  if (points.length < 2) return staleMs
  const between = points.slice(1).map(({ at }, index) => at - Number(points[index]?.at))
  // Instants are whole milliseconds.
  return Math.floor(Math.max(staleMs, 2.5 * middle(between)))
}

const plain = (values: readonly number[]) =>
  values.length === 0
    ? { n: 0, min: null, max: null, mean: null, median: null }
    : {
        n: values.length,
        min: [...values].sort((a, b) => a - b)[0] ?? null,
        max: [...values].sort((a, b) => b - a)[0] ?? null,
        mean: values.reduce((sum, value) => sum + value) / values.length,
        median: middle(values),
      }

interface Piece {
  readonly ms: number
  /** null: nothing held. */
  readonly value: number | null
  /** How far below the limit; 0: it was not. */
  readonly below: number
}

/** Time in pieces, in none of which anything changes. */
const piecesOf = ({ points, monitored, limits }: NaiveSeries, hold: number): readonly Piece[] => {
  const ends = points.flatMap(({ at }) => [at, at + hold])
  const cuts = new Set<number>([monitored.from, monitored.to, ...ends, ...limits.flatMap(({ from, to }) => [from, to])])
  const times = [...cuts].filter((time) => time <= monitored.to).sort((a, b) => a - b)
  let next = 0
  return times.slice(0, -1).map((from, index) => {
    while (next < points.length && Number(points[next]?.at) <= from) next += 1
    const newest = points[next - 1]
    const value = newest === undefined || from >= newest.at + hold ? null : newest.value
    const limit = limits.find((it) => it.from <= from && from < it.to)
    const below = value === null || limit === undefined ? 0 : Math.max(0, limit.below - value)
    return { ms: Number(times[index + 1]) - from, value, below }
  })
}

const longestRun = (pieces: readonly Piece[]): number => {
  let [run, longest] = [0, 0]
  for (const { ms, below } of pieces) {
    run = below > 0 ? run + ms : 0
    longest = Math.max(longest, run)
  }
  return longest
}

/** Milliseconds, and the area in the unit times milliseconds. */
export const sweep = (series: NaiveSeries) => {
  const { points, monitored } = series
  const pieces = piecesOf(series, holdMs(series))
  const total = (of: (piece: Piece) => number) => pieces.reduce((sum, piece) => sum + of(piece), 0)
  const heldMs = total(({ value, ms }) => (value === null ? 0 : ms))
  return {
    ...plain(points.flatMap(({ value }) => value ?? [])),
    heldMs,
    weightedMean: heldMs === 0 ? null : total(({ value, ms }) => (value === null ? 0 : value * ms)) / heldMs,
    percentWithSignal: (heldMs / (monitored.to - monitored.from)) * 100,
    beyondMs: total(({ below, ms }) => (below > 0 ? ms : 0)),
    longestMs: longestRun(pieces),
    area: total(({ below, ms }) => below * ms),
  }
}
