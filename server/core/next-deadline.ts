import { earliest, plusMinutes, type Instant } from '../../shared/domain/time.ts'
import { nextAlarmDeadline } from './alarm-clock.ts'
import { nextAlarmViewChange } from './alarm-view.ts'
import { stepEnds } from './dose.ts'
import { secondNasalDeviceUntil } from './phase-rules.ts'
import { GRACE_MIN, timersOf } from './timers.ts'
import { spo2SpeaksUntil, stayDeadline } from './recovery.ts'
import type { SessionState } from './session.ts'

/** While paused the end of the infusion moves along with the clock, and is never reached. */
const timerChanges = (state: SessionState, now: Instant): readonly Instant[] =>
  timersOf(state, now)
    .filter(({ kind }) => kind !== 'infusion' || state.course.phase === 'infusing')
    .flatMap(({ dueAt }) => [dueAt, plusMinutes(dueAt, GRACE_MIN)])

const courseChanges = (state: SessionState): readonly (Instant | null)[] => {
  const { course } = state
  if (course.phase === 'infusing') return stepEnds(course.infusion.dose)
  if (course.phase !== 'recovering') return []
  return [secondNasalDeviceUntil(course.infusion), spo2SpeaksUntil(state, course)]
}

/** When what a screen shows changes by time alone, without an event: after `now`, or it would be asked for again and again. */
const nextViewChange = (state: SessionState, now: Instant): Instant | null =>
  earliest(
    nextAlarmViewChange(state.alarms, now),
    ...[...timerChanges(state, now), ...courseChanges(state)].filter((at) => at !== null && at > now),
  )

/**
 * When time alone will change something: an alarm, or what the view shows. One timer a session; a restart sets it again.
 * @returns null where only a command or a reading can
 */
export const nextDeadline = (state: SessionState, now: Instant): Instant | null =>
  earliest(nextAlarmDeadline(state.alarms, now), stayDeadline(state), nextViewChange(state, now))
