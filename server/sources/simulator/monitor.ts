import type { Instant } from '../../../shared/domain/time.ts'
import type { RawReading } from '../../ports/source.ts'
import { drawPatient, moveEffect, moveWander, vitalsAt, type PatientModel, type TrueVitals } from './patient-model.ts'
import { createRandom, type Random } from './random.ts'
import { conditionsOf, type Conditions, type ScenarioName } from './scenarios.ts'

/** What the monitor's surroundings are in this second. */
export interface Surroundings {
  readonly at: Instant
  /** What runs into the patient now, mg/kg/h. */
  readonly mgPerKgPerHour: number
  /** Seconds since the scenario began; null: not yet. */
  readonly scenarioSinceS: number | null
}

export interface MonitorOptions {
  readonly seed: string
  readonly scenario: ScenarioName | null
  /** Seconds between two cuff measurements. */
  readonly cuffEveryS: number
  /** The probe sits on the arm that the cuff squeezes. */
  readonly isProbeOnCuffedArm: boolean
  /**
   * Short falls of the saturation an hour, as in drowsy patients who breathe shallowly; none where it is not given. Most
   * last some seconds: a delay of 15 s takes about 60 % of their alarms away (Rheineck-Leyssius, recovery rooms).
   */
  readonly dipsPerHour?: number
  /** Effect of what ran in before the first second; 0 where nothing did. */
  readonly initialEffect?: number
}

/** A simulated bedside monitor: one call a clinical second, in order. */
export interface Monitor {
  readonly model: PatientModel
  /** null: it says nothing at all (unplugged). */
  second(surroundings: Surroundings): readonly RawReading[] | null
  measurePressureNow(): void
}

/** A cuff takes this long; a probe on the same arm has a weak pulse in the middle of it. Our assumption. */
const CUFF_TAKES_S = 35
const CUFFED_FROM_S = 8
const CUFFED_UNTIL_S = 28

interface Disturbance {
  readonly kind: 'motion' | 'probeOff'
  readonly untilS: number
}

/** Rates of disturbances in the everyday mix: a burst of motion every 8 min, a probe that slips every 90 min. Our assumption. */
const MOTION_PER_S = 1 / 480
const PROBE_OFF_PER_S = 1 / 5_400

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))
/** Lengths are exponential: with a mean of 13 s a third of them last longer than 15 s. Our assumption, to meet the published effect. */
const DIP_MEAN_S = 13
const DIP_DEPTH = { least: 9.5, most: 14 } as const

interface Dip {
  readonly depth: number
  readonly untilS: number
}

const depthOf = (dip: Dip | null): number => (dip === null ? 0 : dip.depth)

/** The dip of this second: one that goes on, a new one, or none. */
const dipAfter = (before: Dip | null, perHour: number | undefined, second: number, random: Random): Dip | null => {
  if (perHour === undefined) return null
  if (before !== null && second < before.untilS) return before
  if (!random.happens(perHour / 3_600)) return null
  const lengthS = -DIP_MEAN_S * Math.log(1 - random.next())
  return { depth: random.between(DIP_DEPTH.least, DIP_DEPTH.most), untilS: second + lengthS }
}

const round = (value: number): number => Math.round(value)

interface Wander {
  readonly hr: number
  readonly spo2: number
  readonly rr: number
  readonly sbp: number
}

const moveAll = (wander: Wander, random: Random): Wander => ({
  hr: moveWander(wander.hr, random, 2.6, 40),
  spo2: moveWander(wander.spo2, random, 0.45, 60),
  rr: moveWander(wander.rr, random, 1, 45),
  sbp: moveWander(wander.sbp, random, 4, 400),
})

const drawDisturbance = (random: Random, second: number): Disturbance | null => {
  if (random.happens(MOTION_PER_S)) return { kind: 'motion', untilS: second + random.between(4, 11) }
  if (random.happens(PROBE_OFF_PER_S)) return { kind: 'probeOff', untilS: second + random.between(18, 40) }
  return null
}

interface Oximetry {
  readonly truth: TrueVitals
  readonly wander: Wander
  readonly conditions: Conditions
  readonly disturbance: Disturbance | null
  readonly isCuffed: boolean
  readonly deviceTime: Instant
}

