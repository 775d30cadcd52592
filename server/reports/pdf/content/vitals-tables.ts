import { priorityRank } from '../../../../shared/domain/limit.ts'
import { MS_PER_SECOND } from '../../../../shared/domain/time.ts'
import { METRIC_INFO, type Metric } from '../../../../shared/domain/vital.ts'
import type { MetricStatistics } from '../../../core/statistics.ts'
import { artefactMarks } from '../../artefacts.ts'
import { limitWords } from '../../words/alarm-words.ts'
import { duration, metricFigure, NO_VALUE } from '../../words/figure-words.ts'
import type { Card, Cell, Section } from '../report-model.ts'
import type { ReportSource } from './report-source.ts'

const nameOf = (metric: Metric): string => `${METRIC_INFO[metric].label} ${METRIC_INFO[metric].unitLabel}`

const seconds = (count: number): string => duration(count * MS_PER_SECOND)

/** Beyond the limit that it was longest beyond. */
const outsideOf = ({ outside }: MetricStatistics): string =>
  outside.length === 0 ? NO_VALUE : seconds(Math.max(...outside.map((limit) => limit.seconds)))

/** What stands beside the chart; the rest is told further on. */
const ON_CARD: readonly Metric[] = ['hr', 'pr', 'spo2', 'sbp', 'dbp', 'map', 'rr', 'etco2', 'temp']

/** A pulse by oximetry beside a heart rate says the same once more. */
const isShown = ({ metrics }: ReportSource, metric: Metric): boolean => metric !== 'pr' || !metrics.has('hr')

const markCount = ({ record }: ReportSource): string => {
  const { length } = artefactMarks(record.events)
  if (length === 0) return 'no stretch was marked as artefact'
  return `without ${length} marked ${length === 1 ? 'artefact' : 'artefacts'}`
}

export const vitalsCard = (source: ReportSource): Card => {
  const shown = ON_CARD.filter((metric) => isShown(source, metric))
  const figures = { share: 1, align: 'right', isFigures: true } as const
  return {
    title: 'Vital signs',
    share: 1.18,
    table: {
      columns: [
        { title: '', share: 2.6 },
        { title: 'min', ...figures },
        { title: 'mean', ...figures, share: 1.2 },
        { title: 'max', ...figures },
        { title: 'outside', ...figures, share: 1.5 },
      ],
      rows: shown.flatMap((metric) => {
        const sums = source.metrics.get(metric)
        if (sums === undefined) return []
        const { min, mean, max } = sums
        return [
          [
            { text: nameOf(metric), isMuted: true },
            metricFigure(metric, min),
            metricFigure(metric, mean, 1),
            metricFigure(metric, max),
            outsideOf(sums),
          ],
        ]
      }),
    },
    note: `Good readings, ${markCount(source)}. Outside: longest total beyond one limit, min:s.`,
  }
}

const VITALS_NOTE =
  'n, min, mean, median, max count each good reading that nobody marked as artefact once. Time-weighted: each value for as long as it held. Signal: share of the time under monitoring with a good value that was not stale. All readings: without that filter, poor ones and marked artefacts included.'

const statisticsRow = ([metric, sums]: readonly [Metric, MetricStatistics]): readonly (Cell | string)[] => {
  const { n, min, mean, median, max, weighted, percentWithSignal, unfiltered } = sums
  return [
    { text: nameOf(metric), isMuted: true },
    String(n),
    metricFigure(metric, min),
    metricFigure(metric, mean, 1),
    metricFigure(metric, median),
    metricFigure(metric, max),
    metricFigure(metric, weighted.mean, 1),
    percentWithSignal === null ? NO_VALUE : `${percentWithSignal.toFixed(1)} %`,
    String(unfiltered.n),
    metricFigure(metric, unfiltered.min),
    metricFigure(metric, unfiltered.mean, 1),
    metricFigure(metric, unfiltered.max),
  ]
}

const statisticsSection = ({ metrics }: ReportSource): Section => {
  const figures = { share: 1, align: 'right', isFigures: true } as const
  return {
    title: 'Vital signs',
    table:
      metrics.size === 0
        ? null
        : {
            columns: [
              { title: '', share: 2.2 },
              { title: 'n', ...figures },
              { title: 'min', ...figures, share: 0.9 },
              { title: 'mean', ...figures },
              { title: 'median', ...figures, share: 1.1 },
              { title: 'max', ...figures, share: 0.9 },
              { title: 'weighted', ...figures, share: 1.3 },
              { title: 'signal', ...figures, share: 1.2 },
              { title: 'all: n', ...figures },
              { title: 'min', ...figures, share: 0.9 },
              { title: 'mean', ...figures },
              { title: 'max', ...figures, share: 0.9 },
            ],
            rows: [...metrics].map(statisticsRow),
          },
    note: metrics.size === 0 ? 'Nothing was measured.' : VITALS_NOTE,
  }
}

const limitName = (metric: Metric, limit: MetricStatistics['outside'][number]): string =>
  `${METRIC_INFO[metric].label} ${limitWords(limit)}`

const limitsSection = ({ metrics }: ReportSource): Section => {
  const all = [...metrics].flatMap(([metric, { outside, unfiltered }]) =>
    outside.map((limit, index) => ({ metric, limit, unfiltered: unfiltered.outside[index] ?? limit })),
  )
  const passed = all
    .filter(({ unfiltered }) => unfiltered.seconds > 0)
    .sort((first, second) => priorityRank(second.limit.priority) - priorityRank(first.limit.priority))
  const kept = all
    .filter(({ unfiltered }) => unfiltered.seconds === 0)
    .map(({ metric, limit }) => limitName(metric, limit))
  const figures = { share: 1.4, align: 'right', isFigures: true } as const
  return {
    title: 'Time beyond limits',
    table:
      passed.length === 0
        ? null
        : {
            columns: [
              { title: 'Limit, as last in force', share: 4 },
              { title: 'Priority', share: 2 },
              { title: 'beyond', ...figures },
              { title: 'longest', ...figures },
              { title: 'area', ...figures, share: 2.4 },
              { title: 'all: beyond', ...figures, share: 1.8 },
            ],
            rows: passed.map(({ metric, limit, unfiltered }) => [
              { text: limitName(metric, limit), mark: { priority: limit.priority, kind: 'physiological' as const } },
              limit.priority,
              seconds(limit.seconds),
              seconds(limit.longestRunS),
              `${limit.areaUnitMin.toFixed(1)} ${METRIC_INFO[metric].unitLabel}·min`,
              seconds(unfiltered.seconds),
            ]),
          },
    note: `${passed.length === 0 ? 'No limit was passed. ' : ''}Times in min:s, each as the limit stood at the time; area: how far beyond, for as long as it was; all: with poor and marked readings.${
      kept.length === 0 ? '' : ` Never passed: ${kept.join(', ')}.`
    }`,
  }
}

export const vitalsSections = (source: ReportSource): readonly Section[] => [
  statisticsSection(source),
  limitsSection(source),
]
