import type { DoseStep, Route } from '../../shared/domain/protocol.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import { err, ok, type Result } from '../../shared/domain/result.ts'
import { advance, planMg, planMinutes, remainingMg, restAtRate, runAt } from './dose.ts'
import { planSteps } from './dose-plan.ts'
import { passGates } from './gates.ts'
import { bolusMg } from './journal.ts'
import type { CommandOf } from './phase-rules.ts'
import {
  badRequest,
  baselineMissing,
  checkFigure,
  checkText,
  firstObjection,
  outOfRange,
  wrongPhase,
  type Objection,
} from './refusals.ts'
import { rule, type Draft, type Rule } from './ruling.ts'
import type { DoseRun, InfusingCourse, SessionState } from './session.ts'
import { doseGate, preparationGates, resumeGates } from './start-gates.ts'

/** Nothing of the protocols comes near: a figure beyond is a slip, and its end would be no time at all. */
const MOST = { mg: 10_000, minutes: 1_440, mgPerHour: 100_000, mgPerMl: 1_000 } as const

/** Steps given by hand are rounded as a pump is. */
const STEPS_TOLERANCE = { mg: 0.01, minutes: 0.01 } as const

const checkRoute = (state: SessionState, route: Route): Objection =>
  route === state.protocol.route
    ? null
    : badRequest(`Protocol ${state.protocol.name} is for route ${state.protocol.route}, not ${route}.`)

const checkDuration = (route: Route, durationMin: number): Objection => {
  if (route === 'iv') return checkFigure('The duration', durationMin, MOST.minutes, 'min')
  return durationMin === 0 ? null : outOfRange(`A dose by route ${route} is given at once: durationMin 0 is accepted.`)
}

const checkSteps = (steps: readonly DoseStep[], doseMg: number, durationMin: number): Objection => {
  for (const { rateMgPerHour, minutes } of steps) {
    const objection = firstObjection(
      checkFigure('The rate of a step', rateMgPerHour, MOST.mgPerHour, 'mg/h'),
      checkFigure('The length of a step', minutes, MOST.minutes, 'min'),
    )
    if (objection !== null) return objection
  }
  const [mg, minutes] = [planMg(steps), planMinutes(steps)]
  const adds = Math.abs(mg - doseMg) <= STEPS_TOLERANCE.mg && Math.abs(minutes - durationMin) <= STEPS_TOLERANCE.minutes
  if (adds) return null
  const flat = (doseMg / durationMin) * 60
  return outOfRange(
    `The steps give ${mg.toFixed(2)} mg in ${minutes.toFixed(2)} min; they must add up to ${doseMg} mg in ${durationMin} min, as one step of ${flat.toFixed(2)} mg/h does.`,
  )
}

type Start = CommandOf<'startInfusion'>

const checkStart = (state: SessionState, command: Start, route: Route): Objection => {
  const { doseMg, durationMin, steps, concentrationMgPerMl } = command
  const plan = firstObjection(
    checkRoute(state, route),
    checkFigure('The dose', doseMg, MOST.mg, 'mg'),
    checkDuration(route, durationMin),
    concentrationMgPerMl === undefined
      ? null
      : checkFigure('The concentration', concentrationMgPerMl, MOST.mgPerMl, 'mg/mL'),
  )
  if (plan !== null || steps === undefined) return plan
  if (route !== 'iv') return badRequest(`A dose by route ${route} is given at once and has no steps.`)
  return checkSteps(steps, doseMg, durationMin)
}

