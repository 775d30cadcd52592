import type { Clock } from '../../server/ports/clock.ts'
import type { RealTimer } from '../../server/engine/deadline-timer.ts'
import { instant, type Instant } from '../../shared/domain/time.ts'

interface Armed {
  readonly at: number
  readonly fire: () => void
}

/** Lets everything that is already decided come to its end: promises, and what waits for the next turn of the loop. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** Time that stands until a test moves it: a clinical clock, the machine's steady clock and its timer, all in step. */
export const createHeldTime = (start: Instant, speed = 1) => {
  let steadyMs = 0
  let offsetMs = 0
  let armed: Armed[] = []
  const clock: Clock = { speed, now: () => instant(start + steadyMs * speed + offsetMs) }
  const timer: RealTimer = {
    start: (afterMs, fire) => {
      const entry = { at: steadyMs + afterMs, fire }
      armed.push(entry)
      return entry
    },
    stop: (handle) => {
      armed = armed.filter((entry) => entry !== handle)
    },
  }
  const fireNext = (until: number): boolean => {
    const next = armed.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
    if (next === undefined) return false
    armed = armed.filter((entry) => entry !== next)
    steadyMs = Math.max(steadyMs, next.at)
    next.fire()
    return true
  }
  return {
    clock,
    timer,
    steady: () => steadyMs,
    armedCount: () => armed.length,
    /** Real milliseconds pass; every timer that is due on the way fires at its time. */
    pass: async (ms: number): Promise<void> => {
      const until = steadyMs + ms
      while (fireNext(until)) await settle()
      steadyMs = until
      await settle()
    },
    /** Somebody sets the clock. */
    jump: (ms: number): void => {
      offsetMs += ms
    },
  }
}
