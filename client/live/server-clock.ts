import { instant, type Instant } from '../../shared/domain/time.ts'

/** The server's clock, carried forward on a clock of this device that never jumps. */
export interface ServerClock {
  /** A server time and the moment of `performance.now()` that it stands for, as good as the least delayed beat. */
  readonly serverTime: number
  readonly monotonic: number
  readonly speed: number
  /** Beats in a row that agree that the server's clock went back. */
  readonly disagreeing: number
  /** `performance.now()` at the newest of them. */
  readonly disagreedAt: number
}

export interface HeardTime {
  readonly serverTime: number
  readonly speed: number
  /** `performance.now()` when it arrived. */
  readonly monotonic: number
}

/** A beat later than this was held up on its way (or in a frozen tab): no measure of the clock. */
const HELD_UP_MS = 1_000
/** Beats in a row, at their own pace, after which not the network is late but the server's clock was set back. */
const BEATS_TO_BELIEVE = 3
/** Beats closer together than this were queued: a burst proves nothing of the clock. */
const BURST_MS = 500
/** Share of a small delay that is taken for drift of this device's clock. */
const DRIFT = 0.05

export const serverNow = (clock: ServerClock, monotonic: number): Instant =>
  instant(clock.serverTime + (monotonic - clock.monotonic) * clock.speed)

const set = (heard: HeardTime): ServerClock => ({ ...heard, disagreeing: 0, disagreedAt: 0 })

/** How late, in real milliseconds, a time arrived by this clock; below 0 it was faster than any before. */
export const lateness = (clock: ServerClock, heard: HeardTime): number =>
  (clock.serverTime + (heard.monotonic - clock.monotonic) * clock.speed - heard.serverTime) / clock.speed

/** The clock after a time was heard: the least delayed one counts, because delay only ever makes the server look slow. */
export const hearTime = (clock: ServerClock | null, heard: HeardTime): ServerClock => {
  if (clock?.speed !== heard.speed) return set(heard)
  const lateMs = lateness(clock, heard)
  if (lateMs <= 0) return set(heard)
  if (lateMs < HELD_UP_MS) {
    const serverTime = heard.serverTime + lateMs * (1 - DRIFT) * clock.speed
    return set({ ...heard, serverTime })
  }
  if (heard.monotonic - clock.disagreedAt < BURST_MS) return { ...clock, disagreedAt: heard.monotonic }
  if (clock.disagreeing + 1 >= BEATS_TO_BELIEVE) return set(heard)
  return { ...clock, disagreeing: clock.disagreeing + 1, disagreedAt: heard.monotonic }
}
