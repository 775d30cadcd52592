import type { BaselineValues, Direction, Limit, Priority } from '../../shared/domain/limit.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import { latest, MS_PER_SECOND, type Instant } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'
import { resolvedLimits } from './alarm-limit-set.ts'
import { groupsOf, type HeldValue, type Span } from './statistics-values.ts'

/** One limit, resolved, for as long as it was in force. */
export interface LimitSpan extends Span {
  readonly id: string
  readonly direction: Direction
  readonly priority: Priority
  readonly value: number
}

export interface OutsideLimit {
  readonly id: string
  readonly direction: Direction
  readonly priority: Priority
  /** As last in force. */
  readonly value: number
  readonly seconds: number
  readonly longestRunS: number
}

interface LimitSet {
  readonly from: Instant
  readonly limits: readonly Limit[]
  readonly baseline: BaselineValues | null
}

const nextSet = (before: LimitSet | undefined, event: StoredEvent): LimitSet | null => {
  if (event.type === 'sessionScheduled') return { from: event.at, limits: event.data.protocol.limits, baseline: null }
  if (before === undefined) return null
  if (event.type === 'limitsChanged') return { ...before, from: event.at, limits: event.data.limits }
  if (event.type === 'baselineRecorded') return { ...before, from: event.at, baseline: { ...event.data.values } }
  return null
}

const limitSets = (events: readonly StoredEvent[]): readonly LimitSet[] =>
  events.reduce<readonly LimitSet[]>((sets, event) => {
    const next = nextSet(sets.at(-1), event)
    return next === null ? sets : [...sets, next]
  }, [])

/** The limits of one metric, from set to set; the last ones until `end`. */
const limitSpans = (events: readonly StoredEvent[], metric: Metric, end: Instant): readonly LimitSpan[] =>
  limitSets(events).flatMap(({ from, limits, baseline }, index, sets) => {
    const to = sets[index + 1]?.from ?? end
    return resolvedLimits({ rules: { kind: 'live' }, limits, baseline })
      .filter((limit) => limit.metric === metric)
      .map(({ id, direction, priority, threshold }) => ({ id, direction, priority, value: threshold, from, to }))
  })

const isBeyond = (value: number, limit: LimitSpan): boolean =>
  limit.direction === 'low' ? value < limit.value : value > limit.value

const cut = (held: HeldValue, limit: LimitSpan): Span => ({
  from: latest(held.from, limit.from),
  to: held.to < limit.to ? held.to : limit.to,
})

/** The stretches in which the value was beyond the limit that was in force, those that meet joined. */
const runsBeyond = (held: readonly HeldValue[], spans: readonly LimitSpan[]): readonly Span[] => {
  const stretches = held
    .flatMap((value) => spans.filter((limit) => isBeyond(value.value, limit)).map((limit) => cut(value, limit)))
    .filter(({ from, to }) => from < to)
  return stretches.reduce<readonly Span[]>((runs, stretch) => {
    const last = runs.at(-1)
    return last?.to === stretch.from ? [...runs.slice(0, -1), { from: last.from, to: stretch.to }] : [...runs, stretch]
  }, [])
}

const outsideOf = (held: readonly HeldValue[], spans: readonly LimitSpan[], newest: LimitSpan): OutsideLimit => {
  const { id, direction, priority, value } = newest
  const lengths = runsBeyond(held, spans).map(({ from, to }) => (to - from) / MS_PER_SECOND)
  const seconds = lengths.reduce((sum, length) => sum + length, 0)
  return { id, direction, priority, value, seconds, longestRunS: Math.max(0, ...lengths) }
}

/** How long a metric was beyond each of its limits, as they stood at the time; limits in the order of their first set. */
export const timeOutside = (
  events: readonly StoredEvent[],
  metric: Metric,
  held: readonly HeldValue[],
  end: Instant,
): readonly OutsideLimit[] => {
  const byId = groupsOf(limitSpans(events, metric, end), ({ id }) => id)
  return byId.flatMap((spans) => spans.slice(-1).map((newest) => outsideOf(held, spans, newest)))
}
