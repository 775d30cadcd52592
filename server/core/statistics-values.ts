import type { Instant } from '../../shared/domain/time.ts'

/** null where there was nothing to count. */
export interface PlainStatistics {
  readonly n: number
  readonly min: number | null
  readonly max: number | null
  readonly mean: number | null
  readonly median: number | null
}

const NOTHING: PlainStatistics = { n: 0, min: null, max: null, mean: null, median: null }

/** Of an even count the mean of the two in the middle; 0 of nothing. */
export const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((first, second) => first - second)
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1)
  return middle.reduce((sum, value) => sum + value, 0) / Math.max(1, middle.length)
}

export const plainStatistics = (values: readonly number[]): PlainStatistics => {
  const n = values.length
  if (n === 0) return NOTHING
  return {
    n,
    min: values.reduce((least, value) => Math.min(least, value)),
    max: values.reduce((most, value) => Math.max(most, value)),
    mean: values.reduce((sum, value) => sum + value, 0) / n,
    median: medianOf(values),
  }
}

/** A stretch of time; `to` is not part of it. */
export interface Span {
  readonly from: Instant
  readonly to: Instant
}

/** A value for as long as it held. */
export interface HeldValue extends Span {
  readonly value: number
}

/** @returns milliseconds that two stretches have in common. */
const commonMs = (first: Span, second: Span): number =>
  Math.max(0, Math.min(first.to, second.to) - Math.max(first.from, second.from))

export const heldMs = (held: readonly Span[]): number => held.reduce((sum, { from, to }) => sum + (to - from), 0)

/** Each value counted for as long as it held; null where none held for any time. */
export const weightedMean = (held: readonly HeldValue[]): number | null => {
  const total = heldMs(held)
  return total === 0 ? null : held.reduce((sum, { value, from, to }) => sum + value * (to - from), 0) / total
}

/** @returns the share of `whole` that `held` covers, in percent; null where there is no time to cover. */
export const percentCovered = (held: readonly Span[], whole: readonly Span[]): number | null => {
  const total = heldMs(whole)
  if (total === 0) return null
  const covered = whole.reduce((sum, span) => sum + held.reduce((inner, it) => inner + commonMs(span, it), 0), 0)
  return (covered / total) * 100
}

/** In the order of the first of each group. */
export const groupsOf = <T>(items: Iterable<T>, keyOf: (item: T) => string): readonly (readonly T[])[] => {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return [...groups.values()]
}
