import type { DeviceId } from '../../shared/domain/ids.ts'
import type { NoValue, Reading, Sample } from '../../shared/domain/reading.ts'
import { elapsedS, latest, type Instant } from '../../shared/domain/time.ts'
import { isCuffMetric, type Origin, type Quality } from '../../shared/domain/vital.ts'
import { heard, knownIntervalS, newRhythm, UNKNOWN_INTERVAL_S, type Rhythm } from './signal-rhythm.ts'

/** A baseline "from the monitor" is the median of so many seconds (session.md section 2). */
const RECENT_S = 60

/** Holds a minute at four values a second; a faster feed keeps its newest. */
const RECENT_KEPT = 240

/** The newest thing that was said of a metric, for the screens. */
export interface Word {
  readonly value: number | null
  readonly quality: Quality | 'none'
  readonly measuredAt: Instant
  readonly receivedAt: Instant
  readonly origin: Origin
}

export interface GoodValue {
  readonly value: number
  readonly measuredAt: Instant
  readonly freshAt: Instant
  readonly origin: Origin
}

/** What is known of one metric: when it was heard, how well, from whom. Times are of the clock of freshness. */
export interface Signal {
  readonly word: Word | null
  /** The newest number that was not invalid. */
  readonly last: { readonly value: number; readonly measuredAt: Instant } | null
  readonly good: GoodValue | null
  /** Newest good or poor reading. */
  readonly liveAt: Instant | null
  readonly goodAt: Instant | null
  /** Newest reading since the last good one that was poor or invalid. */
  readonly unclearAt: Instant | null
  /** Since when the device says that the sensor is off; null: it does not. */
  readonly sensorOffAt: Instant | null
  /** Had a good or poor reading in this session. */
  readonly hasBeenFed: boolean
  readonly hasBeenGood: boolean
  /** The device of the newest reading; null: none, or it was detached. */
  readonly deviceId: DeviceId | null
  /** The clocks start again when the device that gave it is detached. */
  readonly detachedAt: Instant | null
  /** Of the device of the newest reading. */
  readonly intervalS: number
  readonly rhythms: readonly Rhythm[]
  /** Since when a settling runs or ran (alarms.md, *Settling*). */
  readonly settlingSince: Instant | null
  /** Good values of devices in the last minute, oldest first. */
  readonly recent: readonly { readonly at: Instant; readonly value: number }[]
}

export const SILENT_SIGNAL: Signal = {
  word: null,
  last: null,
  good: null,
  liveAt: null,
  goodAt: null,
  unclearAt: null,
  sensorOffAt: null,
  hasBeenFed: false,
  hasBeenGood: false,
  deviceId: null,
  detachedAt: null,
  intervalS: UNKNOWN_INTERVAL_S,
  rhythms: [],
  settlingSince: null,
  recent: [],
}

/**
 * Where a reading stands on the clock of freshness: its receipt (feeds.md, *Time*). A cuff repeats its old value with
 * its old time, and a hand enters what it saw before: these are as old as their measurement.
 */
export const freshAt = (reading: Reading): Instant =>
  (isCuffMetric(reading.metric) || reading.origin === 'manual') && reading.measuredAt < reading.receivedAt
    ? reading.measuredAt
    : reading.receivedAt

/** What the profile adds to a reading. */
export interface Listening {
  /** `intervalS` as set on the reading's device for its metric. */
  readonly setIntervalS: number | null
  /** Intervals are learnt and the last minute is kept. */
  readonly isLive: boolean
  /** Since when a settling runs or ran, should the reading be good. */
  readonly settlingSince: Instant | null
}

const latestOf = (first: Instant | null, second: Instant): Instant => (first === null ? second : latest(first, second))

const wordOf = (reading: Reading): Word => ({
  value: reading.kind === 'sample' ? reading.value : null,
  quality: reading.kind === 'sample' ? reading.quality : 'none',
  measuredAt: reading.measuredAt,
  receivedAt: reading.receivedAt,
  origin: reading.origin,
})

const newestWord = (word: Word | null, reading: Reading): Word =>
  word !== null && word.measuredAt > reading.measuredAt ? word : wordOf(reading)

