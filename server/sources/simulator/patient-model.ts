import type { Random } from './random.ts'

/** How one simulated patient is at rest and how strongly ketamine works on them. mmHg, /min, %. */
export interface PatientModel {
  readonly sbp: number
  readonly dbp: number
  readonly hr: number
  readonly spo2: number
  readonly rr: number
  /** Rise of the systolic pressure at full effect of 0.5 mg/kg over 40 min. */
  readonly pressorSbp: number
  readonly pressorDbp: number
  readonly hrRise: number
}

export interface TrueVitals {
  readonly sbp: number
  readonly dbp: number
  readonly hr: number
  readonly spo2: number
  readonly rr: number
}

/** Peak rise of systolic pressure: mean 16.0, SD 11.2 mmHg (Yale chart review 2024, 138 patients, 2,342 infusions). */
const PRESSOR_SBP = { mean: 16, sd: 11.2 }
/** Diastolic rise is about two thirds of the systolic: 11.0 of 16.0 mmHg in the same review. */
const DBP_SHARE = 0.69
/** Pulse rise before to peak: 4.09 /min (Vankawala 2021), spread ours. */
const HR_RISE = { mean: 4, sd: 3 }
/**
 * Minutes after which the effect has come to 63 %. With 15 the rise reaches 93 % at the end of 40 min and falls to 13 % half an
 * hour later: peak at 30 to 40 min, near baseline 30 to 60 min after the end, as the published series say.
 */
const EFFECT_TAU_MIN = 15
/** The rate at which the pressor figures were measured: 0.5 mg/kg over 40 min, in mg/kg/h. */
const REFERENCE_MG_PER_KG_PER_HOUR = 0.75

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** Draws an adult patient of a depression clinic; resting figures are our assumption (about 125/78, 72 /min). */
export const drawPatient = (random: Random): PatientModel => {
  const pressorSbp = clamp(random.normal(PRESSOR_SBP.mean, PRESSOR_SBP.sd), -6, 34)
  return {
    sbp: clamp(random.normal(122, 8), 104, 134),
    dbp: clamp(random.normal(77, 5), 64, 86),
    hr: clamp(random.normal(72, 7), 58, 90),
    spo2: clamp(random.normal(97.6, 0.6), 96.4, 99),
    rr: clamp(random.normal(14, 1.5), 11, 18),
    pressorSbp,
    pressorDbp: pressorSbp * DBP_SHARE,
    hrRise: random.normal(HR_RISE.mean, HR_RISE.sd),
  }
}

/** A first-order effect compartment, moved on by `seconds` at a given rate; 1 is the full effect of the reference rate. */
export const moveEffect = (effect: number, mgPerKgPerHour: number, seconds: number): number => {
  const target = mgPerKgPerHour / REFERENCE_MG_PER_KG_PER_HOUR
  return target + (effect - target) * Math.exp(-seconds / (EFFECT_TAU_MIN * 60))
}

/** Slow wander around zero (Ornstein-Uhlenbeck, one second a step), so that a trend lives without jumping. */
export const moveWander = (wander: number, random: Random, sd: number, tauS: number): number => {
  const keep = Math.exp(-1 / tauS)
  return wander * keep + random.normal(0, sd * Math.sqrt(1 - keep * keep))
}

export const vitalsAt = (model: PatientModel, effect: number, pressorScale: number): TrueVitals => ({
  sbp: model.sbp + model.pressorSbp * effect * pressorScale,
  dbp: model.dbp + model.pressorDbp * effect * pressorScale,
  hr: model.hr + model.hrRise * effect,
  spo2: model.spo2,
  rr: model.rr,
})
