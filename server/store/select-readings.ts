import type { Reading, ReadingsStored } from '../../shared/domain/reading.ts'
import type { ReadingQuery } from '../ports/session-store.ts'

/** @returns null for a batch without a reading that is asked for. */
export const selectReadings = (batch: ReadingsStored, query: ReadingQuery): ReadingsStored | null => {
  const readings = batch.readings.filter((reading) => isAskedFor(reading, query))
  return readings.length === 0 ? null : { ...batch, readings }
}

const isAskedFor = ({ metric, measuredAt }: Reading, { from, to, metrics }: ReadingQuery): boolean =>
  (from === undefined || measuredAt >= from) &&
  (to === undefined || measuredAt <= to) &&
  (metrics === undefined || metrics.includes(metric))
