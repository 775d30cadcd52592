import type { Reading } from '../../../shared/domain/reading.ts'
import { MS_PER_SECOND } from '../../../shared/domain/time.ts'
import { METRIC_INFO, type Metric } from '../../../shared/domain/vital.ts'
import { thin, type SeriesPoint, type ThinPoint } from '../../core/thinning.ts'
import { isCounted, markOn, type ArtefactMark } from '../artefacts.ts'
import type { VisitRecord } from '../visit-record.ts'
import type { ChartSeries } from './chart-model.ts'

/** About as many as the paper has places for a dot; no extreme and no gap is lost on the way. */
const MOST_POINTS = 560

const gapAfterMs = (metric: Metric): number | null => {
  const { staleAfterS } = METRIC_INFO[metric]
  return staleAfterS === null ? null : staleAfterS * MS_PER_SECOND
}

const thinned = (metric: Metric, points: readonly SeriesPoint[]): readonly ThinPoint[] =>
  thin(points, { maxPoints: MOST_POINTS, gapAfterMs: gapAfterMs(metric) })

const pointsWhere = (
  readings: readonly Reading[],
  isDrawn: (reading: Extract<Reading, { readonly kind: 'sample' }>) => boolean,
): readonly SeriesPoint[] =>
  readings.map((reading) => ({
    time: reading.measuredAt,
    value: reading.kind === 'sample' && isDrawn(reading) ? reading.value : null,
  }))

/** Good values are drawn; what a person marked is drawn hollow; all else is a gap. */
export const chartSeries = (
  metric: Metric,
  { readings }: VisitRecord,
  marks: readonly ArtefactMark[],
): ChartSeries | null => {
  const series = readings.get(metric)
  if (series === undefined) return null
  const own = marks.filter((mark) => mark.metric === metric)
  const isMarked = (reading: Reading) => markOn(reading, own) !== undefined
  return {
    label: METRIC_INFO[metric].label,
    unit: METRIC_INFO[metric].unitLabel,
    points: thinned(
      metric,
      pointsWhere(series, (sample) => isCounted(sample, own)),
    ),
    marked:
      own.length === 0
        ? []
        : thinned(
            metric,
            pointsWhere(series, (sample) => sample.quality === 'good' && isMarked(sample)),
          ),
    artefacts: own.map(({ from, to }) => ({ from, to })),
  }
}

/** A pulse that nobody has to look up: the heart rate of the ECG, or where there is none the oximeter's. */
export const pulseSeries = (record: VisitRecord, marks: readonly ArtefactMark[]): ChartSeries | null =>
  chartSeries('hr', record, marks) ?? chartSeries('pr', record, marks)

/** The arterial line, where there was one: systolic and diastolic. */
export const arterialSeries = (record: VisitRecord, marks: readonly ArtefactMark[]): readonly ChartSeries[] =>
  (['abpSys', 'abpDia'] as const).flatMap((metric) => chartSeries(metric, record, marks) ?? [])
