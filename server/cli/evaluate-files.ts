import { readFile } from 'node:fs/promises'
import { limitIdentity, type Limit } from '../../shared/domain/limit.ts'
import { err, ok, type Result } from '../../shared/domain/result.ts'
import { parseIso, type Instant } from '../../shared/domain/time.ts'
import { isMetric, METRICS, type Quality } from '../../shared/domain/vital.ts'
import { limitsFileSchema, type LimitsFile } from '../../shared/wire/limits-file.ts'
import { duplicateLimit } from '../core/alarm-limit-set.ts'
import type { RecordedCommand, RecordedReading } from '../core/evaluate.ts'
import { readCsv, type CsvRow } from './csv-table.ts'

/** A file's text; what is wrong with it, where it cannot be read or used. */
export type FileAnswer<T> = Result<T, string>

export const readText = async (file: string): Promise<FileAnswer<string>> => {
  try {
    return ok(await readFile(file, 'utf8'))
  } catch {
    return err(`${file} cannot be read.`)
  }
}

const refuseDuplicates = (limits: readonly Limit[]): string | null => {
  const identity = duplicateLimit(limits)
  if (identity === null) return null
  const places = limits.flatMap((limit, index) => (limitIdentity(limit) === identity ? [`limits[${index}]`] : []))
  return `${places.join(' and ')} are the same limit (${identity}): give one of them an id of its own, or leave it out.`
}

export const parseLimitsFile = (text: string): FileAnswer<LimitsFile> => {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    return err('is not JSON.')
  }
  const parsed = limitsFileSchema.safeParse(content)
  if (!parsed.success)
    return err(parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`).join('; '))
  const duplicates = refuseDuplicates(parsed.data.limits)
  return duplicates === null ? ok(parsed.data) : err(duplicates)
}

const QUALITIES: Readonly<Record<string, Quality>> = { '': 'good', good: 'good', poor: 'poor', invalid: 'invalid' }

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** A row's time, or the sentence that refuses it. */
const timeOf = (row: CsvRow): FileAnswer<Instant> => {
  const text = row.cell('time')
  const at = parseIso(text)
  if (at !== null) return ok(at)
  return err(`line ${row.line}: "${text}" is not a time such as 2026-03-01T09:30:00.000Z.`)
}

/** null: a row without a number, which is skipped. */
const readingOf = (row: CsvRow): FileAnswer<RecordedReading | null> => {
  const metric = row.cell('metric')
  if (!isMetric(metric)) return err(`line ${row.line}: "${metric}" is not a metric. Known are ${METRICS.join(', ')}.`)
  const value = row.cell('value')
  if (!NUMBER.test(value)) return ok(null)
  const at = timeOf(row)
  if (!at.ok) return at
  const quality = QUALITIES[row.cell('quality').toLowerCase()]
  if (quality === undefined)
    return err(`line ${row.line}: "${row.cell('quality')}" is not a quality. Known are good, poor, invalid.`)
  return ok({ at: at.value, metric, value: Number(value), quality })
}

const commandOf = (row: CsvRow): FileAnswer<RecordedCommand> => {
  const at = timeOf(row)
  if (!at.ok) return at
  const type = row.cell('type')
  if (type !== 'acknowledge') return err(`line ${row.line}: "${type}" is not a command. Known is acknowledge.`)
  return ok({ at: at.value, type, channel: row.cell('channel') })
}

const eachRow = <T>(
  text: string,
  columns: readonly string[],
  read: (row: CsvRow) => FileAnswer<T>,
): FileAnswer<readonly T[]> => {
  const table = readCsv(text)
  const missing = columns.filter((column) => !table.columns.includes(column))
  if (missing.length > 0)
    return err(`has no column ${missing.join(', ')}; its header names ${table.columns.join(', ')}.`)
  const found: T[] = []
  for (const row of table.rows) {
    const answer = read(row)
    if (!answer.ok) return answer
    found.push(answer.value)
  }
  return ok(found)
}

export const parseReadings = (text: string): FileAnswer<readonly RecordedReading[]> => {
  const rows = eachRow(text, ['time', 'metric', 'value'], readingOf)
  return rows.ok ? ok(rows.value.filter((reading) => reading !== null)) : rows
}

export const parseCommands = (text: string): FileAnswer<readonly RecordedCommand[]> =>
  eachRow(text, ['time', 'type', 'channel'], commandOf)
