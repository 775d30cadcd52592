import { instant, MS_PER_MINUTE, type Instant } from '../../../shared/domain/time.ts'

/** Minutes east of UTC at a wall time that carries no zone; `wallMs` is that wall time read as if it were UTC. */
export type ZoneOffset = (wallMs: number) => number

/** The zone of this machine. */
const machineOffset: ZoneOffset = (wallMs) => {
  const wall = new Date(wallMs)
  const local = new Date(
    wall.getUTCFullYear(),
    wall.getUTCMonth(),
    wall.getUTCDate(),
    wall.getUTCHours(),
    wall.getUTCMinutes(),
    wall.getUTCSeconds(),
  )
  return -local.getTimezoneOffset()
}

const namedOffset = (zone: string): ZoneOffset => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const offsetAt = (ms: number): number => {
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
    const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
    return Math.round((wall - Math.floor(ms / 1_000) * 1_000) / MS_PER_MINUTE)
  }
  // The first guess is an hour off in the night when the clocks change; the second look is right.
  return (wallMs) => offsetAt(wallMs - offsetAt(wallMs - offsetAt(wallMs) * MS_PER_MINUTE) * MS_PER_MINUTE)
}

/** @param zone an IANA name; null: the zone of this machine. @throws RangeError for a name that nobody knows. */
export const zoneOffset = (zone: string | null): ZoneOffset => (zone === null ? machineOffset : namedOffset(zone))

/** YYYYMMDDHHMM[SS[.fraction]][+ZZZZ] */
const TIMESTAMP = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:[.,](\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?$/

export interface StampedTime {
  readonly at: Instant
  /** Minutes east of UTC where the text said it. */
  readonly zoneMin: number | null
}

/** @returns null for a date or a time that does not exist. */
const wallTime = ([year, month, day, hour, minute, second]: readonly string[]): number | null => {
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
  const ms = Date.parse(iso)
  return Number.isNaN(ms) || ms < 0 || new Date(ms).toISOString() !== iso ? null : ms
}

const readZone = (zone: string | undefined): number | null => {
  if (zone === undefined) return null
  if (zone === 'Z') return 0
  const digits = zone.replaceAll(/\D/g, '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return zone.startsWith('-') ? -minutes : minutes
}

/**
 * @param otherwise what holds where the text carries no zone.
 * @returns null for nothing, zeros, a date alone or anything else that is no time of day.
 */
export const readStampedTime = (text: string, otherwise: ZoneOffset): StampedTime | null => {
  const found = TIMESTAMP.exec(text.trim())
  if (found === null) return null
  const whole = wallTime(found.slice(1, 7).map((part: string | undefined) => part ?? '00'))
  if (whole === null) return null
  const wallMs = whole + Math.floor(Number(`0.${found[7] ?? '0'}`) * 1_000)
  const zoneMin = readZone(found[8])
  return { at: instant(wallMs - (zoneMin ?? otherwise(wallMs)) * MS_PER_MINUTE), zoneMin }
}

const two = (value: number): string => String(value).padStart(2, '0')

/** As answers carry it: UTC, and saying so. */
export const writeTime = (at: Instant): string => {
  const date = new Date(at)
  const day = `${date.getUTCFullYear()}${two(date.getUTCMonth() + 1)}${two(date.getUTCDate())}`
  return `${day}${two(date.getUTCHours())}${two(date.getUTCMinutes())}${two(date.getUTCSeconds())}+0000`
}
