import type { Observation, ObservationComponent } from '@medplum/fhirtypes'
import type { Reading } from '../../../shared/domain/reading.ts'
import { toIso } from '../../../shared/domain/time.ts'
import { CUFF_METRICS, METRIC_INFO } from '../../../shared/domain/vital.ts'
import type { ArtefactMark } from '../artefacts.ts'
import type { VisitRecord } from '../visit-record.ts'
import { absent, metricConcept, PRESSURE_PANEL } from './fhir-codes.ts'
import { handFacts, type HandEntries } from './hand-entries.ts'
import type { ResourceBook } from './resource-book.ts'
import { measuredBy, valueOrReason, vitalSign } from './vital-observation.ts'

type CuffMetric = (typeof CUFF_METRICS)[number]

/** One inflation of the cuff, or one value taken by hand. */
type Measurement = readonly [Reading, ...Reading[]]

const measurementsOf = ({ readings }: VisitRecord): readonly Measurement[] => {
  const found = new Map<string, [Reading, ...Reading[]]>()
  for (const reading of CUFF_METRICS.flatMap((metric) => readings.get(metric) ?? [])) {
    const key = `${reading.measuredAt} ${reading.deviceId ?? reading.origin}`
    const known = found.get(key)
    // Another value under the same time is another measurement.
    if (known?.some(({ metric }) => metric === reading.metric) === true) found.set(`${key} ${found.size}`, [reading])
    else if (known === undefined) found.set(key, [reading])
    else known.push(reading)
  }
  return [...found.values()].sort(([first], [second]) => first.measuredAt - second.measuredAt)
}

const component = (
  metric: CuffMetric,
  reading: Reading | undefined,
  marks: readonly ArtefactMark[],
): ObservationComponent => {
  const code = metricConcept(metric)
  if (reading === undefined) return { code, dataAbsentReason: absent('unknown', 'Not given by the device') }
  const value = valueOrReason(reading, marks)
  return 'unused' in value ? { code, dataAbsentReason: value.dataAbsentReason } : { code, ...value }
}

/** What was measured and cannot be used is told in words, where no program takes it for a pressure. */
const unusedText = (measurement: Measurement, marks: readonly ArtefactMark[]): readonly string[] => {
  const told = measurement.flatMap((reading) => {
    const value = valueOrReason(reading, marks)
    return 'unused' in value && value.unused !== null ? [`${METRIC_INFO[reading.metric].label} ${value.unused}`] : []
  })
  return told.length === 0 ? [] : [`Not used: ${told.join(', ')} mmHg.`]
}

const nameOf = (measurement: Measurement): string => {
  const [{ measuredAt, deviceId, origin }] = measurement
  return `pressure ${measuredAt} ${measurement.map(({ metric }) => metric).join()} ${deviceId ?? origin}`
}

const panel = (
  book: ResourceBook,
  measurement: Measurement,
  marks: readonly ArtefactMark[],
  hand: HandEntries,
): Observation => {
  const [first] = measurement
  const of = (metric: CuffMetric) => measurement.find((reading) => reading.metric === metric)
  const mean = of('map')
  const facts = handFacts(book, first, hand)
  return {
    ...vitalSign(book, nameOf(measurement), 'bp'),
    code: PRESSURE_PANEL,
    effectiveDateTime: toIso(first.measuredAt),
    ...measuredBy(book, first),
    ...facts.fields,
    component: [
      component('sbp', of('sbp'), marks),
      component('dbp', of('dbp'), marks),
      ...(mean === undefined ? [] : [component('map', mean, marks)]),
    ],
    ...book.notes(...facts.notes, ...unusedText(measurement, marks)),
  }
}

/** One panel for each blood pressure of the cuff or taken by hand. */
export function* pressureObservations(
  book: ResourceBook,
  record: VisitRecord,
  marks: readonly ArtefactMark[],
  hand: HandEntries,
): Generator<Observation> {
  for (const measurement of measurementsOf(record)) yield panel(book, measurement, marks, hand)
}
