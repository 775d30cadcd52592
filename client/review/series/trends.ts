import { SCALE_INFO, SCALES, type Scale } from '../../../shared/domain/score.ts'
import type { GivenVisit } from './series-look.ts'

export interface TrendPoint {
  readonly infusion: number
  readonly value: number
}

/** One figure of every infusion, over their numbers. */
export interface Trend {
  readonly id: string
  readonly title: string
  readonly domain: readonly [low: number, high: number]
  readonly points: readonly TrendPoint[]
}

const rounded = (value: number): number => Math.round(value * 100) / 100

const pointsOf = (
  visits: readonly GivenVisit[],
  valueOf: (visit: GivenVisit) => number | undefined,
): readonly TrendPoint[] =>
  visits.flatMap((visit) => {
    const value = valueOf(visit)
    return value === undefined ? [] : [{ infusion: visit.infusion, value: rounded(value) }]
  })

/** From nought, or from below it where a value is; up to a round figure. */
const domainAround = (points: readonly TrendPoint[], step: number): Trend['domain'] => {
  const values = points.map(({ value }) => value)
  const low = Math.floor(Math.min(0, ...values) / step) * step
  return [low, Math.max(Math.ceil(Math.max(...values) / step) * step, low + step)]
}

const measured = (id: string, title: string, step: number, points: readonly TrendPoint[]): Trend => ({
  id,
  title,
  domain: domainAround(points, step),
  points,
})

const score = (visits: readonly GivenVisit[], scale: Scale, title: string): Trend => ({
  id: scale,
  title,
  domain: SCALE_INFO[scale].range,
  points: pointsOf(
    visits,
    ({ dissociation, measures }) =>
      dissociation.find((one) => one.scale === scale)?.highest ?? measures.find((one) => one.scale === scale)?.first,
  ),
})

const isDissociation = (scale: Scale): boolean => scale === 'cadss6' || scale === 'dissociation'

const scoreTitle = (scale: Scale): string => {
  const [low, high] = SCALE_INFO[scale].range
  return `${SCALE_INFO[scale].label}, ${isDissociation(scale) ? 'highest' : 'first of the visit'} (${low} to ${high})`
}

/** Those of which there is anything to draw. */
export const trendsOf = (visits: readonly GivenVisit[]): readonly Trend[] =>
  [
    measured(
      'dose',
      'Dose, mg/kg',
      0.5,
      pointsOf(visits, ({ dose }) => dose.mgPerKg),
    ),
    measured(
      'rise',
      'Peak systolic rise, mmHg',
      20,
      pointsOf(visits, ({ pressure }) => pressure?.rise?.sbp),
    ),
    ...SCALES.map((scale) => score(visits, scale, scoreTitle(scale))),
  ].filter(({ points }) => points.length > 0)
