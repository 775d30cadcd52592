import { MS_PER_MINUTE, plusMs, type Instant } from '../../shared/domain/time.ts'
import type { DoseCourse } from './statistics-dose.ts'

/** Peak rise of the systolic pressure, mean and SD: Yale, 138 patients, 2,342 infusions of 0.5 mg/kg in 40 min. mmHg. */
const RISE = { mean: 16, sd: 11 }

/** The rate at which that was measured. mg/kg/h. */
const REFERENCE_RATE = 0.75

/**
 * Minutes after which the effect has come to 63 %. Ours: with 15 the rise peaks at the end of 40 min and is over some 90 min
 * from the start, as the same series say.
 */
const EFFECT_TAU_MIN = 15

/** What a patient's systolic pressure is expected to be. mmHg. */
export interface ExpectedPressure {
  readonly at: Instant
  readonly low: number
  readonly high: number
}

export interface ExpectedRequest {
  readonly dose: DoseCourse
  readonly baselineSbp: number
  readonly weightKg: number
  readonly from: Instant
  readonly to: Instant
}

const EVERY_MS = MS_PER_MINUTE

const rateAt = ({ rates }: DoseCourse, at: Instant): number =>
  rates.find(({ from, to }) => from <= at && at < to)?.rateMgPerHour ?? 0

/** The band of expected systolic pressure, a point a minute; empty where nothing was infused: nobody measured that. */
export const expectedPressure = (request: ExpectedRequest): readonly ExpectedPressure[] => {
  const { dose, baselineSbp, weightKg, from, to } = request
  if (dose.rates.length === 0) return []
  const keep = Math.exp(-EVERY_MS / (EFFECT_TAU_MIN * MS_PER_MINUTE))
  const band: ExpectedPressure[] = []
  let effect = 0
  for (let at = from; at <= to; at = plusMs(at, EVERY_MS)) {
    const middle = baselineSbp + RISE.mean * effect
    band.push({ at, low: middle - RISE.sd, high: middle + RISE.sd })
    const target = rateAt(dose, at) / weightKg / REFERENCE_RATE
    effect = target + (effect - target) * keep
  }
  return band
}
