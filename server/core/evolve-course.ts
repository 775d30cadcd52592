import { advance, goOn, runAt, startRun, stopRun } from './dose.ts'
import { happenedAt, onCourse, type Evolver } from './evolver.ts'
import type { EndedInfusion, Preparation } from './session.ts'

const UNPREPARED: Preparation = { checklist: {}, baseline: null }

export const sessionAdmitted: Evolver<'sessionAdmitted'> = (state, event) =>
  state.course.phase === 'scheduled'
    ? onCourse(state, { phase: 'preparing', since: happenedAt(event), preparation: UNPREPARED })
    : state

export const checklistChanged: Evolver<'checklistChanged'> = (state, { data, by }) => {
  const { course } = state
  if (course.phase !== 'preparing') return state
  const others = Object.entries(course.preparation.checklist).filter(([item]) => item !== data.item)
  const done = data.done ? [[data.item, data.checkedBy ?? by?.name ?? ''] as const] : []
  const checklist = Object.fromEntries([...others, ...done])
  return onCourse(state, { ...course, preparation: { ...course.preparation, checklist } })
}

export const baselineRecorded: Evolver<'baselineRecorded'> = (state, event, seq) => {
  const { course } = state
  if (course.phase !== 'preparing') return state
  const baseline = { ...event.data, seq, at: happenedAt(event) }
  return onCourse(state, { ...course, preparation: { ...course.preparation, baseline } })
}

export const infusionStarted: Evolver<'infusionStarted'> = (state, event) => {
  const { course } = state
  if (course.phase !== 'preparing' || course.preparation.baseline === null) return state
  const { checklist, baseline } = course.preparation
  const { doseMg, steps, route, concentrationMgPerMl } = event.data
  const startedAt = happenedAt(event)
  return onCourse(state, {
    phase: 'infusing',
    since: startedAt,
    preparation: { checklist, baseline },
    infusion: {
      startedAt,
      route,
      concentrationMgPerMl: concentrationMgPerMl ?? null,
      dose: startRun(doseMg, steps, startedAt),
      ended: null,
    },
  })
}

export const rateChanged: Evolver<'rateChanged'> = (state, event) => {
  const { course } = state
  if (course.phase !== 'infusing') return state
  const dose = { ...advance(course.infusion.dose, happenedAt(event)), steps: event.data.steps }
  return onCourse(state, { ...course, infusion: { ...course.infusion, dose } })
}

export const infusionPaused: Evolver<'infusionPaused'> = (state, event) => {
  const { course } = state
  if (course.phase !== 'infusing') return state
  const since = happenedAt(event)
  const dose = advance(course.infusion.dose, since)
  return onCourse(state, { ...course, phase: 'paused', since, infusion: { ...course.infusion, dose } })
}

export const infusionResumed: Evolver<'infusionResumed'> = (state, event) => {
  const { course } = state
  if (course.phase !== 'paused') return state
  const since = happenedAt(event)
  const dose = goOn(course.infusion.dose, since)
  return onCourse(state, { ...course, phase: 'infusing', since, infusion: { ...course.infusion, dose } })
}

export const infusionEnded: Evolver<'infusionEnded'> = (state, event) => {
  const { course } = state
  if (course.phase !== 'infusing' && course.phase !== 'paused') return state
  const since = happenedAt(event)
  const infusion: EndedInfusion = {
    ...course.infusion,
    dose: stopRun(runAt(course, since)),
    ended: { at: since, outcome: event.data.outcome },
  }
  return onCourse(state, { phase: 'recovering', since, preparation: course.preparation, infusion })
}

export const sessionDischarged: Evolver<'sessionDischarged'> = (state, event) => {
  const { course } = state
  if (course.phase !== 'recovering') return state
  const { escort, ivRemoved, instructionsGiven } = event.data
  const { preparation, infusion } = course
  const departure = { escort, ivRemoved, instructionsGiven }
  return onCourse(state, { phase: 'discharged', since: happenedAt(event), preparation, infusion, departure })
}

/** Whoever is transferred under an infusion leaves with what had been given by then. */
export const sessionTransferred: Evolver<'sessionTransferred'> = (state, event) => {
  const { course } = state
  const since = happenedAt(event)
  switch (course.phase) {
    case 'infusing':
    case 'paused': {
      const infusion = { ...course.infusion, dose: stopRun(runAt(course, since)) }
      return onCourse(state, { phase: 'transferred', since, preparation: course.preparation, infusion })
    }
    case 'recovering':
      return onCourse(state, {
        phase: 'transferred',
        since,
        preparation: course.preparation,
        infusion: course.infusion,
      })
    case 'scheduled':
    case 'preparing':
    case 'discharged':
    case 'transferred':
    case 'cancelled':
      return state
  }
}

export const sessionCancelled: Evolver<'sessionCancelled'> = (state, event) => {
  const { course } = state
  const since = happenedAt(event)
  if (course.phase === 'scheduled') return onCourse(state, { phase: 'cancelled', since, preparation: null })
  if (course.phase !== 'preparing') return state
  return onCourse(state, { phase: 'cancelled', since, preparation: course.preparation })
}
