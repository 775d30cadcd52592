import type { Observation } from '@medplum/fhirtypes'
import type { Reading } from '../../../shared/domain/reading.ts'
import { instant, MS_PER_MINUTE, plusMs, toIso, type Instant } from '../../../shared/domain/time.ts'
import { METRIC_INFO, type Metric } from '../../../shared/domain/vital.ts'
import { medianOf } from '../../core/statistics-values.ts'
import { isCounted, markOn, type ArtefactMark } from '../artefacts.ts'
import { absent, concept, METRIC_CODES, metricConcept, metricQuantity } from './fhir-codes.ts'
import type { ResourceBook } from './resource-book.ts'
import { artefactText, measuredBy, vitalSign } from './vital-observation.ts'

/** What a monitor said of a metric in one minute of the clock. */
interface Minute {
  readonly from: Instant
  readonly readings: readonly Reading[]
}

const minuteOf = (at: Instant): Instant => instant(Math.floor(at / MS_PER_MINUTE) * MS_PER_MINUTE)

/** From the first reading until `end`, silent minutes among them: that nothing came is part of the record. */
const minutesOf = (readings: readonly Reading[], end: Instant): readonly Minute[] => {
  const byMinute = Map.groupBy(readings, ({ measuredAt }) => minuteOf(measuredAt))
  const [first] = readings
  if (first === undefined) return []
  const last = Math.max(end - 1, readings.at(-1)?.measuredAt ?? end)
  const minutes: Minute[] = []
  for (let from = minuteOf(first.measuredAt); from <= last; from = plusMs(from, MS_PER_MINUTE)) {
    minutes.push({ from, readings: byMinute.get(from) ?? [] })
  }
  return minutes
}

/** Of a median between two values one decimal more than the metric has, and nothing of what adding up lost. */
const written = (metric: Metric, value: number): number => Number(value.toFixed(METRIC_INFO[metric].decimals + 1))

const whyNone = ({ readings }: Minute, marks: readonly ArtefactMark[]) => {
  const mark = readings.map((reading) => markOn(reading, marks)).find((it) => it !== undefined)
  if (mark !== undefined) return absent('error', artefactText(mark))
  if (readings.length === 0) return absent('unknown', 'No reading in this minute')
  return readings.some(({ kind }) => kind === 'sample')
    ? absent('error', 'No reading of good quality in this minute')
    : absent('error', 'The monitor had no value in this minute')
}

const MEDIAN = concept('Median of the good readings of one minute')

const valueOf = (metric: Metric, minute: Minute, marks: readonly ArtefactMark[]) => {
  const values = minute.readings.flatMap((reading) => (isCounted(reading, marks) ? [reading.value] : []))
  if (values.length === 0) return { fields: { dataAbsentReason: whyNone(minute, marks) }, notes: [] }
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const { unitLabel } = METRIC_INFO[metric]
  return {
    fields: { valueQuantity: metricQuantity(metric, written(metric, medianOf(values))), method: MEDIAN },
    notes: [`${values.length} good readings, ${least} to ${most} ${unitLabel}.`],
  }
}

interface Series {
  readonly metric: Metric
  /** A monitor's, in order of time. */
  readonly readings: readonly Reading[]
  readonly marks: readonly ArtefactMark[]
  readonly end: Instant
}

/** One Observation a minute: the median, or why there is none. */
export function* minuteObservations(book: ResourceBook, series: Series): Generator<Observation> {
  const { metric, readings, marks, end } = series
  for (const minute of minutesOf(readings, end)) {
    const { fields, notes } = valueOf(metric, minute, marks)
    const [first] = minute.readings
    yield {
      ...vitalSign(book, `${metric} minute ${minute.from}`, METRIC_CODES[metric].profile),
      code: metricConcept(metric),
      effectivePeriod: { start: toIso(minute.from), end: toIso(plusMs(minute.from, MS_PER_MINUTE - 1)) },
      ...fields,
      ...(first === undefined ? {} : measuredBy(book, first)),
      ...book.notes(...notes),
    }
  }
}
