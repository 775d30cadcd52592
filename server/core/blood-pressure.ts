import type { Recurrences, TimedPhase } from '../../shared/domain/protocol.ts'
import { latest, plusMinutes, type Instant } from '../../shared/domain/time.ts'
import { newestCuff } from './alarm-questions.ts'
import { newestPressureChoice } from './journal.ts'
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

/** The intervals that a visit may choose in the phase where it stands. Minutes. */
export const offeredIntervals = ({ protocol, course }: SessionState): readonly number[] => {
  const watch = watchOf(course)
  return (watch === null ? undefined : protocol.bloodPressureOptions?.[watch.phase]) ?? []
}

export interface PressureChoice {
  readonly everyMin: number
  readonly since: Instant
}

/** What was asked for in this visit; a phase that does not offer it has the protocol's own. */
export const pressureChoice = (state: SessionState): PressureChoice | null => {
  const newest = newestPressureChoice(state.journal)
  if (newest === undefined) return null
  const { everyMin } = newest.data
  return everyMin !== null && offeredIntervals(state).includes(everyMin) ? { everyMin, since: newest.at } : null
}

/**
 * A shorter interval counts from when it was asked for, so that nothing is late for time before; what the protocol has
 * due sooner stays due, so that asking again puts nothing off. A longer one counts from the last pressure.
 */
const asChosen = ({ everyMin, since }: PressureChoice, last: Instant, byProtocol: Recurring | null): Recurring => {
  const own = (from: Instant): Recurring => ({
    startedAt: last,
    dueAt: plusMinutes(from, everyMin),
    intervalMin: everyMin,
  })
  if (last >= since || byProtocol === null) return own(latest(last, since))
  if (byProtocol.intervalMin < everyMin) return own(last)
  return byProtocol.dueAt < plusMinutes(since, everyMin) ? byProtocol : own(since)
}

export const nextPressure = (state: SessionState): Recurring | null => {
  const watch = watchOf(state.course)
  if (watch === null) return null
  const last = lastPressureAt(state, watch.since)
  const byProtocol = recurring(state.protocol.bloodPressure, watch, last)
  const choice = pressureChoice(state)
  return choice === null ? byProtocol : asChosen(choice, last ?? watch.since, byProtocol)
}

/** What the protocol has for the next pressure, whatever was chosen; null: it asks for none. Minutes. */
export const protocolInterval = (state: SessionState): number | null => {
  const watch = watchOf(state.course)
  if (watch === null) return null
  return recurring(state.protocol.bloodPressure, watch, lastPressureAt(state, watch.since))?.intervalMin ?? null
}

/** From here on a missing blood pressure is a medium alarm: one interval after it was due (alarms.md section 3). */
export const pressureMediumFrom = (due: Recurring): Instant => plusMinutes(due.dueAt, due.intervalMin)
