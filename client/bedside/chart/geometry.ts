import type { LimitView } from '../../../shared/domain/session-view.ts'
import type { RateBar } from '../../ui/rate-bars.ts'
import { CHART_MS, type ChartLines } from './lines.ts'
import { scaleFor, type Scale } from './scale.ts'

/** An entry of the visit, under the number that the timeline gives it. */
export interface ChartEntry {
  readonly number: number
  readonly at: number
}

export interface TrendChartProps {
  readonly now: number
  readonly lines: ChartLines
  readonly limits: readonly LimitView[]
  readonly rates: readonly RateBar[]
  readonly entries: readonly ChartEntry[]
  /** A longer silence than this is a gap. */
  readonly breakMs: number
}

export const LEFT = 40
export const RIGHT = 8
export const AXIS = 20
export const DOSE = 28
export const ENTRIES = 22
const TOP = 8
const GAP = 24
/** Share of what is left for pressure and heart rate; the rest is the saturation's. */
const PRESSURE_SHARE = 0.72

export interface Geometry {
  readonly width: number
  readonly height: number
  readonly x: (at: number) => number
  readonly pressure: Scale
  readonly saturation: Scale
  readonly entriesTop: number
  readonly doseTop: number
}

const numbersOf = (...lines: readonly (readonly (number | null)[] | undefined)[]): number[] =>
  lines.flatMap((line) => (line ?? []).filter((value) => value !== null))

export const geometryOf = (
  { width, height }: { width: number; height: number },
  { now, lines }: TrendChartProps,
): Geometry => {
  const doseTop = height - AXIS - DOSE
  const entriesTop = doseTop - ENTRIES
  const room = entriesTop - GAP - TOP
  const pressureHeight = room * PRESSURE_SHARE
  const span = width - LEFT - RIGHT
  return {
    width,
    height,
    x: (at) => LEFT + ((at - now + CHART_MS) / CHART_MS) * span,
    pressure: scaleFor({
      usual: [40, 180],
      values: numbersOf(lines.hr?.value, lines.sbp?.value, lines.dbp?.value),
      top: TOP,
      height: pressureHeight,
      tickEvery: 20,
    }),
    saturation: scaleFor({
      usual: [85, 100],
      values: numbersOf(lines.spo2?.value),
      top: TOP + pressureHeight + GAP,
      height: room - pressureHeight - TOP,
      tickEvery: 5,
    }),
    entriesTop,
    doseTop,
  }
}
