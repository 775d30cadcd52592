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
  /** The newest stored entry: after a restart time goes on from there, never from before it. */
  readonly notBefore: Instant | null
  readonly onJump?: (jumpMs: number) => void
}

/** More than this between the two clocks is no drift: the machine slept, or somebody set its clock. */
const JUMP_MS = 2 * MS_PER_SECOND

/** As fast as NTP itself pulls a clock straight: a recovery of an hour comes out 2 s longer or shorter at most. */
const PULL = 0.0005

/**
 * The clinical clock. It counts by the steady clock, so that timers run evenly whatever happens to the time of day, and
 * is pulled softly towards it. A jump forwards is followed and told: time has passed while the machine slept. A jump back
 * is not: no timer, dose or alarm may ever run backwards. At another speed than 1 (a demo) there is no time of day to follow.
 */
export const createSystemClock = ({ machine, speed, notBefore, onJump }: SystemClockOptions): Clock => {
  const start = instant(machine.wall())
  let time: number = notBefore === null ? start : latest(start, notBefore)
  let steady = machine.steady()

  const followWall = (elapsedMs: number): void => {
    const ahead = machine.wall() - time
    if (ahead > JUMP_MS) {
      time += ahead
      onJump?.(ahead)
      return
    }
    const pull = elapsedMs * PULL
    time += Math.max(-pull, Math.min(pull, ahead))
  }

  return {
    speed,
    now: () => {
      const elapsedMs = Math.max(0, machine.steady() - steady)
      steady += elapsedMs
      time += elapsedMs * speed
      if (speed === 1) followWall(elapsedMs)
      return instant(time)
    },
  }
}
