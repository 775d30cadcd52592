import { hearTime, lateness, type HeardTime, type ServerClock } from './server-clock.ts'

/** Without a beat for this long, every number is marked stale (signals.md, *Honest numbers*). */
const STALE_AFTER_MS = 2_000
/** Without a beat for this long, the screen raises its own alarm; it needs no server for that. */
const LOST_AFTER_MS = 4_000
/** This device's two clocks part by more than this only when it slept or was set. */
const SLEPT_MS = 1_000
/** It looks four times a second, a hidden tab once: whoever did not look for so long was suspended, or stood still. */
const STOOD_STILL_MS = 2_500
/** Said for so long at least: the answer of a server that is there comes before anybody could read it. */
const SAID_FOR_MS = 8_000

/** `opening`: nothing was ever heard, and not for long enough to be an alarm. */
export type LinkHealth = 'opening' | 'live' | 'stale' | 'lost'

/** What a screen knows of the way to its server, on its own `performance.now()` alone. */
export interface LinkPulse {
  readonly openedAt: number
  readonly clock: ServerClock | null
  /** When, by this device's clock, the newest beat was sent at the latest; null before the first. */
  readonly lastBeatAt: number | null
  /** The newest look at the clocks. */
  readonly lookedAt: number
  /** Wall clock minus monotonic clock: grows when the device sleeps, because the monotonic one stands still then. */
  readonly wallOffset: number
  /** null: it never slept. */
  readonly sleep: Sleep | null
}

/** The device slept, or its clock was set: what it shows may be older than it can know, until the server has answered anew. */
export interface Sleep {
  /** Counts sleeps, so that an answer to a question from before the last one proves nothing. */
  readonly number: number
  readonly forMs: number
  readonly wokeAt: number
  readonly isAnswered: boolean
}

export interface DeviceTime {
  /** `performance.now()` */
  readonly monotonic: number
  /** `Date.now()`: only ever compared with itself. */
  readonly wall: number
}

const wallOffset = (time: DeviceTime): number => time.wall - time.monotonic

export const openPulse = (time: DeviceTime): LinkPulse => ({
  openedAt: time.monotonic,
  clock: null,
  lastBeatAt: null,
  lookedAt: time.monotonic,
  wallOffset: wallOffset(time),
  sleep: null,
})

/** A beat proves the link for the moment at which it was sent, not for that at which a frozen tab came to read it. */
export const hearBeat = (pulse: LinkPulse, heard: HeardTime): LinkPulse => {
  const clock = hearTime(pulse.clock, heard)
  const sentAt = heard.monotonic - Math.max(0, lateness(clock, heard))
  return {
    ...pulse,
    clock,
    lastBeatAt: Math.max(sentAt, pulse.lastBeatAt ?? sentAt),
  }
}

/** Looks at the clocks: a device that slept notices it here, before it shows anything as fresh. */
export const look = (pulse: LinkPulse, time: DeviceTime): LinkPulse => {
  const partedMs = Math.max(0, wallOffset(time) - pulse.wallOffset)
  const goneMs = time.monotonic - pulse.lookedAt
  const looked = { ...pulse, lookedAt: time.monotonic, wallOffset: wallOffset(time) }
  if (partedMs <= SLEPT_MS && goneMs <= STOOD_STILL_MS) return looked
  const number = (pulse.sleep?.number ?? 0) + 1
  return { ...looked, sleep: { number, forMs: goneMs + partedMs, wokeAt: time.monotonic, isAnswered: false } }
}

/** The server answered a question that was asked when the device had slept so many times: only that proves what is shown. */
export const hearAnswer = (pulse: LinkPulse, sleeps: number): LinkPulse =>
  pulse.sleep?.number === sleeps ? { ...pulse, sleep: { ...pulse.sleep, isAnswered: true } } : pulse

/** How often the device slept so far. */
export const sleepsOf = ({ sleep }: LinkPulse): number => sleep?.number ?? 0

/** For how long the device slept, while that is to be said; null: it is not. */
export const saidSleepMs = ({ sleep }: LinkPulse, monotonic: number): number | null =>
  sleep === null || (sleep.isAnswered && monotonic - sleep.wokeAt >= SAID_FOR_MS) ? null : sleep.forMs

export const linkHealth = (pulse: LinkPulse, monotonic: number): LinkHealth => {
  const silentMs = monotonic - (pulse.lastBeatAt ?? pulse.openedAt)
  if (silentMs >= LOST_AFTER_MS) return 'lost'
  if (pulse.lastBeatAt === null) return 'opening'
  return silentMs >= STALE_AFTER_MS || pulse.sleep?.isAnswered === false ? 'stale' : 'live'
}

/** Real milliseconds since the server was last known to be there. */
export const silentFor = (pulse: LinkPulse, monotonic: number): number =>
  Math.max(0, monotonic - (pulse.lastBeatAt ?? pulse.openedAt))
