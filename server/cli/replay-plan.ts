import { err, ok, type Result } from '../../shared/domain/result.ts'
import { instant, toIso } from '../../shared/domain/time.ts'
import { CUFF_METRICS, isCuffMetric, isMetric, METRICS, type Metric } from '../../shared/domain/vital.ts'
import type { ObservationInput } from '../../shared/wire/observation.ts'
import type { CsvRow, CsvTable } from './csv-table.ts'
import { readMap, readTimeColumn, type MappedColumn } from './replay-columns.ts'
import { PressureGrouper, type CuffMetric, type CuffPressure } from './replay-pressure.ts'
import { isCalendar, readRecordedTime, spreadEqualTimes } from './replay-time.ts'

/** What is sent at one moment of the replay; its readings get their `time` when they are sent. */
export interface Moment {
  /** From the first moment, at speed 1. */
  readonly offsetMs: number
  readonly observations: readonly ObservationInput[]
}

export interface PlanOptions {
  readonly map?: string | undefined
  readonly time?: string | undefined
  readonly held?: string | undefined
  readonly zeroIsNone: boolean
}

/** A reading of the record, at its own time in milliseconds. */
interface Recorded {
  readonly timeMs: number
  readonly observation: ObservationInput
}

interface Recording {
  readonly readings: readonly Recorded[]
  readonly hasCalendar: boolean
}

type Planned<T> = Result<T, string>

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)$/

const numberOf = (text: string): number | null => (NUMBER.test(text) ? Number(text) : null)

/** Zeros of these are a sensor that is off; of the others they are nothing. */
const SENSORS: readonly Metric[] = ['hr', 'pr', 'spo2']

const observationOf = (metric: Metric, value: number, zeroIsNone: boolean): ObservationInput | null => {
  if (value !== 0 || !zeroIsNone) return { metric, value }
  return SENSORS.includes(metric) ? { metric, value: null, status: 'sensorOff' } : null
}

const recordedPressure = (pressure: CuffPressure): readonly Recorded[] =>
  Object.entries(pressure.values).map(([metric, value]) => ({
    timeMs: pressure.offsetMs,
    observation: { metric: metric as CuffMetric, value },
  }))

const isCuffColumn = (one: MappedColumn): one is MappedColumn & { readonly metric: CuffMetric } =>
  isCuffMetric(one.metric)

/** The rows in the order of their times, rows of one time spread. */
const timedRows = (table: CsvTable, time: string | undefined): Planned<{ rows: TimedRow[]; hasCalendar: boolean }> => {
  const column = readTimeColumn(table.columns, time)
  if (!column.ok) return column
  const rows: TimedRow[] = []
  for (const row of table.rows) {
    const text = row.cell(column.value.column)
    const timeMs = readRecordedTime(text, column.value.format)
    if (timeMs === null) return err(`line ${row.line}: "${text}" is no time of the format ${column.value.format}.`)
    rows.push({ row, timeMs })
  }
  const sorted = rows.toSorted((a, b) => a.timeMs - b.timeMs)
  const spread = spreadEqualTimes(sorted.map(({ timeMs }) => timeMs))
  return ok({
    rows: sorted.map(({ row }, index) => ({ row, timeMs: spread[index] ?? 0 })),
    hasCalendar: isCalendar(column.value.format),
  })
}

interface TimedRow {
  readonly row: CsvRow
  readonly timeMs: number
}

/** Continuous columns row by row; a held one only where it changes. */
const continuousReadings = (
  rows: readonly TimedRow[],
  columns: readonly MappedColumn[],
  zeroIsNone: boolean,
): readonly Recorded[] => {
  const last = new Map<Metric, string>()
  return rows.flatMap(({ row, timeMs }) =>
    columns.flatMap(({ column, metric, isHeld }) => {
      const text = row.cell(column)
      const isOld = isHeld && last.get(metric) === text
      last.set(metric, text)
      const value = isOld ? null : numberOf(text)
      const observation = value === null ? null : observationOf(metric, value, zeroIsNone)
      return observation === null ? [] : [{ timeMs, observation }]
    }),
  )
}

const pressureReadings = (
  rows: readonly TimedRow[],
  columns: readonly (MappedColumn & { readonly metric: CuffMetric })[],
  zeroIsNone: boolean,
): readonly Recorded[] => {
  const held = new Set(columns.filter(({ isHeld }) => isHeld).map(({ metric }) => metric))
  const grouper = new PressureGrouper(
    columns.map(({ metric }) => metric),
    held,
  )
  const whole = rows.flatMap(({ row, timeMs }) => {
    const cells = columns.map(({ column, metric }) => {
      const value = numberOf(row.cell(column))
      return [metric, zeroIsNone && value === 0 ? null : value] as const
    })
    return grouper.row(timeMs, new Map(cells))
  })
  return [...whole, ...grouper.end()].flatMap(recordedPressure)
}

