import type { Brand } from './brand.ts'

/** A point in time: whole milliseconds since 1970-01-01T00:00:00Z. Whose clock it is, the name that holds it says. */
export type Instant = Brand<number, 'Instant'>

export const MS_PER_SECOND = 1_000
export const MS_PER_MINUTE = 60_000
export const MS_PER_HOUR = 3_600_000
export const MS_PER_DAY = 86_400_000

/** @param epochMs milliseconds since the epoch; a fraction of a millisecond is cut off. */
export const instant = (epochMs: number): Instant => Math.trunc(epochMs) as Instant

export const plusMs = (at: Instant, ms: number): Instant => instant(at + ms)
export const plusSeconds = (at: Instant, seconds: number): Instant => instant(at + seconds * MS_PER_SECOND)
export const plusMinutes = (at: Instant, minutes: number): Instant => instant(at + minutes * MS_PER_MINUTE)

/** Seconds between two instants. Divided, not multiplied: 1,100 ms then are 1.1 s exactly as a file writes them. */
export const elapsedS = (from: Instant, to: Instant): number => (to - from) / MS_PER_SECOND

/** The first instant at which at least so many seconds have passed. */
export const whenElapsed = (from: Instant, seconds: number): Instant => {
  const near = plusMs(from, Math.floor(seconds * MS_PER_SECOND))
  return elapsedS(from, near) >= seconds ? near : plusMs(near, 1)
}

/** The first instant at which more than so many seconds have passed. */
export const whenExceeded = (from: Instant, seconds: number): Instant => {
  const reached = whenElapsed(from, seconds)
  return elapsedS(from, reached) > seconds ? reached : plusMs(reached, 1)
}

/** RFC 3339 in UTC with milliseconds, as every view and answer carries it. */
export const toIso = (at: Instant): string => new Date(at).toISOString()

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i

/** @returns null for anything that is not RFC 3339 with a zone: a time without a zone is not a time. */
export const parseIso = (text: string): Instant | null => {
  if (!RFC_3339.test(text)) return null
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? null : instant(ms)
}

export const earliest = (...candidates: readonly (Instant | null)[]): Instant | null =>
  candidates.reduce<Instant | null>((best, at) => (at !== null && (best === null || at < best) ? at : best), null)

export const latest = (first: Instant, second: Instant): Instant => (first > second ? first : second)
