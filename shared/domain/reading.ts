import type { DeviceId } from './ids.ts'
import type { Instant } from './time.ts'
import type { Metric, Origin, Quality } from './vital.ts'

interface ReadingBase {
  readonly metric: Metric
  /** Where the reading stands on the time axis (feeds.md, *Time*): the device's time where it can be trusted, else the receipt. */
  readonly measuredAt: Instant
  /** The server's clock at receipt: decides freshness. */
  readonly receivedAt: Instant
  /** What the device's own clock said; null where it said nothing. Two readings with the same one and the same value are one. */
  readonly deviceTime: Instant | null
  readonly origin: Origin
  /** null: taken by hand. */
  readonly deviceId: DeviceId | null
  /** Sent late on purpose: kept at its own time, never moves an alarm or freshness. */
  readonly isBacklog: boolean
}

/** A value in the metric's own unit. */
export interface Sample extends ReadingBase {
  readonly kind: 'sample'
  readonly value: number
  readonly quality: Quality
}

/** The device speaks of the metric but has no value for it: a state, never a number. */
export interface NoValue extends ReadingBase {
  readonly kind: 'noValue'
  readonly status: 'sensorOff' | 'noSignal' | 'sensorOn'
}

/** What ingest made of what a device sent; the only thing that the engine ever sees of a device. */
export type Reading = Sample | NoValue

/** What a device said of itself: it was heard at all, or it takes its leave. */
export interface DeviceWord {
  readonly deviceId: DeviceId
  readonly said: 'heard' | 'left'
  readonly at: Instant
}

/** One batch of readings, in the one append order of its session, between the events that it stands between. */
export interface ReadingsStored {
  readonly type: 'readingsStored'
  readonly at: Instant
  readonly readings: readonly Reading[]
  readonly devices: readonly DeviceWord[]
}
