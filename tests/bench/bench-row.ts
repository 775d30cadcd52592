/** One figure of `npm run bench`. */
export interface BenchRow {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** A figure, or in words such as `≤ 2`. */
  readonly goal?: number | string
  /** Whether the goal was met. */
  readonly ok?: boolean
}

/** @param share 0.99 for the p99; @returns NaN for no values: no goal is met by measuring nothing */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Milliseconds since the epoch, finer than a millisecond: two processes of one machine can compare it. */
export const preciseNow = (): number => performance.timeOrigin + performance.now()
