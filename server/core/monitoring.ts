import type { BaselineValues } from '../../shared/domain/limit.ts'
import { isEnded, type Phase } from '../../shared/domain/phase.ts'
import { configureAlarms } from './alarm-configure.ts'
import type { AlarmProfile, PressureDue, TechnicalScope } from './alarm-profile.ts'
import { nextPressure, pressureMediumFrom, watchOf, type Recurring } from './blood-pressure.ts'
import { limitsInForce } from './limit-changes.ts'
import type { Course, SessionState } from './session.ts'
import { type Instant } from '../../shared/domain/time.ts'

const SECONDS_PER_MINUTE = 60

const TECHNICAL: Readonly<Record<Phase, TechnicalScope>> = {
  scheduled: 'off',
  preparing: 'onceSeen',
  infusing: 'on',
  paused: 'on',
  recovering: 'on',
  discharged: 'off',
  transferred: 'off',
  cancelled: 'off',
}

const baselineOf = (course: Course): BaselineValues | null =>
  course.phase === 'scheduled' ? null : (course.preparation?.baseline?.values ?? null)

/** While preparing, an overdue blood pressure alarms once there has been one (alarms.md, *Live*). */
const pressureAlarm = (state: SessionState, due: Recurring | null): PressureDue | null => {
  if (due === null) return null
  if (state.course.phase === 'preparing' && !state.alarms.signals.sbp.hasBeenGood) return null
  return { dueAt: due.dueAt, mediumFrom: pressureMediumFrom(due) }
}

/** A visit that has ended keeps those that it ended with. */
const limitsOf = ({ protocol, course: { phase }, limitChanges, alarms }: SessionState): AlarmProfile['limits'] =>
  isEnded(phase) ? alarms.profile.limits : limitsInForce(protocol, phase, limitChanges)

/** What the session tells the alarm engine of itself. */
const alarmProfile = (state: SessionState): AlarmProfile => {
  const { course } = state
  const due = nextPressure(state)
  return {
    sessionId: state.id,
    rules: state.alarms.profile.rules,
    limits: limitsOf(state),
    baseline: baselineOf(course),
    physiological: course.phase !== 'scheduled' && !isEnded(course.phase),
    technical: TECHNICAL[course.phase],
    phaseSince: watchOf(course)?.since ?? course.since,
    notContinuous: course.phase === 'infusing',
    pressureDue: pressureAlarm(state, due),
    pressureIntervalS: due === null ? null : due.intervalMin * SECONDS_PER_MINUTE,
    devices: state.devices,
  }
}

export const profileAtBegin = (id: SessionState['id'], limits: AlarmProfile['limits'], at: Instant): AlarmProfile => ({
  sessionId: id,
  rules: { kind: 'live' },
  limits,
  baseline: null,
  physiological: false,
  technical: TECHNICAL.scheduled,
  phaseSince: at,
  notContinuous: false,
  pressureDue: null,
  pressureIntervalS: null,
  devices: [],
})

/** By value: a state that was read back from a checkpoint shares no object with itself. */
const isSameProfile = (first: AlarmProfile, second: AlarmProfile): boolean =>
  JSON.stringify(first) === JSON.stringify(second)

/** Tells the alarm engine what has changed of the session; nothing where nothing has. */
export const withMonitoring = (state: SessionState, at: Instant): SessionState => {
  const profile = alarmProfile(state)
  if (isSameProfile(profile, state.alarms.profile)) return state
  return { ...state, alarms: configureAlarms(state.alarms, profile, at) }
}
