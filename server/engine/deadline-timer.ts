import type { SessionId } from '../../shared/domain/ids.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Clock } from '../ports/clock.ts'

/** One real timer for the soonest of many deadlines of the clinical clock. */
export interface DeadlineTimer {
  /** null: nothing is due by time alone. */
  set(id: SessionId, at: Instant | null): void
  /** The clock jumped: what was far may be due. */
  rearm(): void
  stop(): void
}

/** The machine's timer, so that a test can hold it. */
export interface RealTimer {
  start(afterMs: number, fire: () => void): unknown
  stop(handle: unknown): void
}

/** A clock that is set, and a timer that sleeps with the machine, are looked after at least this often. Real time. */
const LOOK_AT_LEAST_EVERY_MS = 30_000
const SOONEST_MS = 1

/**
 * A deadline that moves on leaves the timer as it is: it fires, finds nothing due, and looks for the next. So a reading a
 * second for each of a thousand sessions costs a note each, and no search.
 */
export const createDeadlineTimer = (
  clock: Clock,
  timer: RealTimer,
  onDue: (ids: readonly SessionId[]) => void,
): DeadlineTimer => {
  const deadlines = new Map<SessionId, Instant>()
  let armed: { readonly handle: unknown; readonly at: number } | null = null
  let stopped = false

  const disarm = (): void => {
    if (armed !== null) timer.stop(armed.handle)
    armed = null
  }

  const arm = (at: Instant): void => {
    disarm()
    if (stopped) return
    const waitMs = Math.ceil((at - clock.now()) / clock.speed)
    const handle = timer.start(Math.min(LOOK_AT_LEAST_EVERY_MS, Math.max(SOONEST_MS, waitMs)), fire)
    armed = { handle, at }
  }

  const armSoonest = (): void => {
    let soonest: Instant | null = null
    for (const at of deadlines.values()) if (soonest === null || at < soonest) soonest = at
    if (soonest === null) disarm()
    else arm(soonest)
  }

  const fire = (): void => {
    armed = null
    const now = clock.now()
    const due = [...deadlines].filter(([, at]) => at <= now).map(([id]) => id)
    // Each is set again by who decides it.
    for (const id of due) deadlines.delete(id)
    armSoonest()
    if (due.length > 0) onDue(due)
  }

  return {
    set: (id, at) => {
      if (at === null) {
        deadlines.delete(id)
        return
      }
      deadlines.set(id, at)
      if (armed === null || at < armed.at) arm(at)
    },
    rearm: armSoonest,
    stop: () => {
      stopped = true
      disarm()
    },
  }
}
