import type { NextStep } from '../../shared/domain/session-view.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { recoveryGates } from './discharge-gates.ts'
import { remainingMg, runAt } from './dose.ts'
import { proposeDose, planSteps } from './dose-plan.ts'
import type { Gate } from './gates.ts'
import { minimumUntil } from './recovery.ts'
import type { InfusingCourse, PreparingCourse, RecoveringCourse, SessionState } from './session.ts'
import { doseGate, preparationGates, resumeGates } from './start-gates.ts'

const step = (command: NextStep['command'], label: string, gates: readonly Gate[] = []): NextStep => ({
  command,
  label,
  openGates: gates.map(({ gate, label: text }) => ({ gate, label: text })),
})

const stepInPreparing = (state: SessionState, { preparation }: PreparingCourse): NextStep => {
  if (preparation.baseline === null) return step('recordBaseline', 'Record the baseline')
  const { doseMg, durationMin } = proposeDose(state.protocol, state.patient.weightKg)
  const steps = planSteps(doseMg, durationMin, state.protocol.ramp)
  const gates = [...preparationGates(state, preparation), ...doseGate(state, doseMg, steps)]
  return step('startInfusion', state.protocol.route === 'iv' ? 'Start the infusion' : 'Give the dose', gates)
}

const stepInInfusing = (course: InfusingCourse, at: Instant): NextStep =>
  remainingMg(runAt(course, at)) > 0 ? step('completeCheck', 'Check done') : step('endInfusion', 'End the infusion')

/** Until the minimum has passed there is nothing but to look after the patient. */
const stepInRecovering = (state: SessionState, course: RecoveringCourse, at: Instant): NextStep =>
  at < minimumUntil(state, course)
    ? step('completeCheck', 'Check done')
    : step('discharge', 'Discharge', recoveryGates(state, course, at))

/** What the large button offers, and what stands in its way; null: the visit is over and signed, or cancelled. */
export const nextStepOf = (state: SessionState, at: Instant): NextStep | null => {
  const { course } = state
  switch (course.phase) {
    case 'scheduled':
      return step('admit', 'Admit')
    case 'preparing':
      return stepInPreparing(state, course)
    case 'infusing':
      return stepInInfusing(course, at)
    case 'paused':
      return step('resumeInfusion', 'Resume the infusion', resumeGates(state, course))
    case 'recovering':
      return stepInRecovering(state, course, at)
    case 'discharged':
    case 'transferred':
      return state.signatures.length === 0 ? step('signOff', 'Sign the record') : null
    case 'cancelled':
      return null
  }
}
