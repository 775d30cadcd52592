export interface BackOff {
  readonly firstWaitMs: number
  readonly longestWaitMs: number
}

/** Beyond this many doublings the longest wait has long been reached, and a power would overflow. */
const MOST_DOUBLINGS = 20

/** How long to wait after so many failures in a row, in ms: doubled with each. @param failures 1 or more */
export const backOffMs = (failures: number, { firstWaitMs, longestWaitMs }: BackOff): number =>
  Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(MOST_DOUBLINGS, failures - 1))
