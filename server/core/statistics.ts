import type { Reading, ReadingsStored, Sample } from '../../shared/domain/reading.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import { MS_PER_SECOND, plusMs, type Instant } from '../../shared/domain/time.ts'
import { CUFF_METRICS, METRIC_INFO, METRICS, type Metric } from '../../shared/domain/vital.ts'
import { alarmStatistics, type AlarmStatistics } from './statistics-alarms.ts'
import { timeOutside, type OutsideLimit } from './statistics-limits.ts'
import { endOf, phaseSpans, type PhaseSpan } from './statistics-phases.ts'
import { cuffMeasurements, pressureRise, type CuffMeasurement, type PressureRise } from './statistics-pressure.ts'
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

/** What of a metric statistics may tell, whichever of its readings they stand on. */
export interface ValueStatistics extends PlainStatistics {
  readonly weighted: { readonly mean: number | null; readonly seconds: number }
  readonly percentWithSignal: number | null
  readonly outside: readonly OutsideLimit[]
}

/** The artefact filter by its name: of good quality, and in no stretch that a person marked as artefact. */
export const ARTEFACT_FILTER = 'goodUnmarked'

export interface MetricStatistics extends ValueStatistics {
  readonly filter: {
    readonly name: typeof ARTEFACT_FILTER
    /** Values that it left out: a marked one counts as marked, whatever its quality. */
    readonly marked: number
    readonly poor: number
  }
  /** The same figures of every value, poor and marked ones included. */
  readonly unfiltered: ValueStatistics
}

export interface PressureStatistics {
  readonly filter: typeof ARTEFACT_FILTER
  readonly startedAt: Instant
  /** mmHg. */
  readonly baseline: { readonly sbp: number; readonly dbp: number }
  /** null: no pressure was measured since the start. */
  readonly rise: PressureRise | null
  /** With poor and marked pressures among them. */
  readonly unfiltered: { readonly rise: PressureRise | null }
}

export interface SessionStatistics {
  readonly metrics: Iterable<readonly [Metric, MetricStatistics]>
  /** null: no baseline was taken, or nothing was given. */
  readonly pressure: PressureStatistics | null
  readonly alarms: readonly AlarmStatistics[]
  readonly phases: readonly PhaseSpan[]
}

/** A cuff pressure holds until the next, at most for this: the longest interval of a protocol's first hour. */
const CUFF_HOLDS_S = 900

/** As live (alarms.md, *what is expected, and how often*): a device that measures rarely holds longer. */
const SPACINGS_HELD = 2.5

/** How long a value of the metric may stand for the time after it. */
export const holdMs = (metric: Metric, readings: readonly Reading[]): number => {
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
  const holds = holdMs(metric, readings)
  const statisticsOf = (samples: readonly Sample[]): ValueStatistics => {
    const held = heldValues(readings, new Set<Reading>(samples), holds, end)
    return {
      ...plainStatistics(samples.map(valueOf)),
      weighted: { mean: weightedMean(held), seconds: heldMs(held) / MS_PER_SECOND },
      percentWithSignal: percentCovered(held, monitored),
      outside: timeOutside(events, metric, held, end),
    }
  }
  const samples = readings.filter((reading) => reading.kind === 'sample')
  const marks = marksOf(metric, events)
  const unmarked = samples.filter((sample) => !isMarked(sample, marks))
  const counted = unmarked.filter(({ quality }) => quality === 'good')
  return {
    ...statisticsOf(counted),
    filter: {
      name: ARTEFACT_FILTER,
      marked: samples.length - unmarked.length,
      poor: unmarked.length - counted.length,
    },
    unfiltered: statisticsOf(samples),
  }
}

/** When the first dose began; null: nothing was given. */
export const infusionStart = (events: readonly StoredEvent[]): Instant | null =>
  events.flatMap(({ type, at, occurredAt }) => (type === 'infusionStarted' ? [occurredAt ?? at] : [])).at(0) ?? null

interface CuffSamples {
  readonly all: readonly Sample[]
  /** Those that the artefact filter lets through. */
  readonly counted: readonly Sample[]
}

const cuffSamples = (events: readonly StoredEvent[], batches: readonly ReadingsStored[]): CuffSamples => {
  const samples = CUFF_METRICS.flatMap((metric) => {
    const marks = marksOf(metric, events)
    return inTimeOrder(batches, metric)
      .filter((reading) => reading.kind === 'sample')
      .map((sample) => ({ sample, isCounted: sample.quality === 'good' && !isMarked(sample, marks) }))
  })
  return {
    all: samples.map(({ sample }) => sample),
    counted: samples.filter(({ isCounted }) => isCounted).map(({ sample }) => sample),
  }
}

/** What the cuff and people with a cuff measured, through the artefact filter; in order of time. */
export const countedPressures = (
  events: readonly StoredEvent[],
  batches: readonly ReadingsStored[],
): readonly CuffMeasurement[] => cuffMeasurements(cuffSamples(events, batches).counted)

const pressureStatistics = (
  events: readonly StoredEvent[],
  batches: readonly ReadingsStored[],
): PressureStatistics | null => {
  const startedAt = infusionStart(events)
  const baseline = events.findLast((event) => event.type === 'baselineRecorded')?.data.values
  if (startedAt === null || baseline === undefined) return null
  const { all, counted } = cuffSamples(events, batches)
  const riseOf = (samples: readonly Sample[]) => pressureRise(cuffMeasurements(samples), baseline, startedAt)
  return {
    filter: ARTEFACT_FILTER,
    startedAt,
    baseline: { sbp: baseline.sbp, dbp: baseline.dbp },
    rise: riseOf(counted),
    unfiltered: { rise: riseOf(all) },
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
  pressure: pressureStatistics(events, batches),
  alarms: alarmStatistics(events),
  phases: phaseSpans(events),
})
