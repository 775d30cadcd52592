import { priorityRank, type Direction } from '../../../shared/domain/limit.ts'
import { latest } from '../../../shared/domain/time.ts'
import { CUFF_METRICS, METRIC_INFO, type Metric } from '../../../shared/domain/vital.ts'
import { doseCourse } from '../../core/statistics-dose.ts'
import { expectedPressure } from '../../core/statistics-expected.ts'
import { limitSpans, type LimitSpan } from '../../core/statistics-limits.ts'
import { cuffMeasurements } from '../../core/statistics-pressure.ts'
import { artefactMarks, isCounted, markOn, type ArtefactMark } from '../artefacts.ts'
import { eachInTurn } from '../turns.ts'
import type { VisitRecord } from '../visit-record.ts'
import { limitWords } from '../words/alarm-words.ts'
import type {
  ChartLimit,
  ChartLook,
  ChartSeries,
  ChartSpan,
  CuffMark,
  LinePanel,
  PressurePanel,
  Scale,
} from './chart-model.ts'
import { scaleOf } from './chart-scale.ts'
import { arterialSeries, chartSeries, pulseSeries } from './chart-series.ts'

const isTighter = (limit: LimitSpan, than: LimitSpan): boolean =>
  limit.direction === 'low' ? limit.value > than.value : limit.value < than.value

/** Of the limits that were in force together, the one that is passed first. */
const tightest = (spans: readonly LimitSpan[]): readonly LimitSpan[] =>
  spans.filter((limit) => !spans.some((other) => other.from === limit.from && isTighter(other, limit)))

/** A limit that was set anew to what it was goes on. */
const goingOn = (limits: readonly ChartLimit[], next: ChartLimit): readonly ChartLimit[] => {
  const last = limits.at(-1)
  const isSame = last?.to === next.from && last.value === next.value && last.direction === next.direction
  return isSame ? [...limits.slice(0, -1), { ...last, to: next.to }] : [...limits, next]
}

/** Of medium priority and above, as they stood at each moment of the chart. */
const chartLimits = (
  { events }: VisitRecord,
  metric: Metric,
  directions: readonly Direction[],
  span: ChartSpan,
): readonly ChartLimit[] => {
  const inForce = limitSpans(events, metric, span.to)
    .filter(({ priority }) => priorityRank(priority) >= priorityRank('medium'))
    .map((limit) => ({ ...limit, from: latest(limit.from, span.from) }))
    .filter(({ from, to }) => from < to)
  const { label } = METRIC_INFO[metric]
  return directions
    .flatMap((direction) => tightest(inForce.filter((limit) => limit.direction === direction)))
    .map(({ from, to, value, direction }) => {
      return { from, to, value, direction, label: `${label} ${limitWords({ direction, value })}` }
    })
    .reduce<readonly ChartLimit[]>(goingOn, [])
}

const cuffMarks = ({ readings }: VisitRecord, marks: readonly ArtefactMark[]): readonly CuffMark[] => {
  const all = CUFF_METRICS.flatMap((metric) => readings.get(metric) ?? [])
  const counted = all.filter((reading) => isCounted(reading, marks))
  const marked = all.flatMap((reading) =>
    reading.kind === 'sample' && markOn(reading, marks) !== undefined ? [reading] : [],
  )
  return [
    ...cuffMeasurements(counted).map((measurement) => ({ ...measurement, isMarked: false })),
    ...cuffMeasurements(marked).map((measurement) => ({ ...measurement, isMarked: true })),
  ]
}

const valuesOf = (series: readonly (ChartSeries | null)[]): readonly number[] =>
  series.flatMap((one) =>
    [...(one?.points ?? []), ...(one?.marked ?? [])].flatMap(({ min, max }) =>
      min === null || max === null ? [] : [min, max],
    ),
  )

const expectedBand = ({ view, events, now }: VisitRecord, span: ChartSpan): PressurePanel['expected'] => {
  const { baseline, patient } = view
  if (baseline === undefined || patient.weightKg === undefined) return []
  const dose = doseCourse(events, now)
  return expectedPressure({ dose, baselineSbp: baseline.sbp, weightKg: patient.weightKg, ...span })
}

/** mmHg and /min share it, as on an anaesthesia record. */
const PRESSURE_SCALE: Scale = { low: 40, high: 180, step: 20 }

export const pressurePanel = (record: VisitRecord, span: ChartSpan, look: ChartLook): PressurePanel => {
  const marks = artefactMarks(record.events)
  const cuff = cuffMarks(record, marks)
  const pulse = pulseSeries(record, marks, look)
  const arterial = arterialSeries(record, marks, look)
  const limits = [
    ...chartLimits(record, 'sbp', ['low', 'high'], span),
    ...chartLimits(record, 'hr', ['low', 'high'], span),
  ]
  const pressures = cuff.flatMap(({ sbp = [], dbp = [] }) => [sbp, dbp].flat())
  return {
    scale: scaleOf([...pressures, ...valuesOf([pulse, ...arterial])], PRESSURE_SCALE, 10),
    cuff,
    arterial,
    pulse,
    expected: expectedBand(record, span),
    limits,
  }
}

interface ValueRule {
  readonly metric: Metric
  readonly scale: Scale
  readonly limits: readonly Direction[]
}

/** What has a scale of its own, from top to bottom. */
const VALUE_PANELS: readonly ValueRule[] = [
  { metric: 'spo2', scale: { low: 85, high: 100, step: 5 }, limits: ['low'] },
  { metric: 'rr', scale: { low: 0, high: 30, step: 10 }, limits: ['low', 'high'] },
]

const valuePanel = (
  record: VisitRecord,
  span: ChartSpan,
  look: ChartLook,
  { metric, scale, limits }: ValueRule,
): LinePanel | null => {
  const series = chartSeries(metric, record, artefactMarks(record.events), look)
  if (series === null) return null
  const panel = { scale: scaleOf(valuesOf([series]), scale, 6), series }
  return { ...panel, limits: chartLimits(record, metric, limits, span) }
}

/** A turn for each: thousands of points are thinned. */
export const valuePanels = async (
  record: VisitRecord,
  span: ChartSpan,
  look: ChartLook,
): Promise<readonly LinePanel[]> => {
  const panels = await eachInTurn(VALUE_PANELS, (rule) => valuePanel(record, span, look, rule))
  return panels.filter((panel) => panel !== null)
}
