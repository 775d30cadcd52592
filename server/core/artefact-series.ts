import type { Reading, Sample } from '../../shared/domain/reading.ts'
import { elapsedS, MS_PER_SECOND, plusSeconds, type Instant } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'
import { holdMs } from './statistics.ts'
import { medianOf } from './statistics-values.ts'

/** Good values of one metric without a technical loss between them. */
export interface Stretch {
  readonly values: readonly Sample[]
  readonly first: Sample
  readonly last: Sample
  /** The signal was lost right before the first, or right after the last. */
  readonly isAfterLoss: boolean
  readonly isBeforeLoss: boolean
}

export interface Series {
  readonly metric: Metric
  /** Good ones alone: poor and invalid values are out of the statistics as they are. */
  readonly values: readonly Sample[]
  readonly stretches: readonly Stretch[]
}

const isGood = (reading: Reading): reading is Sample => reading.kind === 'sample' && reading.quality === 'good'

/** "On again" is a word about the probe and no loss. */
const isLoss = (reading: Reading): boolean => reading.kind === 'noValue' && reading.status !== 'sensorOn'

/** @param readings of one metric in order of time */
export const seriesOf = (metric: Metric, readings: readonly Reading[]): Series => {
  const lostAfterMs = holdMs(metric, readings)
  const parts: { values: Sample[]; first: Sample; last: Sample; isAfterLoss: boolean }[] = []
  let isLost = false
  for (const reading of readings) {
    isLost ||= isLoss(reading)
    if (!isGood(reading)) continue
    const part = parts.at(-1)
    isLost ||= part !== undefined && reading.measuredAt - part.last.measuredAt > lostAfterMs
    if (part === undefined || isLost)
      parts.push({ values: [reading], first: reading, last: reading, isAfterLoss: isLost })
    else {
      part.values.push(reading)
      part.last = reading
    }
    isLost = false
  }
  const stretches = parts.map((part, index) => ({ ...part, isBeforeLoss: index < parts.length - 1 || isLost }))
  return { metric, values: readings.filter(isGood), stretches }
}

/** Values from an instant until before another. */
export const valuesIn = (values: readonly Sample[], from: Instant, to: Instant): readonly Sample[] =>
  values.filter(({ measuredAt }) => from <= measuredAt && measuredAt < to)

/** Values over less than this may be the artefact themselves, and are no level to depart from. Seconds. */
const LEVEL_OVER_S = 20

/** Where a metric stood; null: it was not there long enough to say. */
const levelIn = (values: readonly Sample[], from: Instant, to: Instant): number | null => {
  const inside = valuesIn(values, from, to)
  const [first, last] = [inside[0], inside.at(-1)]
  if (first === undefined || last === undefined) return null
  const isLong = elapsedS(first.measuredAt, last.measuredAt) >= LEVEL_OVER_S
  return isLong ? medianOf(inside.map(({ value }) => value)) : null
}

/** A level is taken over this long: longer than any artefact looked for, shorter than a rise under ketamine. Seconds. */
const LEVEL_S = 60

export const levelBefore = (values: readonly Sample[], at: Instant): number | null =>
  levelIn(values, plusSeconds(at, -LEVEL_S), at)

export const levelAfter = (values: readonly Sample[], at: Instant): number | null =>
  levelIn(values, at, plusSeconds(at, LEVEL_S))

/** Whole seconds that a stretch lasts, each of its ends counted. */
export const lengthS = (from: Instant, to: Instant): number => Math.round((to - from) / MS_PER_SECOND) + 1
