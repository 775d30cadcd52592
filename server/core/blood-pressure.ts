import type { Recurrences, TimedPhase } from '../../shared/domain/protocol.ts'
import { latest, plusMinutes, type Instant } from '../../shared/domain/time.ts'
import { newestCuff } from './alarm-questions.ts'
import { nextDue } from './recurrence.ts'
import type { Course, SessionState } from './session.ts'

/** A phase in which things are due again and again. A pause interrupts the dose, not the watch over the patient. */
export interface Watch {
  readonly phase: TimedPhase
  readonly since: Instant
}

export const watchOf = (course: Course): Watch | null => {
  switch (course.phase) {
    case 'preparing':
    case 'recovering':
      return { phase: course.phase, since: course.since }
    case 'infusing':
    case 'paused':
      return { phase: 'infusing', since: course.infusion.startedAt }
    case 'scheduled':
    case 'discharged':
    case 'transferred':
    case 'cancelled':
      return null
  }
}

const handBaselineAt = (course: Course): Instant | null =>
  course.phase === 'preparing' && course.preparation.baseline?.from === 'hand' ? course.preparation.baseline.at : null

/** The last blood pressure in this phase; a baseline taken by hand is one. */
const lastPressureAt = (state: SessionState, since: Instant): Instant | null => {
  const measured = newestCuff(state.alarms)?.measuredAt ?? null
  const byHand = handBaselineAt(state.course)
  const newest = measured !== null && byHand !== null ? latest(measured, byHand) : (measured ?? byHand)
  return newest !== null && newest >= since ? newest : null
}

export interface Recurring {
  readonly startedAt: Instant
  readonly dueAt: Instant
  readonly intervalMin: number
}

/** When something of the protocol's is due next in this phase; null where the protocol asks for none. */
export const recurring = (rules: Recurrences, watch: Watch, last: Instant | null): Recurring | null => {
  const rule = rules[watch.phase]
  const due = rule === undefined ? null : nextDue(rule, watch.since, last)
  return due === null ? null : { startedAt: last ?? watch.since, ...due }
}

export const nextPressure = (state: SessionState): Recurring | null => {
  const watch = watchOf(state.course)
  return watch === null ? null : recurring(state.protocol.bloodPressure, watch, lastPressureAt(state, watch.since))
}

/** From here on a missing blood pressure is a medium alarm: one interval after it was due (alarms.md section 3). */
export const pressureMediumFrom = (due: Recurring): Instant => plusMinutes(due.dueAt, due.intervalMin)
