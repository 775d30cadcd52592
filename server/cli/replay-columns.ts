import { err, ok, type Result } from '../../shared/domain/result.ts'
import { isMetric, METRICS, type Metric } from '../../shared/domain/vital.ts'

export const TIME_FORMATS = ['s', 'min', 'iso', 'd/m/y'] as const

export type TimeFormat = (typeof TIME_FORMATS)[number]

export interface TimeColumn {
  readonly column: string
  readonly format: TimeFormat
}

export interface MappedColumn {
  readonly column: string
  readonly metric: Metric
  /** The file repeats the last value until there is a new one: only a change is a measurement. */
  readonly isHeld: boolean
}

/** What is wrong, in a sentence. */
export type Wrong<T> = Result<T, string>

/** `HR [/min]` is also found as `HR`: a unit in brackets is no part of the name. */
const bareName = (column: string): string =>
  column
    .replace(/\s*[[(][^\])]*[\])]\s*$/, '')
    .trim()
    .toLowerCase()

/** @returns the column of the file that is meant. */
const findColumn = (columns: readonly string[], name: string): Wrong<string> => {
  const exact = columns.find((column) => column === name)
  if (exact !== undefined) return ok(exact)
  const alike = columns.filter((column) => bareName(column) === bareName(name))
  const [found] = alike
  if (found !== undefined && alike.length === 1) return ok(found)
  return err(`There is no column ${name}. The file has ${columns.join(', ')}.`)
}

const listOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')

/** @param map `COLUMN=metric,…`; @param held `COLUMN,…`. */
export const readMap = (columns: readonly string[], map: string, held: string): Wrong<readonly MappedColumn[]> => {
  const heldColumns = new Set<string>()
  for (const name of listOf(held)) {
    const column = findColumn(columns, name)
    if (!column.ok) return column
    heldColumns.add(column.value)
  }
  const mapped: MappedColumn[] = []
  for (const pair of listOf(map)) {
    const [name = '', metric = ''] = pair.split('=').map((part) => part.trim())
    if (!isMetric(metric)) return err(`"${pair}" is not COLUMN=metric. Metrics are ${METRICS.join(', ')}.`)
    const column = findColumn(columns, name)
    if (!column.ok) return column
    if (mapped.some((one) => one.metric === metric)) return err(`Two columns are mapped to ${metric}.`)
    mapped.push({ column: column.value, metric, isHeld: heldColumns.delete(column.value) })
  }
  const [unmapped] = heldColumns
  if (unmapped !== undefined) return err(`The held column ${unmapped} is not mapped to a metric.`)
  return mapped.length === 0 ? err('Nothing is mapped: say --map "COLUMN=metric,…".') : ok(mapped)
}

const isTimeFormat = (text: string): text is TimeFormat => (TIME_FORMATS as readonly string[]).includes(text)

/** Names that say themselves how they count. */
const USUAL_TIMES: readonly (readonly [RegExp, TimeFormat])[] = [
  [/^(t_s|time_s|seconds?)$/, 's'],
  [/^(minutes?|t_min)$/, 'min'],
  [/^(time|timestamp)$/, 'iso'],
]

/** @param time `COLUMN:format`; absent: a column whose name says it. */
export const readTimeColumn = (columns: readonly string[], time: string | undefined): Wrong<TimeColumn> => {
  if (time === undefined) {
    for (const [name, format] of USUAL_TIMES) {
      const column = columns.find((one) => name.test(bareName(one)))
      if (column !== undefined) return ok({ column, format })
    }
    return err(`Say which column is the time: --time "COLUMN:${TIME_FORMATS.join('|')}".`)
  }
  const at = time.lastIndexOf(':')
  const format = time.slice(at + 1)
  if (at === -1 || !isTimeFormat(format)) {
    return err(`"${time}" is not COLUMN:format. Formats are ${TIME_FORMATS.join(', ')}.`)
  }
  const column = findColumn(columns, time.slice(0, at))
  return column.ok ? ok({ column: column.value, format }) : column
}
