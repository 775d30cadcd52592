import { hearTime, lateness, type HeardTime, type ServerClock } from './server-clock.ts'

/** Without a beat for this long, every number is marked stale (signals.md, *Honest numbers*). */
const STALE_AFTER_MS = 2_000
/** Without a beat for this long, the screen raises its own alarm; it needs no server for that. */
const LOST_AFTER_MS = 4_000
/** This device's two clocks part by more than this only when it slept or was set. */
const SLEPT_MS = 1_000

/** `opening`: nothing was ever heard, and not for long enough to be an alarm. */
export type LinkHealth = 'opening' | 'live' | 'stale' | 'lost'

/** What a screen knows of the way to its server, on its own `performance.now()` alone. */
export interface LinkPulse {
  readonly openedAt: number
  readonly clock: ServerClock | null
  /** When, by this device's clock, the newest beat was sent at the latest; null before the first. */
  readonly lastBeatAt: number | null
  /** Wall clock minus monotonic clock: grows when the device sleeps, because the monotonic one stands still then. */
  readonly wallOffset: number
  /** The device slept since the last beat: what it shows may be older than it can know. */
  readonly slept: boolean
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
  wallOffset: wallOffset(time),
  slept: false,
})

/** A beat proves the link for the moment at which it was sent, not for that at which a frozen tab came to read it. */
export const hearBeat = (pulse: LinkPulse, heard: HeardTime, wall: number): LinkPulse => {
  const clock = hearTime(pulse.clock, heard)
  const sentAt = heard.monotonic - Math.max(0, lateness(clock, heard))
  return {
    ...pulse,
    clock,
    lastBeatAt: Math.max(sentAt, pulse.lastBeatAt ?? sentAt),
    wallOffset: wallOffset({ monotonic: heard.monotonic, wall }),
    slept: false,
  }
}

/** Looks at the clocks between beats: a device that slept notices it here, before it shows anything as fresh. */
export const look = (pulse: LinkPulse, time: DeviceTime): LinkPulse =>
  !pulse.slept && wallOffset(time) - pulse.wallOffset > SLEPT_MS ? { ...pulse, slept: true } : pulse

export const linkHealth = (pulse: LinkPulse, monotonic: number): LinkHealth => {
  const silentMs = monotonic - (pulse.lastBeatAt ?? pulse.openedAt)
  if (silentMs >= LOST_AFTER_MS) return 'lost'
  if (pulse.lastBeatAt === null) return 'opening'
  return silentMs >= STALE_AFTER_MS || pulse.slept ? 'stale' : 'live'
}

/** Real milliseconds since the server was last known to be there. */
export const silentFor = (pulse: LinkPulse, monotonic: number): number =>
  Math.max(0, monotonic - (pulse.lastBeatAt ?? pulse.openedAt))
