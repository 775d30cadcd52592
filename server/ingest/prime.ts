import type { DeviceId } from '../../shared/domain/ids.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { instant, latest, MS_PER_MINUTE, parseIso, plusMs, type Instant } from '../../shared/domain/time.ts'
import type { ReadingsStored, Reading } from '../../shared/domain/reading.ts'
import { CUFF_METRICS, isCuffMetric } from '../../shared/domain/vital.ts'
import type { SessionStore } from '../ports/session-store.ts'
import type { Sessions } from '../ports/sessions.ts'
import type { DeviceRegistry } from './device-registry.ts'
import type { DeviceStates } from './device-states.ts'
import { PRIME_BACK_MS } from './metric-tracks.ts'
import { valueKey } from './take-report.ts'

/** A sender that had no answer sends again as soon as it is connected: so long after a start a repeat is looked for. */
export const PRIMED_FOR_MS = 2 * MS_PER_MINUTE

export interface PrimeParts {
  readonly registry: DeviceRegistry
  readonly states: DeviceStates
  readonly sessions: Pick<Sessions, 'running'>
  readonly store: Pick<SessionStore, 'readReadings' | 'readHeld'>
  readonly now: Instant
}

type FromDevice = Reading & { readonly deviceId: DeviceId }

const isFromDevice = (reading: Reading): reading is FromDevice => reading.deviceId !== null

const stampOf = ({ deviceId, metric, deviceTime }: FromDevice): string => `${deviceId} ${metric} ${deviceTime}`

/** How many messages carried each stamp, and when the last message of each device came. */
const surveyOf = (readings: readonly FromDevice[]) => {
  const receipts = new Map<string, Set<Instant>>()
  const lastReceipt = new Map<DeviceId, Instant>()
  for (const reading of readings) {
    const { deviceId, receivedAt } = reading
    const stamp = stampOf(reading)
    receipts.set(stamp, (receipts.get(stamp) ?? new Set()).add(receivedAt))
    lastReceipt.set(deviceId, latest(lastReceipt.get(deviceId) ?? receivedAt, receivedAt))
  }
  return { receipts, lastReceipt }
}

/**
 * A stamp that one message carried names that message. Where several did (a monitor that stamps without seconds), only
 * the last message of the device may be the one whose answer was lost.
 */
const remember = (states: DeviceStates, batches: readonly ReadingsStored[], now: Instant): void => {
  const readings = batches.flatMap((batch) => batch.readings).filter(isFromDevice)
  const { receipts, lastReceipt } = surveyOf(readings)
  for (const reading of readings) {
    const { deviceId, metric, deviceTime, measuredAt, receivedAt, isBacklog } = reading
    const isOneMessage = (receipts.get(stampOf(reading))?.size ?? 0) <= 1 || lastReceipt.get(deviceId) === receivedAt
    states.of(deviceId).tracks.take({
      metric,
      deviceTime,
      value: valueKey(reading),
      by: isOneMessage ? 'primed' : 'ambiguous',
      placedAt: isBacklog ? null : measuredAt,
    })
  }
  rememberPressure(states, batches, now)
}

/** The newest cuff pressure of each device may still stand on its screen. */
const rememberPressure = (states: DeviceStates, batches: readonly ReadingsStored[], now: Instant): void => {
  for (const batch of batches) {
    const cuff = batch.readings.filter(({ metric, kind }) => isCuffMetric(metric) && kind === 'sample')
    const deviceId = cuff[0]?.deviceId ?? null
    if (deviceId === null) continue
    const values = cuff.map((one: Reading) => `${one.metric}=${valueKey(one)}`).sort()
    states.of(deviceId).heldPressure = { values: values.join(' '), sightedAt: now }
  }
}

/** Systolic, diastolic and mean of one measurement come within this of each other. */
const PRESSURE_WITHIN_MS = MS_PER_MINUTE

const newestPressureAt = (vitals: SessionView['vitals']): Instant | null => {
  const times = CUFF_METRICS.map((metric) => vitals[metric]?.last?.time ?? vitals[metric]?.time)
    .map((time) => (time === undefined ? null : parseIso(time)))
    .filter((time) => time !== null)
  return times.length === 0 ? null : instant(Math.max(...times))
}

/** Restores the window of duplicates, so that a message whose answer was lost with the server is not stored twice. */
export const prime = async ({ registry, states, sessions, store, now }: PrimeParts): Promise<void> => {
  const from = plusMs(now, -PRIME_BACK_MS)
  for (const { id, vitals } of sessions.running()) {
    const pressureAt = newestPressureAt(vitals)
    // A cuff's value is repeated until there is a new one, however old it is: looked for where it stands, not in the whole session.
    if (pressureAt !== null) {
      const around = { from: plusMs(pressureAt, -PRESSURE_WITHIN_MS), to: plusMs(pressureAt, PRESSURE_WITHIN_MS) }
      remember(states, await store.readReadings(id, { ...around, metrics: CUFF_METRICS }), now)
    }
    remember(states, await store.readReadings(id, { from }), now)
  }
  for (const { id } of registry.all()) remember(states, await store.readHeld(id, from, now), now)
}
