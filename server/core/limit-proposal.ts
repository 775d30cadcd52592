import type { Limit, Priority } from '../../shared/domain/limit.ts'
import type { Reading } from '../../shared/domain/reading.ts'
import { METRIC_INFO, type Metric } from '../../shared/domain/vital.ts'
import { medianOf } from './statistics-values.ts'

/** So far back go the values that limits are proposed from. Minutes. */
export const PROPOSED_FROM_MIN = 10

/** How far from the median a limit is proposed: a share of it, or so much of the metric's unit. */
type Distance = { readonly share: number } | { readonly offset: number }

interface Band {
  readonly low?: Distance
  readonly high?: Distance
}

/** Every figure is ours, for the clinic to judge: no source proposes limits for this kind of patient. */
const BANDS: Readonly<Partial<Record<Metric, Band>>> = {
  spo2: { low: { offset: -5 } },
  hr: { low: { share: 0.7 }, high: { share: 1.3 } },
  sbp: { low: { share: 0.75 }, high: { share: 1.25 } },
  dbp: { high: { share: 1.25 } },
  rr: { low: { share: 0.6 }, high: { share: 1.5 } },
  etco2: { low: { offset: -10 }, high: { offset: 10 } },
}

const RULE =
  `Medium limits around the median of the last ${PROPOSED_FROM_MIN} min: heart rate and pressure ±30 % and ±25 %, ` +
  'SpO2 5 below, respiration −40 % to +50 %, EtCO2 ±10; never past the high limit. High limits and those that follow the baseline stay.'

export interface ProposalBasis {
  readonly metric: Metric
  readonly median: number
  /** How many good values it is the median of. */
  readonly count: number
}

export interface LimitProposal {
  /** In words. */
  readonly rule: string
  readonly basis: readonly ProposalBasis[]
  readonly limits: readonly Limit[]
}

const goodValues = (readings: readonly Reading[], metric: Metric): readonly number[] =>
  readings.flatMap((reading) =>
    reading.kind === 'sample' && reading.metric === metric && reading.quality === 'good' ? [reading.value] : [],
  )

/** The pulse is `hr`, or `pr` where there is none (alarms.md, *Live*). */
const valuesOf = (readings: readonly Reading[], metric: Metric): readonly number[] => {
  const own = goodValues(readings, metric)
  return own.length === 0 && metric === 'hr' ? goodValues(readings, 'pr') : own
}

const basisOf = (readings: readonly Reading[]): readonly ProposalBasis[] =>
  (Object.keys(BANDS) as readonly Metric[]).flatMap((metric) => {
    const values = valuesOf(readings, metric)
    return values.length === 0 ? [] : [{ metric, median: medianOf(values), count: values.length }]
  })

/** Of the limits with a figure of their own; what follows the baseline is none. */
const figureOf = (limits: readonly Limit[], { metric, direction }: Limit, priority: Priority): number | null => {
  const [figure] = limits.flatMap((it) => {
    const isIt = it.metric === metric && it.direction === direction && it.priority === priority
    return isIt && typeof it.threshold === 'number' ? [it.threshold] : []
  })
  return figure ?? null
}

const at = (median: number, distance: Distance): number =>
  Math.round('share' in distance ? median * distance.share : median + distance.offset)

/** What a medium limit is proposed to be: never further out than the high one of its channel. */
const mediumFigure = (limits: readonly Limit[], limit: Limit, target: number): number => {
  const high = figureOf(limits, limit, 'high')
  const [least, most] = METRIC_INFO[limit.metric].possible
  const within = Math.min(most, Math.max(least, target))
  if (high === null) return within
  return limit.direction === 'low' ? Math.max(high, within) : Math.min(high, within)
}

/** A low-priority limit keeps its distance from the medium one, so that it still speaks first. */
const proposed = (limits: readonly Limit[], limit: Limit, basis: readonly ProposalBasis[]): Limit => {
  const distance = BANDS[limit.metric]?.[limit.direction]
  const median = basis.find(({ metric }) => metric === limit.metric)?.median
  const medium = figureOf(limits, limit, 'medium')
  if (distance === undefined || median === undefined || medium === null) return limit
  if (typeof limit.threshold !== 'number' || limit.priority === 'high') return limit
  const moved = mediumFigure(limits, limit, at(median, distance))
  if (limit.priority === 'medium') return { ...limit, threshold: moved }
  const [least, most] = METRIC_INFO[limit.metric].possible
  return { ...limit, threshold: Math.min(most, Math.max(least, moved + limit.threshold - medium)) }
}

/**
 * Limits around what this patient has now, for a person to judge: it sets nothing. A metric without a good value keeps
 * its limits. @param readings of the last `PROPOSED_FROM_MIN`
 */
export const proposeLimits = (limits: readonly Limit[], readings: readonly Reading[]): LimitProposal => {
  const basis = basisOf(readings)
  return { rule: RULE, basis, limits: limits.map((limit) => proposed(limits, limit, basis)) }
}
