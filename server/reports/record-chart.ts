import type { VisitChart, ChartPoints, ChartSeries as WireSeries } from '../../shared/wire/chart.ts'
import type { ThinPoint } from '../core/thinning.ts'
import { buildChart } from './pdf/build-chart.ts'
import type { ChartModel, ChartSeries, ChartSpan } from './pdf/chart-model.ts'
import { chartEntries } from './pdf/content/entry-table.ts'
import type { VisitRecord } from './visit-record.ts'
import { localTime } from './words/local-time.ts'

/** Of one series; about two for each place that a wide screen has. */
const ON_SCREEN = 1_800

const columns = (points: readonly ThinPoint[]): ChartPoints => ({
  time: points.map(({ time }) => time),
  value: points.map(({ value }) => value),
  min: points.map(({ min }) => min),
  max: points.map(({ max }) => max),
})

const seriesOf = ({ points, marked, artefacts, duringCuff, ...series }: ChartSeries): WireSeries => ({
  ...series,
  points: columns(points),
  marked: columns(marked),
  artefacts: [...artefacts],
  duringCuff: [...duringCuff],
})

const spanOf = ({ from, to }: ChartSpan) => ({ from, to })

const pressureOf = ({ cuff, arterial, pulse, expected, limits, scale }: ChartModel['pressure']) => ({
  scale,
  cuff: [...cuff],
  arterial: arterial.map(seriesOf),
  pulse: pulse === null ? null : seriesOf(pulse),
  expected: [...expected],
  limits: [...limits],
})

const doseOf = (dose: ChartModel['dose']): VisitChart['dose'] =>
  dose === null
    ? null
    : { rates: [...dose.rates], atOnce: [...dose.atOnce], given: [...dose.given], totalMg: dose.totalMg }

/** The chart of the printed report, as a screen draws it. @param stretch null: the whole visit */
export const recordChart = async (record: VisitRecord, stretch: ChartSpan | null): Promise<VisitChart | null> => {
  const look = { maxPoints: ON_SCREEN, stretch }
  const model = await buildChart({ record, entries: chartEntries(record), local: localTime('UTC'), look })
  if (model === null) return null
  const { phases, pressure, lines, dose, alarms, entries } = model
  return {
    ...spanOf(model),
    stretch: stretch === null ? spanOf(model) : spanOf(stretch),
    phases: phases.map(({ phase, ...span }) => ({ phase, ...spanOf(span) })),
    pressure: pressureOf(pressure),
    lines: lines.map(({ series, limits, scale }) => ({ scale, series: seriesOf(series), limits: [...limits] })),
    dose: doseOf(dose),
    alarms: [...alarms],
    entries: [...entries],
  }
}
