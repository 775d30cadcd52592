import type { Instant } from '../../../shared/domain/time.ts'

/** Times as people at the site read them. */
export interface LocalTime {
  /** `12:08` */
  readonly time: (at: Instant) => string
  /** `12:08:31` */
  readonly clock: (at: Instant) => string
  /** `2 Mar 2026` */
  readonly day: (at: Instant) => string
  /** `Europe/Berlin (UTC+1)`, the zone and how far it was from UTC then; `UTC` alone is that. */
  readonly zoneAt: (at: Instant) => string
  /** Minutes that the zone is ahead of UTC then. */
  readonly aheadMin: (at: Instant) => number
}

const part = (format: Intl.DateTimeFormat, at: Instant, type: Intl.DateTimeFormatPartTypes): string =>
  format.formatToParts(at).find((it) => it.type === type)?.value ?? ''

/** `GMT+05:30` → 330 */
const minutesOf = (offset: string): number => {
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):?(\d*)/.exec(offset) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

/** 330 → `UTC+5:30`; a whole hour has no minutes. */
const offsetWords = (minutes: number): string => {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`
}

/** @param timeZone an IANA name */
export const localTime = (timeZone: string): LocalTime => {
  const formatOf = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { timeZone, ...options })
  const hourMinute = formatOf({ hour: '2-digit', minute: '2-digit' })
  const second = formatOf({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
  const date = formatOf({ day: 'numeric', month: 'short', year: 'numeric' })
  const long = formatOf({ timeZoneName: 'longOffset' })
  const aheadMin = (at: Instant) => minutesOf(part(long, at, 'timeZoneName'))
  return {
    time: (at) => hourMinute.format(at),
    clock: (at) => second.format(at),
    day: (at) => date.format(at),
    zoneAt: (at) => (timeZone === 'UTC' ? timeZone : `${timeZone} (${offsetWords(aheadMin(at))})`),
    aheadMin,
  }
}
