import { MS_PER_MINUTE, MS_PER_SECOND, parseIso } from '../../shared/domain/time.ts'
import type { TimeFormat } from './replay-columns.ts'

const NUMBER = /^\d+(?:\.\d+)?$/
/** 01/02/2000 4:26:53 is the first of February. */
const DAY_FIRST = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/

const readDayFirst = (text: string): number | null => {
  const found = DAY_FIRST.exec(text)
  if (found === null) return null
  const parts = found.slice(1).map((part: string | undefined) => part ?? '')
  const [day, month, year, hour, minute, second] = parts.map((part) => part.padStart(2, '0'))
  const fraction = (parts[6] ?? '').padEnd(3, '0')
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction}Z`
  const ms = Date.parse(iso)
  // A day that its month does not have comes out as another one.
  return Number.isNaN(ms) || new Date(ms).toISOString() !== iso ? null : ms
}

const readIso = (text: string): number | null => parseIso(text) ?? parseIso(`${text.replace(' ', 'T')}Z`)

/** @returns milliseconds from any beginning, the same for all rows; null for what is no time. */
export const readRecordedTime = (text: string, format: TimeFormat): number | null => {
  switch (format) {
    case 's':
      return NUMBER.test(text) ? Math.round(Number(text) * MS_PER_SECOND) : null
    case 'min':
      return NUMBER.test(text) ? Math.round(Number(text) * MS_PER_MINUTE) : null
    case 'iso':
      return readIso(text)
    case 'd/m/y':
      return readDayFirst(text)
  }
}

/** Whether the time is one of a calendar, and not counted from the record's own start. */
export const isCalendar = (format: TimeFormat): boolean => format === 'iso' || format === 'd/m/y'

/**
 * Some exports stamp without seconds: sixty rows carry one time, then it jumps. Rows that share a time are spread
 * evenly until the next one.
 */
export const spreadEqualTimes = (times: readonly number[]): readonly number[] => {
  const spread: number[] = []
  for (let from = 0; from < times.length;) {
    const time = times[from] ?? 0
    let to = from
    while (times[to] === time) to += 1
    const next = times[to] ?? time
    for (let row = from; row < to; row += 1) spread.push(time + ((next - time) * (row - from)) / (to - from))
    from = to
  }
  return spread
}
