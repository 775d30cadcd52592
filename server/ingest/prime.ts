import type { SessionView } from '../../shared/domain/session-view.ts'
import { instant, MS_PER_MINUTE, parseIso, plusMs, type Instant } from '../../shared/domain/time.ts'
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

/** Of a monitor in no bay: nothing tells when it spoke last. */
const HELD_BACK_MS = 15 * MS_PER_MINUTE

export interface PrimeParts {
  readonly registry: DeviceRegistry
  readonly states: DeviceStates
  readonly sessions: Pick<Sessions, 'running'>
  readonly store: Pick<SessionStore, 'readReadings' | 'readHeld'>
  readonly now: Instant
}

const remember = (states: DeviceStates, batches: readonly ReadingsStored[], now: Instant): void => {
  for (const { readings } of batches) {
    for (const reading of readings) {
      if (reading.deviceId === null) continue
      const { metric, deviceTime, receivedAt, measuredAt, isBacklog } = reading
      const value = reading.kind === 'sample' ? reading.value : reading.status
      const placedAt = isBacklog ? null : measuredAt
      states.of(reading.deviceId).tracks.prime({ metric, deviceTime, receivedAt, value }, placedAt)
    }
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

/** When the newest of a session's values came: before the server's end, which may be long ago. */
const lastReceipt = (vitals: SessionView['vitals'], now: Instant): Instant => {
  const receipts = Object.values(vitals).map(({ receivedAt }) => parseIso(receivedAt) ?? now)
  return receipts.length === 0 ? now : instant(Math.min(now, Math.max(...receipts)))
}

/** What is looked at again of a session: its newest pressure, however old, and its last minutes. */
const readAgain = async (
  store: PrimeParts['store'],
  { id, vitals }: SessionView,
  now: Instant,
): Promise<readonly (readonly ReadingsStored[])[]> => {
  const from = plusMs(lastReceipt(vitals, now), -PRIME_BACK_MS)
  const pressureAt = newestPressureAt(vitals)
  const recent = await store.readReadings(id, { from })
  if (pressureAt === null || pressureAt - PRESSURE_WITHIN_MS >= from) return [recent]
  // A cuff's value is repeated until there is a new one, however old it is: looked for where it stands, not in the whole session.
  const around = { from: plusMs(pressureAt, -PRESSURE_WITHIN_MS), to: plusMs(pressureAt, PRESSURE_WITHIN_MS) }
  return [await store.readReadings(id, { ...around, metrics: CUFF_METRICS }), recent]
}

/** Restores the window of duplicates, so that a message whose answer was lost with the server is not stored twice. */
export const prime = async ({ registry, states, sessions, store, now }: PrimeParts): Promise<void> => {
  const running = sessions.running()
  const read = (index: number) => {
    const view = running[index]
    return view === undefined ? Promise.resolve([]) : readAgain(store, view, now)
  }
  let next = read(0)
  for (const index of running.keys()) {
    const found = await next
    // The store reads the next session while this one is gone through.
    next = read(index + 1)
    for (const batches of found) remember(states, batches, now)
  }
  for (const { id } of registry.all()) remember(states, await store.readHeld(id, plusMs(now, -HELD_BACK_MS), now), now)
}
