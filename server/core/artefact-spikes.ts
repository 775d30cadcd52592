import type { SuggestedArtefact } from '../../shared/domain/artefact.ts'
import type { Sample } from '../../shared/domain/reading.ts'
import { elapsedS, plusMs } from '../../shared/domain/time.ts'
import { METRIC_INFO, type Metric } from '../../shared/domain/vital.ts'
import { levelAfter, levelBefore, type Series } from './artefact-series.ts'
import { figureOf, rangeOf } from './artefact-words.ts'

/**
 * How far a value must leap and come back to be no patient's doing, in the metric's unit. A monitor averages over 4 to 16 s,
 * so that what it shows moves slower than the patient: a breath held to the end takes about half a minute for 8 % of SpO2,
 * and no heart beats 30 /min faster for seconds alone. An arterial line is flushed and blood is drawn from it. Our choice.
 * rr and etco2 are left out: one breath can move them so far.
 */
const LEAP: Readonly<Partial<Record<Metric, number>>> = {
  hr: 30,
  pr: 30,
  spo2: 8,
  abpSys: 40,
  abpDia: 30,
  abpMean: 30,
  temp: 1,
}

/** From the last value before the leap to the first after it. Seconds: some oximeters give a new value every 4 to 8 s. */
const BACK_WITHIN_S = 12

/** A value or two, each shown for as long as the device holds it. */
const MOST_VALUES = 2

const distinct = (values: readonly Sample[]): number =>
  values.filter(({ value }, index) => index === 0 || value !== values[index - 1]?.value).length

interface Around {
  readonly before: Sample
  readonly first: Sample
  readonly out: readonly Sample[]
  readonly after: Sample
}

/** Where a value leaps away from the one before it and comes back; null: it does not leap, or stays away. */
const leapAt = (values: readonly Sample[], index: number, first: Sample, leap: number): Around | null => {
  const before = values[index - 1]
  if (before === undefined) return null
  const side = Math.sign(first.value - before.value)
  const isOut = ({ value }: Sample): boolean => (value - before.value) * side >= leap
  if (!isOut(first)) return null
  const back = values.findIndex((sample, later) => later > index && !isOut(sample))
  const after = values[back]
  if (after === undefined || elapsedS(before.measuredAt, after.measuredAt) > BACK_WITHIN_S) return null
  const isBack = Math.abs(after.value - before.value) <= leap / 2
  return isBack ? { before, first, after, out: values.slice(index, back) } : null
}

/** On both sides the metric stood where it came back to: a spike stands alone. */
const standsAlone = ({ values }: Series, { before, after }: Around, leap: number): boolean => {
  const levels = [levelBefore(values, plusMs(before.measuredAt, 1)), levelAfter(values, after.measuredAt)]
  return levels.every((level) => level !== null && Math.abs(level - before.value) <= leap / 2)
}

const spikeOf = (metric: Metric, leap: number, { before, first, out, after }: Around): SuggestedArtefact => {
  const seconds = Math.round(elapsedS(before.measuredAt, after.measuredAt))
  const values = out.map(({ value }) => value)
  return {
    kind: 'spike',
    metrics: [metric],
    from: first.measuredAt,
    to: out.reduce((_, { measuredAt }) => measuredAt, first.measuredAt),
    why: `${METRIC_INFO[metric].label} went from ${figureOf(metric, before.value)} to ${rangeOf(metric, values)} and was back at ${figureOf(metric, after.value)} within ${seconds} s; a patient does not move it by ${figureOf(metric, leap)} and back in ${BACK_WITHIN_S} s.`,
  }
}

/** Values that leave and come back faster than a patient can. */
export const spikesIn = (series: Series): readonly SuggestedArtefact[] => {
  const leap = LEAP[series.metric]
  if (leap === undefined) return []
  return series.stretches.flatMap(({ values }) =>
    values.flatMap((first, index) => {
      const around = leapAt(values, index, first, leap)
      if (around === null || distinct(around.out) > MOST_VALUES || !standsAlone(series, around, leap)) return []
      return [spikeOf(series.metric, leap, around)]
    }),
  )
}
