import type { ChartScale, VisitChart } from '../../../shared/wire/chart.ts'

/** A band of the chart with a scale of its own. Pixels from the top of the plot. */
export interface Panel {
  readonly id: string
  readonly top: number
  readonly bottom: number
  readonly scale: ChartScale
}

export interface ChartLayout {
  readonly height: number
  readonly panels: readonly Panel[]
}

const GAP = 15
const LANE: ChartScale = { low: 0, high: 1, step: 1 }

const HEIGHT = { phases: 24, pressure: 236, spo2: 76, line: 50, dose: 52, lane: 24 } as const

/** Rates and the whole dose begin at nought and end a little above their greatest. */
const doseScale = (values: readonly number[]): ChartScale => {
  const most = Math.max(1, ...values)
  return { low: 0, high: most * 1.15, step: most * 1.15 }
}

interface Band {
  readonly id: string
  readonly height: number
  readonly scale: ChartScale
}

const bandsOf = ({ pressure, lines, dose }: VisitChart): readonly Band[] => [
  { id: 'phases', height: HEIGHT.phases, scale: LANE },
  { id: 'pressure', height: HEIGHT.pressure, scale: pressure.scale },
  ...lines.map(({ series, scale }) => ({
    id: series.metric,
    height: series.metric === 'spo2' ? HEIGHT.spo2 : HEIGHT.line,
    scale,
  })),
  ...(dose === null
    ? []
    : [
        {
          id: 'rate',
          height: HEIGHT.dose,
          scale: doseScale(dose.rates.map(({ rateMgPerHour }) => rateMgPerHour)),
        },
      ]),
  { id: 'alarms', height: HEIGHT.lane, scale: LANE },
  { id: 'entries', height: HEIGHT.lane, scale: LANE },
]

/** The bands of a visit below each other, the highest first. */
export const layoutOf = (chart: VisitChart): ChartLayout => {
  let top = 0
  const panels = bandsOf(chart).map(({ id, height, scale }) => {
    const panel = { id, scale, top, bottom: top + height }
    top = panel.bottom + GAP
    return panel
  })
  return { height: top - GAP, panels }
}

/** The axis of the whole plot on which the panel's scale lies in its band. */
export const axisDomain = ({ top, bottom, scale }: Panel, height: number): readonly [low: number, high: number] => {
  const perPixel = (scale.high - scale.low) / (bottom - top)
  return [scale.low - (height - bottom) * perPixel, scale.high + top * perPixel]
}

/** Where the scale has its lines. */
export const linesOf = ({ low, high, step }: ChartScale): readonly number[] =>
  Array.from({ length: Math.floor((high - low) / step + 1e-9) + 1 }, (_, index) => low + index * step)
