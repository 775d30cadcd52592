import type { DoseMaximum, DoseRule, DoseStep, Protocol, Ramp } from '../../shared/domain/protocol.ts'
import type { DoseProposal } from '../../shared/domain/session-view.ts'

/** What a pump and a syringe can be set to: 0.1 mg. */
const DOSE_STEPS_PER_MG = 10

/** Adding up floating-point figures must not push a dose over its maximum. */
export const MG_TOLERANCE = 1e-6

interface Part {
  readonly minutes: number
  readonly share: number
}

/** The ramp cut to the duration, and what is left at the full rate. */
const rampParts = (durationMin: number, ramp: readonly Ramp[]): readonly Part[] => {
  let left = durationMin
  const parts: Part[] = []
  for (const { minutes, shareOfRate } of [...ramp, { minutes: durationMin, shareOfRate: 1 }]) {
    const taken = Math.min(left, minutes)
    left -= taken
    if (taken > 0) parts.push({ minutes: taken, share: shareOfRate })
  }
  return parts
}

/** The plan that gives the dose in the duration, at the protocol's ramp. A dose without a duration is given at once: no steps. */
export const planSteps = (doseMg: number, durationMin: number, ramp: readonly Ramp[]): readonly DoseStep[] => {
  const parts = rampParts(durationMin, ramp)
  const fullRateHours = parts.reduce((sum, part) => sum + (part.minutes * part.share) / 60, 0)
  return parts.map((part) => ({ rateMgPerHour: (doseMg / fullRateHours) * part.share, minutes: part.minutes }))
}

export interface Ceiling {
  readonly totalMg: number
  readonly mgPerHour: number
}

/** The protocol's maximum for this patient; Infinity where the protocol sets none. */
export const ceilingFor = (maximum: DoseMaximum, weightKg: number): Ceiling => ({
  totalMg: Math.min(maximum.mgTotal ?? Infinity, (maximum.mgPerKg ?? Infinity) * weightKg),
  mgPerHour: (maximum.mgPerKgPerHour ?? Infinity) * weightKg,
})

const ruleDose = (rule: DoseRule, weightKg: number): { readonly doseMg: number; readonly durationMin: number } => {
  switch (rule.kind) {
    case 'perKg':
      return { doseMg: rule.mgPerKg * weightKg, durationMin: rule.durationMin }
    case 'perKgPerHour':
      return { doseMg: (rule.mgPerKgPerHour * weightKg * rule.durationMin) / 60, durationMin: rule.durationMin }
    case 'fixed':
      return { doseMg: Math.min(...rule.choicesMg), durationMin: 0 }
  }
}

const roundMg = (mg: number): number => Math.round(mg * DOSE_STEPS_PER_MG) / DOSE_STEPS_PER_MG
const floorMg = (mg: number): number => Math.floor(mg * DOSE_STEPS_PER_MG + MG_TOLERANCE) / DOSE_STEPS_PER_MG

/** Weight × mg/kg, to 0.1 mg, never above what would need an override. */
export const proposeDose = (protocol: Protocol, weightKg: number): DoseProposal => {
  const { doseMg: exactMg, durationMin } = ruleDose(protocol.dose, weightKg)
  const { totalMg } = ceilingFor(protocol.maximum, weightKg)
  const doseMg = Math.min(roundMg(exactMg), totalMg === Infinity ? Infinity : floorMg(totalMg))
  const rates = planSteps(doseMg, durationMin, protocol.ramp).map((step) => step.rateMgPerHour)
  return { doseMg, durationMin, rateMgPerHour: Math.max(0, ...rates), mgPerKg: doseMg / weightKg }
}
