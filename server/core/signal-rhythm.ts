import type { DeviceId } from '../../shared/domain/ids.ts'
import { elapsedS, type Instant } from '../../shared/domain/time.ts'

/** How many spacings the usual one is the median of (alarms.md, *Live*). */
const SPACINGS_KEPT = 10

/** How often one device gives one metric: its `intervalS`. */
export interface Rhythm {
  readonly deviceId: DeviceId
  /** Set on the device; null: learnt from its readings. */
  readonly setS: number | null
  readonly heardAt: Instant | null
  /** Seconds between its newest readings, oldest first. */
  readonly spacingsS: readonly number[]
  /** null: not known yet. */
  readonly usualS: number | null
}

/** Assumed until two readings of a device tell (alarms.md, *Live*). */
export const UNKNOWN_INTERVAL_S = 1

export const newRhythm = (deviceId: DeviceId, setS: number | null): Rhythm => ({
  deviceId,
  setS,
  heardAt: null,
  spacingsS: [],
  usualS: null,
})

/** @returns null for none. */
export const median = (values: readonly number[]): number | null => {
  const sorted = values.toSorted((first, second) => first - second)
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1)
  return middle.length === 0 ? null : middle.reduce((sum, value) => sum + value) / middle.length
}

/** Readings that came in one message have no spacing. */
export const heard = (rhythm: Rhythm, at: Instant): Rhythm => {
  if (rhythm.heardAt === null) return { ...rhythm, heardAt: at }
  const spacingS = elapsedS(rhythm.heardAt, at)
  if (spacingS <= 0) return rhythm
  const before = rhythm.spacingsS
  const spacingsS = [...before.slice(1 - SPACINGS_KEPT), spacingS]
  // A steady feed puts in what it takes out: the same spacings, the same median.
  const isSame = before.length === SPACINGS_KEPT && before[0] === spacingS
  return { ...rhythm, heardAt: at, spacingsS, usualS: isSame ? rhythm.usualS : median(spacingsS) }
}

/** What is known of the interval; null: nothing. */
export const knownIntervalS = (rhythm: Rhythm): number | null => rhythm.setS ?? rhythm.usualS
