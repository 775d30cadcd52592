import type { Observation, SampledData } from '@medplum/fhirtypes'
import type { Reading } from '../../../shared/domain/reading.ts'
import { MS_PER_SECOND, toIso } from '../../../shared/domain/time.ts'
import type { Metric } from '../../../shared/domain/vital.ts'
import { markOn, type ArtefactMark } from '../artefacts.ts'
import { concept, metricQuantity, own, seriesConcept } from './fhir-codes.ts'
import type { ResourceBook } from './resource-book.ts'
import { measuredBy, vitalSign } from './vital-observation.ts'

/** A monitor's, of one metric, in order of time. */
export type Readings = readonly [Reading, ...Reading[]]

/** SampledData knows one spacing only: a second, and finer where two readings would fall into one place. Milliseconds. */
const SPACINGS_MS = [MS_PER_SECOND, 500, 250, 100, 50] as const

/** No value that could be a number (FHIR R4, SampledData). */
const NO_VALUE = 'E'

interface Grid {
  readonly periodMs: number
  /** Place → reading; the later one where two remain in one place. */
  readonly places: ReadonlyMap<number, Reading>
  readonly length: number
}

const gridOf = (readings: Readings, periodMs: number): Grid => {
  const startMs = readings[0].measuredAt
  const placeOf = ({ measuredAt }: Reading) => Math.round((measuredAt - startMs) / periodMs)
  return {
    periodMs,
    places: new Map(readings.map((reading) => [placeOf(reading), reading])),
    length: placeOf(readings.at(-1) ?? readings[0]) + 1,
  }
}

const finestNeeded = (readings: Readings): Grid => {
  const [first, ...finer] = SPACINGS_MS
  return finer.reduce(
    (grid, periodMs) => (grid.places.size === readings.length ? grid : gridOf(readings, periodMs)),
    gridOf(readings, first),
  )
}

/** A value that the metric cannot have is no value. */
const valueText = (reading: Reading): string =>
  reading.kind === 'sample' && reading.quality !== 'invalid' ? String(reading.value) : NO_VALUE

const QUALITY_CODE = { good: '0', poor: '1', invalid: '2' } as const
const ARTEFACT_CODE = '3'
const NO_READING_CODE = '4'

const qualityText = (reading: Reading, marks: readonly ArtefactMark[]): string => {
  if (markOn(reading, marks) !== undefined) return ARTEFACT_CODE
  return reading.kind === 'sample' ? QUALITY_CODE[reading.quality] : NO_READING_CODE
}

const joined = ({ places, length }: Grid, textOf: (reading: Reading) => string): string =>
  Array.from({ length }, (_, place) => {
    const reading = places.get(place)
    return reading === undefined ? NO_VALUE : textOf(reading)
  }).join(' ')

const QUALITY = concept('Quality of each value', own('quality', 'series', 'Quality of each value'))

const qualityNote =
  'Quality: 0 good, 1 poor, 2 not possible, 3 marked as artefact, 4 the monitor had none, E no reading. Medians count 0 alone.'

const notesOf = (readings: Readings, { places, periodMs }: Grid): readonly string[] => {
  const lost = readings.length - places.size
  return [
    `Every reading of the visit, each at the nearest ${periodMs} ms; E: no value.`,
    qualityNote,
    ...(lost === 0 ? [] : [`${lost} readings fell into the place of a later one and are in the CSV alone.`]),
  ]
}

/** The whole series of a metric as sampled data, with the quality of each value beside it. */
export const seriesObservation = (
  book: ResourceBook,
  metric: Metric,
  readings: Readings,
  marks: readonly ArtefactMark[],
): Observation => {
  const [first] = readings
  const grid = finestNeeded(readings)
  const last = readings.at(-1) ?? first
  const frame = { period: grid.periodMs, dimensions: 1 }
  const values: SampledData = {
    origin: metricQuantity(metric, 0),
    ...frame,
    data: joined(grid, valueText),
  }
  const quality: SampledData = {
    origin: { value: 0 },
    ...frame,
    data: joined(grid, (reading) => qualityText(reading, marks)),
  }
  return {
    ...vitalSign(book, `${metric} series ${first.deviceId ?? ''}`, 'vitalsigns'),
    code: seriesConcept(metric),
    effectivePeriod: { start: toIso(first.measuredAt), end: toIso(last.measuredAt) },
    ...measuredBy(book, first),
    valueSampledData: values,
    component: [{ code: QUALITY, valueSampledData: quality }],
    ...book.notes(...notesOf(readings, grid)),
  }
}
