import type { SessionId } from '../../shared/domain/ids.ts'
import { isEnded } from '../../shared/domain/phase.ts'
import { plusMs, MS_PER_SECOND, type Instant } from '../../shared/domain/time.ts'
import { nextDeadline } from '../core/next-deadline.ts'
import type { SessionState } from '../core/session.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { sessionNow } from './commit.ts'
import { createDeadlineTimer, type DeadlineTimer, type RealTimer } from './deadline-timer.ts'
import type { SessionRunner } from './session-runner.ts'

/** A store that kept nothing is asked again after this; so is a deadline that does not move. Real time. */
const AGAIN_AFTER_MS = MS_PER_SECOND

export interface TimeKeeperParts {
  readonly clock: Clock
  readonly log: Log
  readonly timer: RealTimer
  readonly running: (id: SessionId) => SessionRunner | null
}

/** Lets time pass for the sessions whose deadline has come. */
export interface TimeKeeper extends Pick<DeadlineTimer, 'rearm' | 'stop'> {
  /** Call it whenever a session stands otherwise. */
  follow(state: SessionState): void
  /** Decides what is due for one session. Never throws: what could not be kept is tried again. */
  pass(runner: SessionRunner): Promise<void>
}

export const createTimeKeeper = ({ clock, log, timer, running }: TimeKeeperParts): TimeKeeper => {
  const deadlines = createDeadlineTimer(clock, timer, (ids) => {
    for (const id of ids) {
      const runner = running(id)
      if (runner !== null) void pass(runner)
    }
  })

  const again = (id: SessionId): void => {
    deadlines.set(id, plusMs(clock.now(), AGAIN_AFTER_MS * clock.speed))
  }

  /**
   * A rule that is due and gives nothing would be asked a thousand times a second. What fell due while it was asked is
   * none: on a fast clinical clock a moment is seconds.
   * @param askedAt before anything was decided
   */
  const checkMoved = (state: SessionState | null, askedAt: Instant): void => {
    if (state === null || isEnded(state.course.phase)) return
    const next = nextDeadline(state, askedAt)
    if (next === null || next > askedAt) return
    log.error('deadline.stuck', { sessionId: state.id })
    again(state.id)
  }

  const pass = async (runner: SessionRunner): Promise<void> => {
    const askedAt = clock.now()
    try {
      await runner.passTime()
      checkMoved(runner.state(), askedAt)
    } catch (error) {
      log.warn('passTime.failed', { sessionId: runner.id, err: String(error) })
      again(runner.id)
    }
  }

  return {
    follow: (state) => {
      const isOver = isEnded(state.course.phase)
      deadlines.set(state.id, isOver ? null : nextDeadline(state, sessionNow(state, clock.now())))
    },
    pass,
    rearm: () => {
      deadlines.rearm()
    },
    stop: () => {
      deadlines.stop()
    },
  }
}
