import { instant, latest, MS_PER_SECOND, type Instant } from '../shared/domain/time.ts'
import type { Clock } from './ports/clock.ts'

/** The machine's two clocks, in milliseconds. */
export interface MachineClock {
  /** Time of day: may be set, forwards and back. */
  wall(): number
  /** Counts evenly and is never set. */
  steady(): number
}

export const machineClock: MachineClock = {
  wall: () => Date.now(),
  steady: () => performance.now(),
}

interface SystemClockOptions {
  readonly machine: MachineClock
  readonly speed: number
}

export interface SystemClock extends Clock {
  /** After a restart time goes on from the newest stored entry, never from before it. */
  goOnFrom(at: Instant): void
}

/** More than this between the two clocks is no drift: the machine slept, or somebody set its clock. */
const JUMP_MS = 2 * MS_PER_SECOND

/** As fast as NTP itself pulls a clock straight: a recovery of an hour comes out 2 s longer or shorter at most. */
const PULL = 0.0005

/**
 * The clinical clock. It counts by the steady clock, so that timers run evenly whatever happens to the time of day, and
 * is pulled softly towards it. A jump forwards is followed: time has passed while the machine slept. A jump back
 * is not: no timer, dose or alarm may ever run backwards. At another speed than 1 (a demo) there is no time of day to follow.
 */
export const createSystemClock = ({ machine, speed }: SystemClockOptions): SystemClock => {
  let time = machine.wall()
  let steady = machine.steady()

  const followWall = (elapsedMs: number): void => {
    const ahead = machine.wall() - time
    const pull = elapsedMs * PULL
    time += ahead > JUMP_MS ? ahead : Math.max(-pull, Math.min(pull, ahead))
  }

  const now = (): Instant => {
    const elapsedMs = Math.max(0, machine.steady() - steady)
    steady += elapsedMs
    time += elapsedMs * speed
    if (speed === 1) followWall(elapsedMs)
    return instant(time)
  }

  return {
    speed,
    now,
    goOnFrom: (at) => {
      time = latest(now(), at)
    },
  }
}
