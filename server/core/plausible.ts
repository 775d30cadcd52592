import type { HandValues } from '../../shared/domain/command.ts'
import type { Baseline, Patient } from '../../shared/domain/session-event.ts'
import { SCALE_INFO, type Scale } from '../../shared/domain/score.ts'
import { METRIC_INFO, type Metric } from '../../shared/domain/vital.ts'
import { badRequest, checkText, firstObjection, outOfRange, type Objection } from './refusals.ts'

/** What is taken for a person's weight and not for a slip of the hand. Kilograms. */
const WEIGHT_KG = [20, 350] as const

/** A pulse or a saturation of 0 is no measurement: it is a sensor that measures nothing (feeds.md section 1). */
const NEVER_ZERO: readonly Metric[] = ['spo2', 'pr']

const checkValue = (metric: Metric, value: number): Objection => {
  const { label, unitLabel, possible } = METRIC_INFO[metric]
  const [low, high] = possible
  const isPlausible = value >= low && value <= high && !(value === 0 && NEVER_ZERO.includes(metric))
  return isPlausible
    ? null
    : outOfRange(`${label} ${value} ${unitLabel} cannot be; ${low} to ${high} ${unitLabel} is accepted.`)
}

const checkPressures = ({ sbp, dbp, map }: HandValues): Objection => {
  if (sbp !== undefined && dbp !== undefined && dbp >= sbp)
    return outOfRange(`Diastolic ${dbp} is not below systolic ${sbp} mmHg: are they the wrong way round?`)
  if (map !== undefined && (map < (dbp ?? map) || map > (sbp ?? map)))
    return outOfRange(`Mean ${map} is not between diastolic and systolic mmHg.`)
  return null
}

/** Values taken by hand or as a baseline: each within what its metric can be, the pressures in their order. */
export const checkHandValues = (values: HandValues): Objection => {
  const entries = Object.entries(values) as readonly (readonly [Metric, number])[]
  if (entries.length === 0)
    return badRequest('No value is given; give at least one of sbp, dbp, map, hr, pr, spo2, rr, temp.')
  return firstObjection(...entries.map(([metric, value]) => checkValue(metric, value)), checkPressures(values))
}

/** A dose is measured against the baseline: a zero in it is a slip. */
export const checkBaseline = (values: Baseline): Objection =>
  firstObjection(
    checkHandValues(values),
    values.hr > 0 ? null : outOfRange('A baseline heart rate of 0 cannot be; take it again.'),
  )

const isWithin = (value: number, [low, high]: readonly [number, number]): boolean =>
  Number.isInteger(value) && value >= low && value <= high

const checkItems = (scale: Scale, given: Readonly<Record<string, number>>, score: number): Objection => {
  const { items, label } = SCALE_INFO[scale]
  const unknown = Object.keys(given).find((id) => !items.some((item) => item.id === id))
  if (unknown !== undefined)
    return outOfRange(`${label} has no item ${unknown}; it has ${items.map((it) => it.id).join(', ') || 'none'}.`)
  for (const { id, range } of items) {
    const value = given[id]
    if (value === undefined || !isWithin(value, range))
      return outOfRange(
        `Item ${id} of ${label} is ${value ?? 'missing'}; a whole number from ${range[0]} to ${range[1]} is accepted.`,
      )
  }
  const sum = Object.values(given).reduce((total, value) => total + value, 0)
  return sum === score ? null : outOfRange(`The items of ${label} add up to ${sum}, the score says ${score}.`)
}

export interface GivenScore {
  readonly scale: Scale
  readonly score: number
  readonly items?: Readonly<Record<string, number>>
}

export const checkScore = ({ scale, score, items }: GivenScore): Objection => {
  const { label, range } = SCALE_INFO[scale]
  if (!isWithin(score, range))
    return outOfRange(`${label} is ${score}; a whole number from ${range[0]} to ${range[1]} is accepted.`)
  return items === undefined ? null : checkItems(scale, items, score)
}

export const checkPatient = (patient: Patient): Objection => {
  const { weightKg, displayName, initials, recordNumber } = patient
  const [low, high] = WEIGHT_KG
  const isWeight = weightKg >= low && weightKg <= high
  return firstObjection(
    checkText('The patient’s name', displayName),
    checkText('The patient’s initials', initials),
    checkText('The record number', recordNumber),
    isWeight ? null : outOfRange(`A weight of ${weightKg} kg cannot be meant; ${low} to ${high} kg is accepted.`),
  )
}
