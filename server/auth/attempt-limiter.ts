import { MS_PER_MINUTE, plusMs, type Instant } from '../../shared/domain/time.ts'

interface Bucket {
  attempts: number
  since: Instant
}

/** Attempts are forgotten after this. */
const WINDOW_MS = 15 * MS_PER_MINUTE

/** Some slips of a tired hand are free. */
const ATTEMPTS_PER_NAME = 8

/** A ward may stand behind one address: a whole shift may slip, a machine that guesses may not. */
const ATTEMPTS_PER_ADDRESS = 60

const MOST_BUCKETS = 10_000

const secondsLeft = (bucket: Bucket, now: Instant): number =>
  Math.max(1, Math.ceil((plusMs(bucket.since, WINDOW_MS) - now) / 1_000))

/**
 * Counts sign-ins that have not succeeded. A name is counted per address, so that guessing from one place never
 * locks a nurse out of another. An attempt counts when it begins: many at once are not free.
 */
export const createAttemptLimiter = () => {
  const buckets = new Map<string, Bucket>()

  const bucketOf = (key: string, now: Instant): Bucket => {
    const known = buckets.get(key)
    if (known !== undefined && now < plusMs(known.since, WINDOW_MS)) return known
    const fresh: Bucket = { attempts: 0, since: now }
    // Bounded: the oldest go first, and with them the count of whoever began longest ago.
    const [oldest] = buckets.keys()
    if (buckets.size >= MOST_BUCKETS && oldest !== undefined) buckets.delete(oldest)
    buckets.delete(key)
    buckets.set(key, fresh)
    return fresh
  }

  const keysOf = (name: string, address: string) => ({ byName: `${address} ${name}`, byAddress: address })

  return {
    /** @returns null: go on; else the seconds to wait. */
    begin(name: string, address: string, now: Instant): number | null {
      const keys = keysOf(name, address)
      const byName = bucketOf(keys.byName, now)
      const byAddress = bucketOf(keys.byAddress, now)
      if (byName.attempts >= ATTEMPTS_PER_NAME) return secondsLeft(byName, now)
      if (byAddress.attempts >= ATTEMPTS_PER_ADDRESS) return secondsLeft(byAddress, now)
      byName.attempts += 1
      byAddress.attempts += 1
      return null
    },

    succeeded(name: string, address: string): void {
      const keys = keysOf(name, address)
      const byAddress = buckets.get(keys.byAddress)
      const attempts = buckets.get(keys.byName)?.attempts ?? 0
      if (byAddress !== undefined) byAddress.attempts = Math.max(0, byAddress.attempts - attempts)
      buckets.delete(keys.byName)
    },
  }
}
