import type { Reading, ReadingsStored, Sample } from '../../shared/domain/reading.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import { MS_PER_SECOND, plusMs, type Instant } from '../../shared/domain/time.ts'
import { METRIC_INFO, METRICS, type Metric } from '../../shared/domain/vital.ts'
import { alarmStatistics, type AlarmStatistics } from './statistics-alarms.ts'
import { timeOutside, type OutsideLimit } from './statistics-limits.ts'
import { endOf, phaseSpans, type PhaseSpan } from './statistics-phases.ts'
import {
  heldMs,
  medianOf,
  percentCovered,
  plainStatistics,
  weightedMean,
  type HeldValue,
  type PlainStatistics,
  type Span,
} from './statistics-values.ts'

export interface MetricStatistics extends PlainStatistics {
  readonly weighted: { readonly mean: number | null; readonly seconds: number }
  readonly unfiltered: PlainStatistics
  readonly percentWithSignal: number | null
  readonly outside: readonly OutsideLimit[]
}

export interface SessionStatistics {
  readonly metrics: Iterable<readonly [Metric, MetricStatistics]>
  readonly alarms: readonly AlarmStatistics[]
  readonly phases: readonly PhaseSpan[]
}

/** A cuff pressure holds until the next, at most for this: the longest interval of a protocol's first hour. */
const CUFF_HOLDS_S = 900

/** As live (alarms.md, *what is expected, and how often*): a device that measures rarely holds longer. */
const SPACINGS_HELD = 2.5

const holdMs = (metric: Metric, readings: readonly Reading[]): number => {
  const spacings = readings.map(({ measuredAt }, index, all) => measuredAt - (all[index - 1]?.measuredAt ?? measuredAt))
  const usualMs = medianOf(spacings.slice(1))
  return Math.max((METRIC_INFO[metric].staleAfterS ?? CUFF_HOLDS_S) * MS_PER_SECOND, SPACINGS_HELD * usualMs)
}

/** Stretches that people marked as artefact; both ends belong to them. */
const marksOf = (metric: Metric, events: readonly StoredEvent[]): readonly Span[] =>
  events.flatMap((event) => (event.type === 'artefactMarked' && event.data.metric === metric ? [event.data] : []))

const isMarked = ({ measuredAt }: Reading, marks: readonly Span[]): boolean =>
  marks.some(({ from, to }) => from <= measuredAt && measuredAt <= to)

/** Whatever the device says next ends the time for which a value held, a poor value and "no value" included. */
const heldValues = (readings: readonly Reading[], counted: ReadonlySet<Reading>, holds: number, end: Instant) =>
  readings.flatMap((reading, index): readonly HeldValue[] => {
    if (reading.kind === 'noValue' || !counted.has(reading)) return []
    const next = readings[index + 1]?.measuredAt ?? end
    const to = plusMs(reading.measuredAt, Math.min(holds, Math.max(0, next - reading.measuredAt)))
    return [{ value: reading.value, from: reading.measuredAt, to }]
  })

interface Visit {
  readonly events: readonly StoredEvent[]
  readonly monitored: readonly Span[]
  readonly end: Instant
}

const valueOf = ({ value }: Sample): number => value

const metricStatistics = (metric: Metric, readings: readonly Reading[], visit: Visit): MetricStatistics => {
  const { events, monitored, end } = visit
  const samples = readings.filter((reading) => reading.kind === 'sample')
  const marks = marksOf(metric, events)
  const counted = samples.filter((sample) => sample.quality === 'good' && !isMarked(sample, marks))
  const held = heldValues(readings, new Set<Reading>(counted), holdMs(metric, readings), end)
  return {
    ...plainStatistics(counted.map(valueOf)),
    weighted: { mean: weightedMean(held), seconds: heldMs(held) / MS_PER_SECOND },
    unfiltered: plainStatistics(samples.map(valueOf)),
    percentWithSignal: percentCovered(held, monitored),
    outside: timeOutside(events, metric, held, end),
  }
}

/** The readings of one metric in order of the time axis; late ones stand where they belong. */
export const inTimeOrder = (batches: readonly ReadingsStored[], metric: Metric): readonly Reading[] =>
  batches
    .flatMap(({ readings }) => readings.filter((reading) => reading.metric === metric))
    .sort((first, second) => first.measuredAt - second.measuredAt)

/** Metric by metric, so that who asks can do other work between; a metric that never spoke is left out. */
function* metricsOf(
  events: readonly StoredEvent[],
  batches: readonly ReadingsStored[],
  now: Instant,
): Generator<readonly [Metric, MetricStatistics]> {
  const end = endOf(events) ?? now
  const monitored = phaseSpans(events)
    .filter(({ phase }) => phase !== 'scheduled')
    .map(({ from, to }) => ({ from, to: to ?? end }))
  for (const metric of METRICS) {
    const readings = inTimeOrder(batches, metric)
    if (readings.length > 0) yield [metric, metricStatistics(metric, readings, { events, monitored, end })]
  }
}

/**
 * What a visit comes to in figures. Plain statistics count each good reading that nobody marked as an artefact once.
 * The metrics come one by one: a visit has ten thousand readings of each.
 * @param now stands for the end of a visit that runs
 */
export const sessionStatistics = (
  events: readonly StoredEvent[],
  batches: readonly ReadingsStored[],
  now: Instant,
): SessionStatistics => ({
  metrics: metricsOf(events, batches, now),
  alarms: alarmStatistics(events),
  phases: phaseSpans(events),
})
