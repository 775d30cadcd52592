import type { Reading, ReadingsStored } from '../../shared/domain/reading.ts'
import { toIso } from '../../shared/domain/time.ts'
import { METRIC_INFO } from '../../shared/domain/vital.ts'

const HEADER = ['time', 'metric', 'value', 'unit', 'quality', 'source', 'device']

/** RFC 4180: a field is quoted where it holds what would end it. */
const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const line = (fields: readonly string[]): string => `${fields.map(field).join(',')}\r\n`

const cells = (reading: Reading): readonly string[] => [
  toIso(reading.measuredAt),
  reading.metric,
  reading.kind === 'sample' ? String(reading.value) : '',
  METRIC_INFO[reading.metric].unit,
  reading.kind === 'sample' ? reading.quality : 'none',
  reading.origin,
  reading.deviceId ?? '',
]

/** The long form, one reading a line, in order of time; times are UTC, units UCUM. */
export function* readingsCsv(batches: readonly ReadingsStored[]): Generator<string> {
  yield line(HEADER)
  const readings = batches.flatMap((batch) => batch.readings)
  for (const reading of readings.toSorted((first, second) => first.measuredAt - second.measuredAt)) {
    yield line(cells(reading))
  }
}
