import type { Observation } from '@medplum/fhirtypes'
import type { Reading } from '../../../shared/domain/reading.ts'
import { toIso } from '../../../shared/domain/time.ts'
import { isCuffMetric, METRIC_INFO, type Metric } from '../../../shared/domain/vital.ts'
import { endOf } from '../../core/statistics-phases.ts'
import { artefactMarks, type ArtefactMark } from '../artefacts.ts'
import type { VisitRecord } from '../visit-record.ts'
import { METRIC_CODES, metricConcept } from './fhir-codes.ts'
import { handEntries, handFacts, type HandEntries } from './hand-entries.ts'
import { minuteObservations } from './minute-observations.ts'
import { pressureObservations } from './pressure-observations.ts'
import type { ResourceBook } from './resource-book.ts'
import { seriesObservation, type Readings } from './series-observation.ts'
import { valueOrReason, vitalSign } from './vital-observation.ts'

const handObservation = (
  book: ResourceBook,
  reading: Reading,
  marks: readonly ArtefactMark[],
  hand: HandEntries,
): Observation => {
  const { metric, measuredAt } = reading
  const facts = handFacts(book, reading, hand)
  const value = valueOrReason(reading, marks)
  const { unitLabel } = METRIC_INFO[metric]
  const unused = 'unused' in value && value.unused !== null ? [`Not used: ${value.unused} ${unitLabel}.`] : []
  return {
    ...vitalSign(book, `${metric} hand ${measuredAt}`, METRIC_CODES[metric].profile),
    code: metricConcept(metric),
    effectiveDateTime: toIso(measuredAt),
    ...facts.fields,
    ...('unused' in value ? { dataAbsentReason: value.dataAbsentReason } : value),
    ...book.notes(...facts.notes, ...unused),
  }
}

const byDevice = (readings: readonly Reading[]): readonly Readings[] =>
  [...Map.groupBy(readings, ({ deviceId }) => deviceId).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [[first, ...others] as const],
  )

/** What a monitor measures again and again: one Observation a minute, and each monitor's whole series. */
function* monitorObservations(
  book: ResourceBook,
  record: VisitRecord,
  metric: Metric,
  marks: readonly ArtefactMark[],
): Generator<Observation> {
  const readings = (record.readings.get(metric) ?? []).filter(({ origin }) => origin !== 'manual')
  const end = endOf(record.events) ?? record.now
  yield* minuteObservations(book, { metric, readings, marks, end })
  for (const one of byDevice(readings)) yield seriesObservation(book, metric, one, marks)
}

/** All vital signs: each blood pressure, each value taken by hand, and what the monitor measured. */
export function* vitalResources(book: ResourceBook, record: VisitRecord): Generator<Observation> {
  const marks = artefactMarks(record.events)
  const hand = handEntries(record)
  yield* pressureObservations(book, record, marks, hand)
  for (const [metric, readings] of record.readings) {
    if (isCuffMetric(metric)) continue
    for (const reading of readings) {
      if (reading.origin === 'manual') yield handObservation(book, reading, marks, hand)
    }
    yield* monitorObservations(book, record, metric, marks)
  }
}
