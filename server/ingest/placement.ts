import { instant, MS_PER_MINUTE, MS_PER_SECOND, plusMs, type Instant } from '../../shared/domain/time.ts'
import { isCuffMetric, type Metric } from '../../shared/domain/vital.ts'

/** feeds.md section 1, *Time*: a device whose clock is this close to ours is believed. */
export const CLOCK_TOLERANCE_MS = 5 * MS_PER_SECOND

/** A continuous metric measured so long ago is not the state of the patient: it is kept at its time and moves nothing. */
const OLD_MEASUREMENT_MS = 5 * MS_PER_MINUTE

/** Of one device and metric: what was taken, as far as placing needs it. */
export interface Track {
  /** Whether this device time and value were taken before, and how. */
  seen(deviceTime: Instant, value: string): SeenBy | undefined
  /** Whether anything was taken before with this device time. */
  hasStamp(deviceTime: Instant): boolean
  lastPlacedAt(): Instant | null
}

/**
 * With which message it was taken; `null`: one that has no name of its own. Of what was taken before the server's start
 * no message is known: `primed`, or `ambiguous` where several messages carried that time.
 */
export type SeenBy = { readonly messageId: string | null } | 'primed' | 'ambiguous'

/** A reading before it has its place. */
export interface Unplaced {
  readonly metric: Metric
  readonly value: string
  readonly receivedAt: Instant
  readonly deviceTime: Instant | null
  readonly isBacklog: boolean
  readonly isAperiodic: boolean
  readonly isTimeOfMessage: boolean
  readonly messageId: string | null
  /** How far the device's clock is behind ours; null: it was never heard. */
  readonly clockOffsetMs: number | null
  /** Until when after a start a repeat of something taken before it may come. */
  readonly primedUntil: Instant
}

export type Placement =
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'refused'; readonly code: 'timeMissing' | 'timeInFuture'; readonly message: string }
  | { readonly kind: 'placed'; readonly measuredAt: Instant; readonly isBacklog: boolean }

/** The device's time by our clock. */
const corrected = (deviceTime: Instant, offsetMs: number | null): Instant =>
  offsetMs === null || Math.abs(offsetMs) <= CLOCK_TOLERANCE_MS ? deviceTime : plusMs(deviceTime, offsetMs)

const earlier = (first: Instant, second: Instant): Instant => (first < second ? first : second)

/** One measurement with a time of its own, repeated until there is a new one. */
const isRepeatable = ({ metric, isAperiodic, isTimeOfMessage }: Unplaced): boolean =>
  isAperiodic || (isCuffMetric(metric) && !isTimeOfMessage)

/**
 * The same device time and value is the same reading; but a monitor that stamps without seconds says the same thing
 * again in a new message, and what it measures all the time it then measured again.
 */
const isDuplicate = (reading: Unplaced, track: Track): boolean => {
  if (reading.deviceTime === null) return false
  const by = track.seen(reading.deviceTime, reading.value)
  if (by === undefined) return false
  if (isCuffMetric(reading.metric) || isRepeatable(reading) || reading.isBacklog) return true
  if (reading.messageId === null) return true
  if (by === 'ambiguous') return false
  if (by === 'primed') return reading.receivedAt <= reading.primedUntil
  return by.messageId === null || by.messageId === reading.messageId
}

const placeBacklog = ({ deviceTime, receivedAt, clockOffsetMs }: Unplaced): Placement => {
  if (deviceTime === null) {
    return { kind: 'refused', code: 'timeMissing', message: 'A backlog reading needs the time when it was measured.' }
  }
  const measuredAt = corrected(deviceTime, clockOffsetMs)
  if (measuredAt > receivedAt + CLOCK_TOLERANCE_MS) {
    return { kind: 'refused', code: 'timeInFuture', message: 'A backlog reading cannot be measured in the future.' }
  }
  return { kind: 'placed', measuredAt: earlier(measuredAt, receivedAt), isBacklog: true }
}

const placeRepeatable = (reading: Unplaced, deviceTime: Instant): Placement => {
  const measuredAt = earlier(corrected(deviceTime, reading.clockOffsetMs), reading.receivedAt)
  const isOld = !isCuffMetric(reading.metric) && reading.receivedAt - measuredAt > OLD_MEASUREMENT_MS
  return { kind: 'placed', measuredAt, isBacklog: isOld }
}

/** Where a reading stands on the time axis (feeds.md section 1, *Time*). */
export const place = (reading: Unplaced, track: Track): Placement => {
  const { deviceTime, receivedAt, clockOffsetMs } = reading
  if (isDuplicate(reading, track)) return { kind: 'duplicate' }
  if (reading.isBacklog) return placeBacklog(reading)
  // Another value under the same time is another measurement of a monitor that stamps without seconds: from now.
  const hasOwnTime = isRepeatable(reading) && clockOffsetMs !== null
  if (deviceTime !== null && hasOwnTime && !track.hasStamp(deviceTime)) return placeRepeatable(reading, deviceTime)
  const last = track.lastPlacedAt()
  const isBelieved =
    deviceTime !== null &&
    Math.abs(deviceTime - receivedAt) <= CLOCK_TOLERANCE_MS &&
    (last === null || deviceTime > last)
  return { kind: 'placed', measuredAt: instant(isBelieved ? deviceTime : receivedAt), isBacklog: false }
}
