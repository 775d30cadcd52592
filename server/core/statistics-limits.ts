import type { BaselineValues, Direction, Priority } from '../../shared/domain/limit.ts'
import { isEnded, type Phase } from '../../shared/domain/phase.ts'
import { protocolLimits, type Protocol } from '../../shared/domain/protocol.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import { latest, MS_PER_MINUTE, MS_PER_SECOND, type Instant } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'
import { resolvedLimits } from './alarm-limit-set.ts'
import { changesAfter, limitsInForce, type LimitChange } from './limit-changes.ts'
import { PHASE_BEGUN_BY } from './statistics-phases.ts'
import { groupsOf, heldMs, type HeldValue, type Span } from './statistics-values.ts'

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
  /** Between the value and the limit, for as long as it was beyond: the metric's unit times minutes. */
  readonly areaUnitMin: number
}

interface LimitSet {
  readonly from: Instant
  readonly protocol: Protocol
  readonly phase: Phase
  readonly changes: readonly LimitChange[]
  readonly baseline: BaselineValues | null
}

const firstSet = (event: StoredEvent): LimitSet | null =>
  event.type === 'sessionScheduled'
    ? { from: event.at, protocol: event.data.protocol, phase: 'scheduled', changes: [], baseline: null }
    : null

/** A phase begins with its own limits, where the protocol has some for it. */
const nextSet = (before: LimitSet | undefined, event: StoredEvent): LimitSet | null => {
  if (before === undefined) return firstSet(event)
  if (event.type === 'baselineRecorded') return { ...before, from: event.at, baseline: { ...event.data.values } }
  if (event.type === 'limitsChanged') {
    const set = { limits: event.data.limits, by: '', at: event.at }
    const changes = changesAfter(protocolLimits(before.protocol, before.phase), before.changes, set)
    return { ...before, from: event.at, changes }
  }
  const phase = PHASE_BEGUN_BY[event.type]
  return phase === undefined || isEnded(phase) ? null : { ...before, from: event.at, phase }
}

const limitSets = (events: readonly StoredEvent[]): readonly LimitSet[] =>
  events.reduce<readonly LimitSet[]>((sets, event) => {
    const next = nextSet(sets.at(-1), event)
    return next === null ? sets : [...sets, next]
  }, [])

/** The limits of one metric, from set to set; the last ones until `end`. */
export const limitSpans = (events: readonly StoredEvent[], metric: Metric, end: Instant): readonly LimitSpan[] =>
  limitSets(events).flatMap(({ from, protocol, phase, changes, baseline }, index, sets) => {
    const to = sets[index + 1]?.from ?? end
    const limits = limitsInForce(protocol, phase, changes)
    return resolvedLimits({ rules: { kind: 'live' }, limits, baseline })
      .filter((limit) => limit.metric === metric)
      .map(({ id, direction, priority, threshold }) => ({ id, direction, priority, value: threshold, from, to }))
  })

const isBeyond = (value: number, limit: LimitSpan): boolean =>
  limit.direction === 'low' ? value < limit.value : value > limit.value

interface Beyond extends Span {
  /** How far. */
  readonly distance: number
}

const beyond = (held: HeldValue, limit: LimitSpan): Beyond => ({
  from: latest(held.from, limit.from),
  to: held.to < limit.to ? held.to : limit.to,
  distance: Math.abs(held.value - limit.value),
})

/** The stretches in which the value was beyond the limit that was in force. */
const stretchesBeyond = (held: readonly HeldValue[], spans: readonly LimitSpan[]): readonly Beyond[] =>
  held
    .flatMap((value) => spans.filter((limit) => isBeyond(value.value, limit)).map((limit) => beyond(value, limit)))
    .filter(({ from, to }) => from < to)

/** Lengths of the stretches, those that meet joined. Milliseconds. */
const runsOf = (stretches: readonly Span[]): readonly number[] => {
  const runs: { from: Instant; to: Instant }[] = []
  for (const { from, to } of stretches) {
    const last = runs.at(-1)
    if (last?.to === from) last.to = to
    else runs.push({ from, to })
  }
  return runs.map(({ from, to }) => to - from)
}

const outsideOf = (held: readonly HeldValue[], spans: readonly LimitSpan[], newest: LimitSpan): OutsideLimit => {
  const { id, direction, priority, value } = newest
  const stretches = stretchesBeyond(held, spans)
  return {
    id,
    direction,
    priority,
    value,
    seconds: heldMs(stretches) / MS_PER_SECOND,
    longestRunS: runsOf(stretches).reduce((longest, ms) => Math.max(longest, ms), 0) / MS_PER_SECOND,
    areaUnitMin: stretches.reduce((sum, { from, to, distance }) => sum + distance * (to - from), 0) / MS_PER_MINUTE,
  }
}

/** How long and how far a metric was beyond each of its limits, as they stood at the time; limits in the order of their first set. */
export const timeOutside = (
  events: readonly StoredEvent[],
  metric: Metric,
  held: readonly HeldValue[],
  end: Instant,
): readonly OutsideLimit[] => {
  const byId = groupsOf(limitSpans(events, metric, end), ({ id }) => id)
  return byId.flatMap((spans) => spans.slice(-1).map((newest) => outsideOf(held, spans, newest)))
}