const readWide = (table: CsvTable, options: PlanOptions): Planned<Recording> => {
  const mapped = readMap(table.columns, options.map ?? '', options.held ?? '')
  if (!mapped.ok) return mapped
  const timed = timedRows(table, options.time)
  if (!timed.ok) return timed
  const { rows, hasCalendar } = timed.value
  const cuff = mapped.value.filter(isCuffColumn)
  const rest = mapped.value.filter((one) => !isCuffColumn(one))
  const readings = [
    ...continuousReadings(rows, rest, options.zeroIsNone),
    ...pressureReadings(rows, cuff, options.zeroIsNone),
  ]
  return ok({ readings, hasCalendar })
}

const QUALITIES = ['good', 'poor', 'invalid'] as const

/** One row of the long form, as `export.csv` writes it. @returns null for a row without a number. */
const longObservation = (row: CsvRow, zeroIsNone: boolean): Planned<ObservationInput | null> => {
  const metric = row.cell('metric')
  if (!isMetric(metric)) return err(`line ${row.line}: "${metric}" is not a metric. Known are ${METRICS.join(', ')}.`)
  const said = row.cell('quality').toLowerCase()
  if (said === 'none') return ok({ metric, value: null })
  const value = numberOf(row.cell('value'))
  const observation = value === null ? null : observationOf(metric, value, zeroIsNone)
  if (observation === null) return ok(null)
  const quality = QUALITIES.find((one) => one === said)
  if (said !== '' && quality === undefined) return err(`line ${row.line}: "${said}" is not a quality.`)
  const unit = row.cell('unit')
  return ok({ ...observation, ...(quality === undefined ? {} : { quality }), ...(unit === '' ? {} : { unit }) })
}

/** The cuff's rows of the long form, put together; a unit or quality goes with its measurement. */
const groupLongPressure = (readings: readonly Recorded[]): readonly Recorded[] => {
  const isCuff = ({ observation }: Recorded): boolean => isCuffMetric(observation.metric) && observation.value !== null
  const cuff = readings.filter(isCuff)
  const metrics = CUFF_METRICS.filter((metric) => cuff.some(({ observation }) => observation.metric === metric))
  const grouper = new PressureGrouper(metrics, new Set())
  const bySample = (timeMs: number, metric: Metric): ObservationInput | undefined =>
    cuff.findLast((one) => one.timeMs <= timeMs && one.observation.metric === metric)?.observation
  const whole = cuff.flatMap(({ timeMs, observation }) =>
    grouper.row(timeMs, new Map([[observation.metric as CuffMetric, observation.value]])),
  )
  const grouped = [...whole, ...grouper.end()].flatMap(recordedPressure)
  return [
    ...readings.filter((one) => !isCuff(one)),
    ...grouped.map((one) => ({ ...one, observation: bySample(one.timeMs, one.observation.metric) ?? one.observation })),
  ]
}

const readLong = (table: CsvTable, options: PlanOptions): Planned<Recording> => {
  const readings: Recorded[] = []
  for (const row of table.rows) {
    const text = row.cell('time')
    const timeMs = readRecordedTime(text, 'iso')
    if (timeMs === null) return err(`line ${row.line}: "${text}" is not a time such as 2026-03-01T09:30:00.000Z.`)
    const observation = longObservation(row, options.zeroIsNone)
    if (!observation.ok) return observation
    if (observation.value !== null) readings.push({ timeMs, observation: observation.value })
  }
  return ok({ readings: groupLongPressure(readings.toSorted((a, b) => a.timeMs - b.timeMs)), hasCalendar: true })
}

const isLongForm = ({ columns }: CsvTable): boolean =>
  ['time', 'metric', 'value'].every((column) => columns.includes(column))

/** The whole replay, moment by moment. */
export const planReplay = (table: CsvTable, options: PlanOptions): Planned<readonly Moment[]> => {
  const recording = isLongForm(table) && options.map === undefined ? readLong(table, options) : readWide(table, options)
  if (!recording.ok) return recording
  const { readings, hasCalendar } = recording.value
  const byTime = new Map<number, ObservationInput[]>()
  for (const { timeMs, observation } of readings.toSorted((a, b) => a.timeMs - b.timeMs)) {
    const recordedAt = hasCalendar ? { recordedAt: toIso(instant(timeMs)) } : {}
    byTime.set(timeMs, [...(byTime.get(timeMs) ?? []), { ...observation, ...recordedAt }])
  }
  const [startMs] = byTime.keys()
  if (startMs === undefined) return err('There is no reading in the file.')
  return ok([...byTime].map(([timeMs, observations]) => ({ offsetMs: timeMs - startMs, observations })))
}
