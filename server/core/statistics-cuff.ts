import type { DeviceId } from '../../shared/domain/ids.ts'
import type { Reading } from '../../shared/domain/reading.ts'
import { elapsedS, type Instant } from '../../shared/domain/time.ts'
import { isCuffMetric, type Metric } from '../../shared/domain/vital.ts'

/** A cuff inflates and lets go within this long before its result. Our assumption, from the usual 20 to 45 s. */
export const CUFF_TAKES_S = 45

/** What a probe on the squeezed arm loses: the pulse in the finger, and all that is made of it. */
export const PROBE_METRICS: readonly Metric[] = ['spo2', 'pr', 'pi']

/** When each device's cuff gave its results, in their order. */
export type CuffTimes = ReadonlyMap<DeviceId, readonly Instant[]>

/** @param readings of the cuff's metrics or of all, in the order of their times */
export const cuffTimes = (readings: readonly Reading[]): CuffTimes => {
  const times = new Map<DeviceId, Instant[]>()
  for (const { kind, metric, deviceId, measuredAt } of readings) {
    if (kind !== 'sample' || deviceId === null || !isCuffMetric(metric)) continue
    const known = times.get(deviceId)
    if (known === undefined) times.set(deviceId, [measuredAt])
    else if (known.at(-1) !== measuredAt) known.push(measuredAt)
  }
  return times
}

const isPoor = (reading: Reading): boolean => reading.kind === 'noValue' || reading.quality !== 'good'

/**
 * A reading of the finger that was poor or none while the cuff of the same monitor was at work: most likely the probe sits
 * on the cuffed arm. It says so beside the reading; value and quality stay as the device gave them, a good one is never
 * marked, and no alarm is moved by it.
 */
export const isDuringCuff = (times: CuffTimes, reading: Reading): boolean => {
  const { deviceId, metric, measuredAt } = reading
  if (deviceId === null || !PROBE_METRICS.includes(metric) || !isPoor(reading)) return false
  if (reading.kind === 'noValue' && reading.status === 'sensorOff') return false
  const result = times.get(deviceId)?.find((at) => at >= measuredAt)
  return result !== undefined && elapsedS(measuredAt, result) <= CUFF_TAKES_S
}

/** The stretches of such readings, from the first to the last of each. @param readings of one metric, in order */
export const cuffStretches = (
  times: CuffTimes,
  readings: readonly Reading[],
): readonly { readonly from: Instant; readonly to: Instant }[] => {
  const stretches: { from: Instant; to: Instant }[] = []
  let open: { from: Instant; to: Instant } | null = null
  for (const reading of readings) {
    const { measuredAt } = reading
    if (!isDuringCuff(times, reading)) open = null
    else if (open !== null) open.to = measuredAt
    else {
      open = { from: measuredAt, to: measuredAt }
      stretches.push(open)
    }
  }
  return stretches
}
