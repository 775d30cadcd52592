import type { VitalView } from '../../shared/domain/session-view.ts'
import { MS_PER_SECOND, type Instant } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'
import { formatAge, formatValue, NO_VALUE } from '../ui/format.ts'

/** `aged`: older than it should be; `gone`: there was a value and it counts no longer; `never`: there was none. */
export type NumberState = 'fresh' | 'aged' | 'poor' | 'gone' | 'never'

/** How a number is to be shown: with its age once it is older than it should be (signals.md, *Honest numbers*). */
export interface NumberLook {
  readonly text: string
  readonly state: NumberState
  /** Beside the number in small: its age, or the last value with its age. */
  readonly note: string
}

export interface Aging {
  readonly now: Instant
  /** What a fast clinical clock sees of the way from the server: no value is older than it for that. */
  readonly slackMs: number
}

/** A value fades when this many of its usual spacings went by without another. */
const FADE_AFTER_SPACINGS = 2

const NEVER: NumberLook = { text: NO_VALUE, state: 'never', note: '' }

const since = (time: string, { now, slackMs }: Aging): number => Math.max(0, now - Date.parse(time) - slackMs)

const countsNow = (vital: VitalView): boolean =>
  vital.value !== null && vital.quality !== 'none' && vital.quality !== 'invalid'

const isStale = (vital: VitalView, aging: Aging): boolean =>
  since(vital.receivedAt, aging) >= vital.staleAfterS * MS_PER_SECOND

const gone = (
  metric: Metric,
  last: { readonly value: number; readonly time: string } | undefined,
  aging: Aging,
): NumberLook => ({
  text: NO_VALUE,
  state: 'gone',
  note: last === undefined ? '' : `${formatValue(metric, last.value)} · ${formatAge(since(last.time, aging))}`,
})

const lastOf = (vital: VitalView) =>
  countsNow(vital) && vital.value !== null ? { value: vital.value, time: vital.time } : vital.last

/** Whether the metric has a value now that may be read as one. */
export const isCurrent = (vital: VitalView | undefined, aging: Aging): boolean =>
  vital !== undefined && countsNow(vital) && !isStale(vital, aging)

export const numberLook = (metric: Metric, vital: VitalView | undefined, aging: Aging): NumberLook => {
  if (vital === undefined) return NEVER
  if (!isCurrent(vital, aging)) return gone(metric, lastOf(vital), aging)
  const text = formatValue(metric, vital.value)
  const age = since(vital.receivedAt, aging)
  if (age >= FADE_AFTER_SPACINGS * vital.usualSpacingS * MS_PER_SECOND)
    return { text, state: 'aged', note: formatAge(age) }
  if (vital.quality === 'poor') return { text, state: 'poor', note: 'poor signal' }
  return { text, state: 'fresh', note: vital.isSpot ? `SPOT ${formatAge(age)}` : '' }
}
