import type { Reading, ReadingsStored } from '../../shared/domain/reading.ts'
import { MS_PER_SECOND } from '../../shared/domain/time.ts'
import { METRIC_INFO, METRICS, type Metric } from '../../shared/domain/vital.ts'
import type { Column, ReadingsAnswer } from '../../shared/wire/review.ts'
import { inTimeOrder } from '../core/statistics.ts'
import { thin, type SeriesPoint } from '../core/thinning.ts'
import { inTurns } from './in-turns.ts'

const wholeColumn = (readings: readonly Reading[]): Column => ({
  time: readings.map(({ measuredAt }) => measuredAt),
  value: readings.map((reading) => (reading.kind === 'sample' ? reading.value : null)),
  quality: readings.map((reading) => (reading.kind === 'sample' ? reading.quality : 'none')),
  source: readings.map(({ origin }) => origin),
})

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

function* columnsOf(batches: readonly ReadingsStored[], maxPoints: number | undefined) {
  for (const metric of METRICS) {
    const readings = inTimeOrder(batches, metric)
    if (readings.length === 0) continue
    const column = maxPoints === undefined ? wholeColumn(readings) : thinColumn(metric, readings, maxPoints)
    yield [metric, column] as const
  }
}

/** @param maxPoints undefined: every reading, with its quality and source */
export const readingColumns = async (
  batches: readonly ReadingsStored[],
  maxPoints: number | undefined,
): Promise<ReadingsAnswer> => ({ metrics: Object.fromEntries(await inTurns(columnsOf(batches, maxPoints))) })
