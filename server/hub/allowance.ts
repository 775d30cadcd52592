/** So many at once, and then so many a second. */
export interface Allowance {
  readonly burst: number
  readonly perSecond: number
}

/** @returns whether one more may be taken now; real time */
export const createAllowance = ({ burst, perSecond }: Allowance): ((realNow: number) => boolean) => {
  let left = burst
  let countedAt: number | null = null
  return (realNow) => {
    left = Math.min(burst, left + ((realNow - (countedAt ?? realNow)) / 1_000) * perSecond)
    countedAt = realNow
    if (left < 1) return false
    left -= 1
    return true
  }
}
