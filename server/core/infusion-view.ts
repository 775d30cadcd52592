import type { InfusionView, OpenGate, RecoveryView } from '../../shared/domain/session-view.ts'
import { toIso, type Instant } from '../../shared/domain/time.ts'
import { answeredAtDischarge, recoveryGates } from './discharge-gates.ts'
import { rateMgPerHour, runAt } from './dose.ts'
import type { Gate } from './gates.ts'
import { bolusMg } from './journal.ts'
import { knownItems } from './known-items.ts'
import { criteriaOf, minimumUntil, recoveryStatus, type InRecovery } from './recovery.ts'
import type { Course, DoseRun, Infusion, SessionState } from './session.ts'
import { projectedEnd } from './timers.ts'

/** What differs by where the infusion stands. */
interface Now {
  readonly run: DoseRun
  readonly rate: number
  readonly end: Instant
}

const nowOf = (course: Course, infusion: Infusion, at: Instant): Now => {
  if (course.phase === 'infusing') {
    const run = runAt(course, at)
    return { run, rate: rateMgPerHour(run), end: projectedEnd(course, at) }
  }
  if (course.phase === 'paused') return { run: infusion.dose, rate: 0, end: projectedEnd(course, at) }
  return { run: infusion.dose, rate: 0, end: infusion.ended?.at ?? course.since }
}

const volumes = (infusion: Infusion, plannedMg: number, givenMg: number): Partial<InfusionView> => {
  const { concentrationMgPerMl } = infusion
  if (concentrationMgPerMl === null) return {}
  return { volumeMl: plannedMg / concentrationMgPerMl, remainingMl: (plannedMg - givenMg) / concentrationMgPerMl }
}

const endView = (course: Course, { ended }: Infusion): Partial<InfusionView> => {
  if (ended !== null) return { endedAt: toIso(ended.at), outcome: ended.outcome }
  return course.phase === 'transferred' ? { endedAt: toIso(course.since) } : {}
}

const infusionOf = (course: Course): Infusion | null => ('infusion' in course ? course.infusion : null)

/** Delivered = the integral of the rates really run, and boluses. */
export const infusionView = (state: SessionState, at: Instant): InfusionView | null => {
  const { course } = state
  const infusion = infusionOf(course)
  if (infusion === null) return null
  const { run, rate, end } = nowOf(course, infusion, at)
  const boluses = bolusMg(state.journal)
  const plannedMg = run.plannedMg + boluses
  const givenMg = run.infusedMg + boluses
  return {
    startedAt: toIso(infusion.startedAt),
    route: infusion.route,
    plannedMg,
    deliveredMg: givenMg,
    rateMgPerHour: rate,
    percent: (givenMg / plannedMg) * 100,
    projectedEnd: toIso(end),
    mgPerKg: givenMg / state.patient.weightKg,
    ...volumes(infusion, plannedMg, givenMg),
    ...(course.phase === 'paused' ? { pausedSince: toIso(course.since) } : {}),
    ...endView(course, infusion),
  }
}

const shownGate = ({ gate, label }: Gate): OpenGate => ({ gate, label })

const inRecovery = (course: Course): InRecovery | null => {
  if (course.phase === 'recovering' || course.phase === 'discharged') return course
  if (course.phase !== 'transferred' || course.infusion.ended === null) return null
  const { preparation, infusion } = course
  return { preparation, infusion: { ...infusion, ended: course.infusion.ended } }
}

/** Once the patient has left, as it was when he left. */
export const recoveryView = (state: SessionState, at: Instant): RecoveryView | null => {
  const { course } = state
  const recovering = inRecovery(course)
  if (recovering === null) return null
  const asOf = course.phase === 'recovering' ? at : course.since
  const criteria = criteriaOf(state, recovering, asOf)
  return {
    endedAt: toIso(recovering.infusion.ended.at),
    minimumUntil: toIso(minimumUntil(state, recovering)),
    criteria:
      course.phase === 'discharged' ? criteria.map((one) => answeredAtDischarge(one, course.departure)) : criteria,
    status: recoveryStatus(state, recovering, asOf),
    openGates: course.phase === 'recovering' ? recoveryGates(state, course, at).map(shownGate) : [],
    knownItems: course.phase === 'recovering' ? knownItems(state, course, at) : {},
  }
}
