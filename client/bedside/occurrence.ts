import { MS_PER_HOUR, MS_PER_MINUTE, instant, plusMinutes, type Instant } from '../../shared/domain/time.ts'
import { formatTime } from '../ui/format.ts'

/** How late an entry usually is, in minutes: each is one tap. */
export const MINUTES_AGO = [2, 5, 10] as const

/** The earliest moment that is meant, and what happened then. */
export interface Earliest {
  readonly at: Instant
  readonly what: string
}

/** What is chosen: now, so many minutes ago at the moment of choosing, or a time of day as it was typed. */
export type Occurrence =
  | { readonly kind: 'now' }
  | { readonly kind: 'ago'; readonly minutes: number; readonly at: Instant }
  | { readonly kind: 'typed'; readonly text: string }

/** `at`: null means now. An objection says why the moment cannot be the one that is meant. */
export type Judged =
  { readonly at: Instant | null; readonly objection: null } | { readonly at: null; readonly objection: string }

export const NOW: Occurrence = { kind: 'now' }

const MINUTES_PER_DAY = 1_440
const HALF_A_DAY_MS = 12 * MS_PER_HOUR
const TIME_OF_DAY = /^([01]?\d|2[0-3])[:. ]?([0-5]\d)$/

const objection = (words: string): Judged => ({ at: null, objection: words })

const startOfMinute = (at: Instant): number => Math.floor(at / MS_PER_MINUTE) * MS_PER_MINUTE

/** A time of day on this device's zone means the nearest such moment: just after midnight 23:50 is yesterday's. */
const nearest = (hours: number, minutes: number, now: Instant): Instant => {
  const date = new Date(now)
  date.setHours(hours, minutes, 0, 0)
  const today = instant(date.getTime())
  if (today - now > HALF_A_DAY_MS) return plusMinutes(today, -MINUTES_PER_DAY)
  return now - today > HALF_A_DAY_MS ? plusMinutes(today, MINUTES_PER_DAY) : today
}

const judgeMoment = (at: Instant, now: Instant, earliest: Earliest | null): Judged => {
  if (at > now) return objection(`${formatTime(at)} is still to come: it is ${formatTime(now)}.`)
  if (earliest === null || at >= earliest.at) return { at, objection: null }
  // The very minute of the beginning is meant, whose seconds nobody types.
  if (at >= startOfMinute(earliest.at)) return { at: earliest.at, objection: null }
  return objection(`${formatTime(at)} is before ${formatTime(earliest.at)}, ${earliest.what}.`)
}

/** The moment that is meant, or why it cannot be. The server judges again; this says it where it can be put right. */
export const judgeOccurrence = (chosen: Occurrence, now: Instant | null, earliest: Earliest | null): Judged => {
  if (chosen.kind === 'now' || (chosen.kind === 'typed' && chosen.text.trim() === ''))
    return { at: null, objection: null }
  if (now === null) return objection('The time of the server is not known yet: only "now" can be recorded.')
  if (chosen.kind === 'ago') return judgeMoment(chosen.at, now, earliest)
  const [, hours, minutes] = TIME_OF_DAY.exec(chosen.text.trim()) ?? []
  if (hours === undefined || minutes === undefined) return objection('Write the time of day as 13:05.')
  return judgeMoment(nearest(Number(hours), Number(minutes), now), now, earliest)
}

/** What stands in the field of the time: empty is now. */
export const occurrenceText = (chosen: Occurrence): string => {
  switch (chosen.kind) {
    case 'now':
      return ''
    case 'ago':
      return formatTime(chosen.at)
    case 'typed':
      return chosen.text
  }
}
