import type { DoseStep } from '../../shared/domain/protocol.ts'
import { MG_TOLERANCE, ceilingFor } from './dose-plan.ts'
import type { Gate } from './gates.ts'
import { bolusMg } from './journal.ts'
import type { PausedCourse, Preparation, SessionState } from './session.ts'

const figure = (value: number): string => String(Math.round(value * 100) / 100)

const checklistGate = (state: SessionState, preparation: Preparation): readonly Gate[] => {
  const open = state.protocol.checklist.filter(
    (item) => item.required && !Object.hasOwn(preparation.checklist, item.id),
  )
  if (open.length === 0) return []
  const label = `Checklist open: ${open.map((item) => item.label).join(', ')}`
  return [{ gate: 'checklistOpen', code: 'checklistOpen', label }]
}

/** Above the protocol's figures the start needs an explicit decision by name (esketamine label). */
const pressureGate = (state: SessionState, preparation: Preparation): readonly Gate[] => {
  const { baselineGate } = state.protocol
  const values = preparation.baseline?.values
  if (values === undefined || (values.sbp <= baselineGate.sbp && values.dbp <= baselineGate.dbp)) return []
  const label = `Baseline pressure ${values.sbp}/${values.dbp} is above ${baselineGate.sbp}/${baselineGate.dbp} mmHg`
  return [{ gate: 'baselinePressureGate', code: 'baselinePressureGate', label }]
}

/** @param totalMg delivered, planned and boluses together, as they would be at the end */
export const doseGate = (state: SessionState, totalMg: number, steps: readonly DoseStep[]): readonly Gate[] => {
  const { weightKg } = state.patient
  const { totalMg: mostMg, mgPerHour: most } = ceilingFor(state.protocol.maximum, weightKg)
  const rate = Math.max(0, ...steps.map((step) => step.rateMgPerHour))
  const over = [
    totalMg > mostMg + MG_TOLERANCE
      ? `${figure(totalMg)} mg in total is above the maximum of ${figure(mostMg)} mg`
      : '',
    rate > most + MG_TOLERANCE ? `${figure(rate)} mg/h is above the maximum of ${figure(most)} mg/h` : '',
  ].filter((text) => text !== '')
  if (over.length === 0) return []
  const label = `${over.join(' and ')} of protocol ${state.protocol.name} for ${figure(weightKg)} kg`
  return [{ gate: 'doseOverMaximum', code: 'doseOverMaximum', label }]
}

/** What the preparation leaves open; the baseline itself is no gate, nothing passes it. */
export const preparationGates = (state: SessionState, preparation: Preparation): readonly Gate[] => [
  ...pressureGate(state, preparation),
  ...checklistGate(state, preparation),
]

/** To go on is to decide once more on what is left of the plan. */
export const resumeGates = (state: SessionState, { infusion: { dose } }: PausedCourse): readonly Gate[] =>
  doseGate(state, dose.plannedMg + bolusMg(state.journal), dose.steps)
