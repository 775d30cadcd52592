import type { SessionView, VitalView } from '../../shared/domain/session-view.ts'
import { instant, MS_PER_SECOND, toIso } from '../../shared/domain/time.ts'
import { isCuffMetric, METRIC_INFO, type Metric, type Origin } from '../../shared/domain/vital.ts'
import type { LiveVital } from '../../shared/wire/live-message.ts'
import type { TrendPoint } from './trend.ts'

/** Until a view says how a metric is measured: once a second, as nearly every monitor does. */
const USUAL_SPACING_S = 1
/** Until a view says how often the cuff measures: the default of `vigil evaluate` (api.md). */
const CUFF_STALE_AFTER_S = 900
/** Frames leave every 250 ms of real time and take a while: what a fast clinical clock sees of that. */
const TRANSPORT_MS = 750

/** How much older than it is a value may look, because the clinical clock outruns the frames; 0 at speed 1. */
export const transportSlackMs = (speed: number): number => TRANSPORT_MS * Math.max(0, speed - 1)

const hasValue = ([value, , quality]: LiveVital): boolean =>
  value !== null && quality !== 'none' && quality !== 'invalid'

const originOf = (view: SessionView, known: VitalView | undefined): Origin => {
  if (known !== undefined && known.source !== 'manual') return known.source
  if (view.replayed) return 'replay'
  return view.simulated ? 'simulated' : 'device'
}

const lastValue = (known: VitalView | undefined): Pick<VitalView, 'last'> => {
  if (known === undefined) return {}
  if (known.value !== null && known.quality !== 'invalid') return { last: { value: known.value, time: known.time } }
  return known.last === undefined ? {} : { last: known.last }
}

const timeOf = (vital: VitalView): number => Date.parse(vital.time)

/**
 * The metric after a frame spoke of it. A value taken by hand keeps its place until the device is newer.
 * @returns null where what is known is newer: frames may be late, and newest wins
 */
export const vitalFromFrame = (
  view: SessionView,
  metric: Metric,
  live: LiveVital,
  frameAt: number,
): VitalView | null => {
  const known = view.vitals[metric]
  const [value, time, quality] = live
  if (known !== undefined && time < timeOf(known)) return null
  return {
    value,
    time: toIso(instant(time)),
    receivedAt: toIso(instant(frameAt)),
    quality,
    source: originOf(view, known),
    staleAfterS: known?.staleAfterS ?? METRIC_INFO[metric].staleAfterS ?? CUFF_STALE_AFTER_S,
    usualSpacingS: known?.usualSpacingS ?? USUAL_SPACING_S,
    isSpot: known?.isSpot ?? false,
    ...(hasValue(live) ? {} : lastValue(known)),
  }
}

/** What the frame adds to the metric's trend: a value that does not count is a gap, never a point. */
export const pointFromFrame = (live: LiveVital): TrendPoint => ({
  time: live[1],
  value: hasValue(live) ? live[0] : null,
})

/** Silence that breaks the metric's line; null for the cuff, whose values stand alone. */
export const gapMsOf = (metric: Metric, vital: VitalView, speed: number): number | null =>
  isCuffMetric(metric) ? null : vital.staleAfterS * MS_PER_SECOND + transportSlackMs(speed)

/**
 * The vitals of a new view, beside those that frames have brought since it was projected: per metric the newer one.
 * A view that is applied late (a catch-up) must not turn a number back.
 */
export const newerVitals = (
  before: SessionView['vitals'],
  after: SessionView['vitals'],
  viewAt: number,
): SessionView['vitals'] => {
  const kept = Object.entries(before).filter(([metric, vital]) => {
    const fresh = after[metric as Metric]
    return fresh === undefined ? Date.parse(vital.receivedAt) > viewAt : timeOf(vital) > timeOf(fresh)
  })
  return kept.length === 0 ? after : { ...after, ...Object.fromEntries(kept) }
}
