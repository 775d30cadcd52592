import type { Reading } from '../../../shared/domain/reading.ts'
import { toIso, type Instant } from '../../../shared/domain/time.ts'
import { METRIC_INFO, type Metric } from '../../../shared/domain/vital.ts'
import type { VisitRecord } from '../visit-record.ts'
import { csvLine, type Cell } from './csv-line.ts'

type Series = VisitRecord['readings']

const LONG_HEADER = ['time', 'metric', 'value', 'unit', 'quality', 'source', 'device']

/** An empty value is no number: the device spoke and had none. */
const valueOf = (reading: Reading): Cell => (reading.kind === 'sample' ? reading.value : null)
const qualityOf = (reading: Reading): string => (reading.kind === 'sample' ? reading.quality : 'none')

const longCells = (reading: Reading): readonly Cell[] => [
  toIso(reading.measuredAt),
  reading.metric,
  valueOf(reading),
  METRIC_INFO[reading.metric].unit,
  qualityOf(reading),
  reading.origin,
  reading.deviceId,
]

const inOrder = (readings: Series): readonly Reading[] =>
  [...readings.values()].flat().sort((first, second) => first.measuredAt - second.measuredAt)

/** One reading a line, in order of time; times are UTC, units UCUM. */
export function* readingsLong(readings: Series): Generator<string> {
  yield csvLine(LONG_HEADER)
  for (const reading of inOrder(readings)) yield csvLine(longCells(reading))
}

const WIDE_COLUMNS = ['', '_unit', '_quality', '_source', '_device']

const wideCells = (reading: Reading | undefined): readonly Cell[] =>
  reading === undefined
    ? WIDE_COLUMNS.map(() => null)
    : [valueOf(reading), METRIC_INFO[reading.metric].unit, qualityOf(reading), reading.origin, reading.deviceId]

interface Row {
  readonly at: Instant
  readonly readings: ReadonlyMap<Metric, Reading>
}

/** What was measured at one time stands in one line; a second value of the same time and metric begins another. */
function* rowsOf(readings: Series): Generator<Row> {
  let at: Instant | null = null
  let row = new Map<Metric, Reading>()
  for (const reading of inOrder(readings)) {
    if (at !== null && (reading.measuredAt !== at || row.has(reading.metric))) {
      yield { at, readings: row }
      row = new Map()
    }
    at = reading.measuredAt
    row.set(reading.metric, reading)
  }
  if (at !== null) yield { at, readings: row }
}

/** One time a line, five columns a metric: value, unit, quality, source, device. */
export function* readingsWide(readings: Series): Generator<string> {
  const metrics = [...readings.keys()]
  yield csvLine(['time', ...metrics.flatMap((metric) => WIDE_COLUMNS.map((column) => metric + column))])
  for (const { at, readings: row } of rowsOf(readings)) {
    yield csvLine([toIso(at), ...metrics.flatMap((metric) => wideCells(row.get(metric)))])
  }
}