const recentAfter = (recent: Signal['recent'], value: number, at: Instant): Signal['recent'] => {
  const from = recent.findIndex((it) => elapsedS(it.at, at) <= RECENT_S)
  const kept = from === -1 ? [] : recent.slice(Math.max(from, recent.length + 1 - RECENT_KEPT))
  return [...kept, { at, value }]
}

/** A value taken by hand is a number, not a signal: it tells nothing of sensor, device or feed. A cuff is a cuff. */
export const isSignal = (sample: Sample): boolean => sample.origin !== 'manual' || isCuffMetric(sample.metric)

const goodAfter = (good: GoodValue | null, sample: Sample): GoodValue | null => {
  const { value, measuredAt, origin, quality } = sample
  if (quality !== 'good' || (good !== null && good.measuredAt > measuredAt)) return good
  return { value, measuredAt, freshAt: freshAt(sample), origin }
}

const lastAfter = (last: Signal['last'], { value, measuredAt, quality }: Sample): Signal['last'] =>
  quality === 'invalid' || (last !== null && last.measuredAt > measuredAt) ? last : { value, measuredAt }

const withNumber = (signal: Signal, sample: Sample): Signal => ({
  ...signal,
  word: newestWord(signal.word, sample),
  last: lastAfter(signal.last, sample),
  good: goodAfter(signal.good, sample),
})

const withRhythm = (signal: Signal, sample: Sample, listening: Listening): Signal => {
  const { deviceId, receivedAt } = sample
  if (!listening.isLive || deviceId === null) return signal
  const known = signal.rhythms.find((it) => it.deviceId === deviceId)
  const rhythm = heard(known ?? newRhythm(deviceId, listening.setIntervalS), receivedAt)
  const others = signal.rhythms.length > 1 ? signal.rhythms.filter((it) => it.deviceId !== deviceId) : []
  const rhythms = known === undefined ? [...signal.rhythms, rhythm] : [...others, rhythm]
  return { ...signal, deviceId, rhythms, intervalS: knownIntervalS(rhythm) ?? UNKNOWN_INTERVAL_S }
}

const withQuality = (signal: Signal, sample: Sample, listening: Listening): Signal => {
  const at = freshAt(sample)
  switch (sample.quality) {
    case 'good':
      return {
        ...signal,
        liveAt: latestOf(signal.liveAt, at),
        goodAt: latestOf(signal.goodAt, at),
        unclearAt: null,
        sensorOffAt: null,
        hasBeenFed: true,
        hasBeenGood: true,
        settlingSince: listening.settlingSince,
        recent: listening.isLive ? recentAfter(signal.recent, sample.value, at) : signal.recent,
      }
    case 'poor':
      return {
        ...signal,
        liveAt: latestOf(signal.liveAt, at),
        unclearAt: latestOf(signal.unclearAt, at),
        hasBeenFed: true,
      }
    case 'invalid':
      return { ...signal, unclearAt: latestOf(signal.unclearAt, at) }
  }
}

const afterSample = (signal: Signal, sample: Sample, listening: Listening): Signal => {
  const told = withNumber(signal, sample)
  return isSignal(sample) ? withQuality(withRhythm(told, sample, listening), sample, listening) : told
}

const afterNoValue = (signal: Signal, reading: NoValue): Signal => {
  const word = newestWord(signal.word, reading)
  switch (reading.status) {
    case 'sensorOff':
      return { ...signal, word, sensorOffAt: signal.sensorOffAt ?? reading.receivedAt, deviceId: reading.deviceId }
    case 'sensorOn':
      return { ...signal, word, sensorOffAt: null }
    case 'noSignal':
      return { ...signal, word }
  }
}

export const afterReading = (signal: Signal, reading: Reading, listening: Listening): Signal =>
  reading.kind === 'sample' ? afterSample(signal, reading, listening) : afterNoValue(signal, reading)

/** The device that gave the signal is gone: the clocks start again, what was said stays to be read. */
export const afterDetach = (signal: Signal, at: Instant): Signal => ({
  ...signal,
  liveAt: null,
  goodAt: null,
  unclearAt: null,
  sensorOffAt: null,
  deviceId: null,
  detachedAt: at,
  intervalS: UNKNOWN_INTERVAL_S,
  recent: [],
})