const oximeter = (input: Oximetry, random: Random): readonly RawReading[] => {
  const { deviceTime } = input
  const isOff = input.conditions.isProbeOff || input.disturbance?.kind === 'probeOff'
  if (isOff) {
    return [
      { metric: 'spo2', value: null, status: 'sensorOff', deviceTime },
      { metric: 'pr', value: null, status: 'sensorOff', deviceTime },
    ]
  }
  const isMoving = input.disturbance?.kind === 'motion' || input.isCuffed
  const quality = isMoving ? 'poor' : 'good'
  const spo2 = input.truth.spo2 + input.wander.spo2 - input.conditions.spo2Drop - (isMoving ? random.between(1, 9) : 0)
  const pulse = input.truth.hr + input.wander.hr + (isMoving ? random.normal(0, 14) : random.normal(0, 0.4))
  return [
    { metric: 'spo2', value: round(clamp(spo2, 50, 100)), unit: '%', quality, deviceTime },
    { metric: 'pr', value: round(clamp(pulse, 25, 220)), unit: '/min', quality, deviceTime },
  ]
}

const cuff = (truth: TrueVitals, wander: Wander, random: Random, deviceTime: Instant): readonly RawReading[] => {
  const sbp = round(truth.sbp + wander.sbp + random.normal(0, 2))
  const dbp = round(truth.dbp + wander.sbp * 0.5 + random.normal(0, 1.5))
  const map = round(dbp + (sbp - dbp) / 3)
  return [
    { metric: 'sbp', value: sbp, unit: 'mm[Hg]', deviceTime },
    { metric: 'dbp', value: dbp, unit: 'mm[Hg]', deviceTime },
    { metric: 'map', value: map, unit: 'mm[Hg]', deviceTime },
  ]
}

const withScenario = (model: PatientModel, conditions: Conditions): PatientModel => ({
  ...model,
  pressorSbp: model.pressorSbp + conditions.extraPressorSbp,
  pressorDbp: model.pressorDbp + conditions.extraPressorSbp * 0.5,
})

export const createMonitor = (options: MonitorOptions): Monitor => {
  const random = createRandom(options.seed)
  const model = drawPatient(random)
  let second = 0
  let effect = options.initialEffect ?? 0
  let wander: Wander = { hr: 0, spo2: 0, rr: 0, sbp: 0 }
  let disturbance: Disturbance | null = null
  let cuffStartS = 5
  let dip: Dip | null = null
  const read = (around: Surroundings): readonly RawReading[] | null => {
    second += 1
    effect = moveEffect(effect, around.mgPerKgPerHour, 1)
    wander = moveAll(wander, random)
    const planned = conditionsOf(options.scenario, around.scenarioSinceS)
    if (disturbance !== null && second >= disturbance.untilS) disturbance = null
    if (planned.hasDisturbances) disturbance ??= drawDisturbance(random, second)
    // Nothing is drawn where there are none: what a seed gave it gives.
    dip = dipAfter(dip, options.dipsPerHour, second, random)
    const intoCuffS = second - cuffStartS
    const isCuffDone = intoCuffS >= CUFF_TAKES_S
    if (isCuffDone) cuffStartS = second + Math.max(0, options.cuffEveryS - CUFF_TAKES_S)
    if (planned.isUnplugged) return null
    const conditions = { ...planned, spo2Drop: planned.spo2Drop + depthOf(dip) }
    const truth = vitalsAt(withScenario(model, conditions), effect, 1)
    const isCuffed = options.isProbeOnCuffedArm && intoCuffS >= CUFFED_FROM_S && intoCuffS < CUFFED_UNTIL_S
    const deviceTime = around.at
    return [
      { metric: 'hr', value: round(clamp(truth.hr + wander.hr, 25, 220)), unit: '/min', deviceTime },
      ...oximeter({ truth, wander, conditions, disturbance, isCuffed, deviceTime }, random),
      { metric: 'rr', value: round(clamp(truth.rr + wander.rr, 6, 40)), unit: '/min', deviceTime },
      ...(isCuffDone ? cuff(truth, wander, random, deviceTime) : []),
    ]
  }
  return {
    model,
    second: read,
    measurePressureNow: () => {
      cuffStartS = second
    },
  }
}
