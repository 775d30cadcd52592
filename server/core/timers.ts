import type { TimerKind } from '../../shared/domain/session-view.ts'
import { plusMinutes, type Instant } from '../../shared/domain/time.ts'
import { nextPressure, recurring, watchOf, type Recurring } from './blood-pressure.ts'
import { planEnd } from './dose.ts'
import { newestCheck } from './journal.ts'
import { minimumUntil, recoveryStatus, stayUntil } from './recovery.ts'
import type { InfusingCourse, PausedCourse, RecoveringCourse, SessionState } from './session.ts'

/** What is due is overdue after it (session.md sections 3 and 4; alarms.md section 3 for the blood pressure). Minutes. */
export const GRACE_MIN = 2

export interface Timer {
  readonly kind: TimerKind
  readonly label: string
  readonly startedAt: Instant
  readonly dueAt: Instant
  readonly state: 'running' | 'due' | 'overdue' | 'done'
}

const stateAt = (dueAt: Instant, at: Instant): Timer['state'] => {
  if (at < dueAt) return 'running'
  return at < plusMinutes(dueAt, GRACE_MIN) ? 'due' : 'overdue'
}

type Span = Pick<Timer, 'startedAt' | 'dueAt'>

const timer = (kind: TimerKind, label: string, { startedAt, dueAt }: Span, at: Instant): Timer => ({
  kind,
  label,
  startedAt,
  dueAt,
  state: stateAt(dueAt, at),
})

const recurringTimer = (kind: TimerKind, label: string, due: Recurring | null, at: Instant): readonly Timer[] =>
  due === null ? [] : [timer(kind, label, due, at)]

const checkDue = (state: SessionState): Recurring | null => {
  const watch = watchOf(state.course)
  return watch === null ? null : recurring(state.protocol.check, watch, newestCheck(state.journal, watch.since))
}

/** When the plan ends: while paused it moves with the clock. */
export const projectedEnd = (course: InfusingCourse | PausedCourse, at: Instant): Instant => {
  const { dose } = course.infusion
  return course.phase === 'infusing' ? planEnd(dose) : planEnd({ ...dose, from: at })
}

const infusionTimers = (state: SessionState, course: InfusingCourse | PausedCourse, at: Instant): readonly Timer[] => {
  const span = { startedAt: course.infusion.startedAt, dueAt: projectedEnd(course, at) }
  const infusion = timer('infusion', 'Infusion ends', span, at)
  if (course.phase === 'infusing') return [infusion]
  const pause = { startedAt: course.since, dueAt: plusMinutes(course.since, state.protocol.longestPauseMin) }
  return [infusion, timer('pause', 'Longest pause', pause, at)]
}

/** Past its minimum a recovery waits for its assessment; *done* is a patient who is ready. */
const recoveryTimerState = (state: SessionState, course: RecoveringCourse, at: Instant): Timer['state'] => {
  if (at < minimumUntil(state, course)) return 'running'
  const status = recoveryStatus(state, course, at)
  if (status === 'ready') return 'done'
  return status === 'overdue' ? 'overdue' : 'due'
}

const recoveryTimers = (state: SessionState, course: RecoveringCourse, at: Instant): readonly Timer[] => {
  const startedAt = course.infusion.ended.at
  const recovery: Timer = {
    kind: 'recovery',
    label: 'Recovery minimum',
    startedAt,
    dueAt: minimumUntil(state, course),
    state: recoveryTimerState(state, course, at),
  }
  return [recovery, timer('stay', 'Longest stay', { startedAt, dueAt: stayUntil(state, course) }, at)]
}

const phaseTimers = (state: SessionState, at: Instant): readonly Timer[] => {
  const { course } = state
  switch (course.phase) {
    case 'infusing':
    case 'paused':
      return infusionTimers(state, course, at)
    case 'recovering':
      return recoveryTimers(state, course, at)
    case 'scheduled':
    case 'preparing':
    case 'discharged':
    case 'transferred':
    case 'cancelled':
      return []
  }
}

/** What runs for this patient now (session.md section 4). */
export const timersOf = (state: SessionState, at: Instant): readonly Timer[] => [
  ...phaseTimers(state, at),
  ...recurringTimer('bloodPressure', 'Blood pressure', nextPressure(state), at),
  ...recurringTimer('check', 'Check', checkDue(state), at),
]

/** The next thing to do, or the first that was not done. */
export const nextTimer = (timers: readonly Timer[]): Timer | undefined =>
  timers.filter(({ state }) => state !== 'done').toSorted((first, second) => first.dueAt - second.dueAt)[0]
