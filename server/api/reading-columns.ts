import type { Reading, ReadingsStored } from '../../shared/domain/reading.ts'
import { MS_PER_SECOND } from '../../shared/domain/time.ts'
import { CUFF_METRICS, METRIC_INFO, METRICS, type Metric } from '../../shared/domain/vital.ts'
import type { Column, ReadingsAnswer } from '../../shared/wire/review.ts'
import type { CorrectedValue } from '../core/statistics-amended.ts'
import { inTimeOrder } from '../core/statistics.ts'
import { cuffTimes, isDuringCuff, type CuffTimes } from '../core/statistics-cuff.ts'
import { thin, type SeriesPoint } from '../core/thinning.ts'
import { inTurns } from './in-turns.ts'

const duringCuff = (readings: readonly Reading[], times: CuffTimes): Pick<Column, 'duringCuff'> => {
  const marks = readings.map((reading) => isDuringCuff(times, reading))
  return marks.includes(true) ? { duringCuff: marks } : {}
}

/** What a value taken by hand was before its amendment. */
const firstValues = (readings: readonly Reading[], corrected: readonly CorrectedValue[]): Pick<Column, 'first'> => {
  const before = new Map(corrected.map(({ metric, measuredAt, first }) => [`${metric} ${measuredAt}`, first]))
  const first = readings.map(({ metric, measuredAt, origin }) =>
    origin === 'manual' ? (before.get(`${metric} ${measuredAt}`) ?? null) : null,
  )
  return first.every((value) => value === null) ? {} : { first }
}

const wholeColumn = (readings: readonly Reading[], times: CuffTimes, corrected: readonly CorrectedValue[]): Column => ({
  time: readings.map(({ measuredAt }) => measuredAt),
  value: readings.map((reading) => (reading.kind === 'sample' ? reading.value : null)),
  quality: readings.map((reading) => (reading.kind === 'sample' ? reading.quality : 'none')),
  source: readings.map(({ origin }) => origin),
  ...firstValues(readings, corrected),
  ...duringCuff(readings, times),
})

const byTime = (one: Reading, other: Reading): number => one.measuredAt - other.measuredAt

/** A line is drawn through good values alone; what is poor, invalid or none breaks it. */
const seriesPoint = (reading: Reading): SeriesPoint => ({
  time: reading.measuredAt,
  value: reading.kind === 'sample' && reading.quality === 'good' ? reading.value : null,
})

const thinColumn = (metric: Metric, readings: readonly Reading[], maxPoints: number): Column => {
  const { staleAfterS } = METRIC_INFO[metric]
  const gapAfterMs = staleAfterS === null ? null : staleAfterS * MS_PER_SECOND
  const points = thin(readings.map(seriesPoint), { maxPoints, gapAfterMs })
  return {
    time: points.map(({ time }) => time),
    value: points.map(({ value }) => value),
    min: points.map(({ min }) => min),
    max: points.map(({ max }) => max),
  }
}

export interface AskedReadings {
  readonly batches: readonly ReadingsStored[]
  /** Holds the cuff's results from the same time on, whatever else was asked for. */
  readonly cuff: readonly ReadingsStored[]
  /** Values taken by hand that an amendment corrected. */
  readonly corrected: readonly CorrectedValue[]
  /** undefined: every reading, with its quality and source */
  readonly maxPoints: number | undefined
}

function* columnsOf({ batches, cuff, corrected, maxPoints }: AskedReadings) {
  const times = cuffTimes(CUFF_METRICS.flatMap((metric) => inTimeOrder(cuff, metric)).sort(byTime))
  for (const metric of METRICS) {
    const readings = inTimeOrder(batches, metric)
    if (readings.length === 0) continue
    const column =
      maxPoints === undefined ? wholeColumn(readings, times, corrected) : thinColumn(metric, readings, maxPoints)
    yield [metric, column] as const
  }
}

export const readingColumns = async (asked: AskedReadings): Promise<ReadingsAnswer> => ({
  metrics: Object.fromEntries(await inTurns(columnsOf(asked))),
})
