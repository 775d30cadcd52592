import type { Trend } from '../../shared/wire/live-message.ts'

/** No trend on a screen is wider than its pixels: more points cost and show nothing. */
export const TREND_POINTS = 300

/** A bucket gives at most its lowest, its highest and one gap. */
const POINTS_PER_BUCKET = 3

/** Puts a null where two readings lie further apart than the value stays fresh: a line never bridges what nobody measured. */
export const breakGaps = (series: Trend, staleAfterMs: number): Trend => {
  const time: number[] = []
  const value: (number | null)[] = []
  let last: number | null = null
  for (const [index, at] of series.time.entries()) {
    const point = series.value[index] ?? null
    if (last !== null && at - last > staleAfterMs) {
      time.push(last + staleAfterMs)
      value.push(null)
    }
    time.push(at)
    value.push(point)
    last = at
  }
  return { time, value }
}

interface Bucket {
  lowest: number
  highest: number
  gap: number
}

const NOWHERE = -1

const emptyBucket = (): Bucket => ({ lowest: NOWHERE, highest: NOWHERE, gap: NOWHERE })

const widen = (bucket: Bucket, value: readonly (number | null)[], index: number): void => {
  const point = value[index] ?? null
  if (point === null) {
    bucket.gap = index
    return
  }
  if (bucket.lowest === NOWHERE || point < (value[bucket.lowest] ?? 0)) bucket.lowest = index
  if (bucket.highest === NOWHERE || point > (value[bucket.highest] ?? 0)) bucket.highest = index
}

const kept = (bucket: Bucket): readonly number[] =>
  [...new Set([bucket.lowest, bucket.highest, bucket.gap])].filter((index) => index !== NOWHERE).sort((a, b) => a - b)

/** Keeps the extremes of equal stretches of time, and a gap wherever one was; never more than `most` points. */
export const thin = (series: Trend, most: number): Trend => {
  const first = series.time[0]
  const last = series.time.at(-1)
  if (first === undefined || last === undefined || series.time.length <= most) return series
  const count = Math.max(1, Math.floor(most / POINTS_PER_BUCKET))
  const width = Math.max(1, (last - first + 1) / count)
  const buckets = Array.from({ length: count }, emptyBucket)
  for (const [index, at] of series.time.entries()) {
    const bucket = buckets[Math.min(count - 1, Math.floor((at - first) / width))]
    if (bucket !== undefined) widen(bucket, series.value, index)
  }
  const indexes = buckets.flatMap(kept)
  return {
    time: indexes.map((index) => series.time[index] ?? 0),
    value: indexes.map((index) => series.value[index] ?? null),
  }
}
