import { plusMs, type Instant } from '../../shared/domain/time.ts'

/** A point of a series, in order of time; null: no good value from here on. */
export interface SeriesPoint {
  readonly time: Instant
  readonly value: number | null
}

/** What stands for one or many points: a value that was measured, and the extremes beside it. All null: a gap. */
export interface ThinPoint extends SeriesPoint {
  readonly min: number | null
  readonly max: number | null
}

export interface Thinning {
  /** At least 2. */
  readonly maxPoints: number
  /** A value older than this says nothing any more; null: values of this metric do not age. */
  readonly gapAfterMs: number | null
}

const follows = (point: SeriesPoint, before: SeriesPoint, gapAfterMs: number | null): readonly SeriesPoint[] => {
  if (before.value === null) return point.value === null ? [] : [point]
  if (gapAfterMs === null || point.time - before.time <= gapAfterMs) return [point]
  const gap = { time: plusMs(before.time, gapAfterMs), value: null }
  return point.value === null ? [gap] : [gap, point]
}

/** Makes silence a point of its own; of several nulls in a row the first is enough. */
export const withGaps = (points: readonly SeriesPoint[], gapAfterMs: number | null): readonly SeriesPoint[] => {
  const all: SeriesPoint[] = []
  for (const point of points) {
    const before = all.at(-1)
    all.push(...(before === undefined ? [point] : follows(point, before, gapAfterMs)))
  }
  return all
}

const gapPoint = (time: Instant): ThinPoint => ({ time, value: null, min: null, max: null })

const wholePoint = ({ time, value }: SeriesPoint): ThinPoint => ({ time, value, min: value, max: value })

interface Measured {
  readonly time: Instant
  readonly value: number
}

/** The lower median was measured, at its own time: a mean would draw what never was. Nothing of nothing. */
const valuePoint = (values: readonly Measured[]): readonly ThinPoint[] => {
  const byValue = values.toSorted((first, second) => first.value - second.value)
  const middle = Math.floor((byValue.length - 1) / 2)
  const min = values.reduce((least, { value }) => Math.min(least, value), Infinity)
  const max = values.reduce((most, { value }) => Math.max(most, value), -Infinity)
  return byValue.slice(middle, middle + 1).map(({ time, value }) => ({ time, value, min, max }))
}

/** Of a stretch of time: one point for its values, one for its gaps. */
const stretchPoints = (points: readonly SeriesPoint[]): readonly ThinPoint[] => {
  const values = points.flatMap(({ time, value }) => (value === null ? [] : [{ time, value }]))
  const gap = points.filter(({ value }) => value === null).slice(0, 1)
  const kept = [...valuePoint(values), ...gap.map(({ time }) => gapPoint(time))]
  return kept.sort((first, second) => first.time - second.time)
}

const inStretches = (points: readonly SeriesPoint[], from: number, to: number, count: number) => {
  const stretches = Array.from({ length: count }, (): SeriesPoint[] => [])
  for (const point of points) {
    const place = Math.min(count - 1, Math.floor(((point.time - from) / (to - from)) * count))
    stretches[place]?.push(point)
  }
  return stretches
}

/**
 * Thins a series by stretches of equal length, each of which keeps its least and its greatest value and whether there
 * was a gap in it, so that no extreme and no gap is lost. @returns at most `maxPoints` points, in order of time.
 */
export const thin = (points: readonly SeriesPoint[], { maxPoints, gapAfterMs }: Thinning): readonly ThinPoint[] => {
  const all = withGaps(points, gapAfterMs)
  if (all.length <= maxPoints) return all.map(wholePoint)
  const from = all.reduce((first, { time }) => Math.min(first, time), Infinity)
  const to = all.reduce((last, { time }) => Math.max(last, time), -Infinity)
  return inStretches(all, from, to, Math.floor(maxPoints / 2)).flatMap(stretchPoints)
}
