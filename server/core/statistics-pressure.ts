import type { Sample } from '../../shared/domain/reading.ts'
import type { Instant } from '../../shared/domain/time.ts'

/** One measurement of the cuff; what it did not give is absent. mmHg. */
export interface CuffMeasurement {
  readonly at: Instant
  readonly sbp?: number
  readonly dbp?: number
  readonly map?: number
}

export interface PressureRise {
  /** Of the highest systolic pressure since the start, over the baseline. mmHg. */
  readonly sbp: number
  /** Of the same measurement; absent where it had none. */
  readonly dbp?: number
  readonly peakAt: Instant
  /** The first pressure after the peak within the share of the baseline; null: none yet. */
  readonly backAt: Instant | null
  /** It never left that share. */
  readonly stayedWithin: boolean
}

/** A pressure counts as back within this share of the baseline. Percent. */
export const BACK_WITHIN_PERCENT = 10

/** sbp, dbp and map of one time are one measurement (feeds.md); in order of time. */
export const cuffMeasurements = (samples: readonly Sample[]): readonly CuffMeasurement[] => {
  const byTime = new Map<Instant, CuffMeasurement>()
  for (const { measuredAt: at, metric, value } of samples) byTime.set(at, { ...byTime.get(at), at, [metric]: value })
  return [...byTime.values()].sort((first, second) => first.at - second.at)
}

const isBack = (sbp: number, baseline: number): boolean =>
  Math.abs(sbp - baseline) * 100 <= baseline * BACK_WITHIN_PERCENT

interface Systolic extends CuffMeasurement {
  readonly sbp: number
}

const hasSystolic = (measurement: CuffMeasurement): measurement is Systolic => measurement.sbp !== undefined

/** @returns null where no pressure was measured since the start. */
export const pressureRise = (
  measurements: readonly CuffMeasurement[],
  baseline: { readonly sbp: number; readonly dbp: number },
  startedAt: Instant,
): PressureRise | null => {
  const since = measurements.filter(hasSystolic).filter(({ at }) => at >= startedAt)
  const [first] = since
  if (first === undefined) return null
  const peak = since.reduce((highest, it) => (it.sbp > highest.sbp ? it : highest), first)
  const back = since.find(({ at, sbp }) => at > peak.at && isBack(sbp, baseline.sbp))
  return {
    sbp: peak.sbp - baseline.sbp,
    ...(peak.dbp === undefined ? {} : { dbp: peak.dbp - baseline.dbp }),
    peakAt: peak.at,
    backAt: back?.at ?? null,
    stayedWithin: isBack(peak.sbp, baseline.sbp),
  }
}