export const startInfusion: Rule<'startInfusion'> = ({ state, course, command }) => {
  const { doseMg, durationMin, concentrationMgPerMl } = command
  const { route } = state.protocol
  const objection = firstObjection(
    checkStart(state, command, command.route ?? route),
    course.preparation.baseline === null
      ? baselineMissing(
          'No baseline is recorded; recordBaseline first, by hand or from the monitor. No override covers it.',
        )
      : null,
  )
  if (objection !== null) return err(objection)
  const steps = command.steps ?? planSteps(doseMg, durationMin, state.protocol.ramp)
  const gates = [...preparationGates(state, course.preparation), ...doseGate(state, doseMg, steps)]
  const pass = passGates(gates, command.override)
  if (!pass.ok) return pass
  const concentration = concentrationMgPerMl === undefined ? {} : { concentrationMgPerMl }
  const started: Draft = {
    type: 'infusionStarted',
    data: { doseMg, durationMin, route, steps, ...concentration, ...pass.value },
  }
  if (steps.length > 0) return rule(null, started)
  return rule(null, started, { type: 'infusionEnded', data: { outcome: 'completed', deliveredMg: doseMg } })
}

/** The rest of the plan at a new rate, or why there can be none. */
const planRest = (
  course: InfusingCourse,
  command: CommandOf<'changeRate'>,
  run: DoseRun,
): Result<readonly DoseStep[], Refusal> => {
  const { rateMgPerHour, reason } = command
  if (rateMgPerHour === 0)
    return err(outOfRange('A rate of 0 mg/h is a pause: pauseInfusion says so and keeps the plan.'))
  const objection = firstObjection(
    checkFigure('The rate', rateMgPerHour, MOST.mgPerHour, 'mg/h'),
    checkText('The reason', reason),
  )
  if (objection !== null) return err(objection)
  if (remainingMg(run) <= 0)
    return err(
      wrongPhase(
        `The session is ${course.phase} and the plan of ${run.plannedMg} mg has been given: nothing is left for another rate; giveBolus or endInfusion is possible.`,
      ),
    )
  const steps = restAtRate(run, rateMgPerHour)
  const minutes = planMinutes(steps)
  if (minutes <= MOST.minutes) return ok(steps)
  return err(
    outOfRange(
      `At ${rateMgPerHour} mg/h the rest would take ${Math.round(minutes / 60)} h; up to ${MOST.minutes / 60} h is accepted.`,
    ),
  )
}

export const changeRate: Rule<'changeRate'> = ({ state, course, command, when }) => {
  const run = advance(course.infusion.dose, when)
  const rest = planRest(course, command, run)
  if (!rest.ok) return rest
  const pass = passGates(doseGate(state, run.plannedMg + bolusMg(state.journal), rest.value), command.override)
  if (!pass.ok) return pass
  const { rateMgPerHour, reason } = command
  return rule(null, { type: 'rateChanged', data: { rateMgPerHour, reason, steps: rest.value, ...pass.value } })
}

export const giveBolus: Rule<'giveBolus'> = ({ state, course, command: { mg, reason, override } }) => {
  const objection = firstObjection(checkFigure('The bolus', mg, MOST.mg, 'mg'), checkText('The reason', reason))
  if (objection !== null) return err(objection)
  const pass = passGates(doseGate(state, course.infusion.dose.plannedMg + bolusMg(state.journal) + mg, []), override)
  return pass.ok ? rule(null, { type: 'bolusGiven', data: { mg, reason, ...pass.value } }) : pass
}

export const pauseInfusion: Rule<'pauseInfusion'> = ({ command: { reason } }) =>
  rule(checkText('The reason', reason), { type: 'infusionPaused', data: { reason } })

export const resumeInfusion: Rule<'resumeInfusion'> = ({ state, course, command: { override } }) => {
  const pass = passGates(resumeGates(state, course), override)
  return pass.ok ? rule(null, { type: 'infusionResumed', data: pass.value }) : pass
}

export const endInfusion: Rule<'endInfusion'> = ({ state, course, command, when }) => {
  const given = runAt(course, when).infusedMg + bolusMg(state.journal)
  if (command.outcome === 'completed')
    return rule(null, { type: 'infusionEnded', data: { outcome: 'completed', deliveredMg: given } })
  const { outcome, reason } = command
  return rule(checkText('The reason', reason), { type: 'infusionEnded', data: { outcome, reason, deliveredMg: given } })
}
