import type { Reading } from '../../../shared/domain/reading.ts'
import { MS_PER_SECOND } from '../../../shared/domain/time.ts'
import { CUFF_METRICS, METRIC_INFO, type Metric } from '../../../shared/domain/vital.ts'
import { cuffStretches, cuffTimes, PROBE_METRICS } from '../../core/statistics-cuff.ts'
import { thin, type SeriesPoint, type ThinPoint } from '../../core/thinning.ts'
import { isCounted, markOn, type ArtefactMark } from '../artefacts.ts'
import type { VisitRecord } from '../visit-record.ts'
import type { ChartLook, ChartSeries, ChartSpan } from './chart-model.ts'

const gapAfterMs = (metric: Metric): number | null => {
  const { staleAfterS } = METRIC_INFO[metric]
  return staleAfterS === null ? null : staleAfterS * MS_PER_SECOND
}

const thinned = (metric: Metric, points: readonly SeriesPoint[], maxPoints: number): readonly ThinPoint[] =>
  thin(points, { maxPoints, gapAfterMs: gapAfterMs(metric) })

const within = (readings: readonly Reading[], stretch: ChartSpan | null): readonly Reading[] =>
  stretch === null
    ? readings
    : readings.filter(({ measuredAt }) => stretch.from <= measuredAt && measuredAt <= stretch.to)

const pointsWhere = (
  readings: readonly Reading[],
  isDrawn: (reading: Extract<Reading, { readonly kind: 'sample' }>) => boolean,
): readonly SeriesPoint[] =>
  readings.map((reading) => ({
    time: reading.measuredAt,
    value: reading.kind === 'sample' && isDrawn(reading) ? reading.value : null,
  }))

const byTime = (one: Reading, other: Reading): number => one.measuredAt - other.measuredAt

const stretchesOf = (metric: Metric, { readings }: VisitRecord): readonly ChartSpan[] => {
  if (!PROBE_METRICS.includes(metric)) return []
  const cuff = CUFF_METRICS.flatMap((it) => readings.get(it) ?? []).sort(byTime)
  return cuffStretches(cuffTimes(cuff), readings.get(metric) ?? [])
}

/** Good values are drawn; what a person marked is drawn hollow; all else is a gap. */
export const chartSeries = (
  metric: Metric,
  record: VisitRecord,
  marks: readonly ArtefactMark[],
  { maxPoints, stretch }: ChartLook,
): ChartSeries | null => {
  const all = record.readings.get(metric)
  if (all === undefined) return null
  const series = within(all, stretch)
  const own = marks.filter((mark) => mark.metric === metric)
  const isMarked = (reading: Reading) => markOn(reading, own) !== undefined
  return {
    metric,
    label: METRIC_INFO[metric].label,
    unit: METRIC_INFO[metric].unitLabel,
    points: thinned(
      metric,
      pointsWhere(series, (sample) => isCounted(sample, own)),
      maxPoints,
    ),
    marked:
      own.length === 0
        ? []
        : thinned(
            metric,
            pointsWhere(series, (sample) => sample.quality === 'good' && isMarked(sample)),
            maxPoints,
          ),
    artefacts: own.map(({ from, to }) => ({ from, to })),
    duringCuff: stretchesOf(metric, record),
  }
}

/** A pulse that nobody has to look up: the heart rate of the ECG, or where there is none the oximeter's. */
export const pulseSeries = (record: VisitRecord, marks: readonly ArtefactMark[], look: ChartLook): ChartSeries | null =>
  chartSeries('hr', record, marks, look) ?? chartSeries('pr', record, marks, look)

/** The arterial line, where there was one: systolic and diastolic. */
export const arterialSeries = (
  record: VisitRecord,
  marks: readonly ArtefactMark[],
  look: ChartLook,
): readonly ChartSeries[] =>
  (['abpSys', 'abpDia'] as const).flatMap((metric) => chartSeries(metric, record, marks, look) ?? [])
