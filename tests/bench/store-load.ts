import { deviceId, sessionId } from '../../shared/domain/ids.ts'
import type { SessionId } from '../../shared/domain/ids.ts'
import type { ReadingsStored, Sample } from '../../shared/domain/reading.ts'
import { plusMs } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'
import { after } from '../contract/store-fixtures.ts'

/** What a monitor of four values says once a second: values that wander with noise, a network that is never on time. */

/** The same numbers in each run. */
const createNoise = (seed: number): (() => number) => {
  let state = seed
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state + 1) / 4_294_967_297
  }
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}

const SIGNALS: readonly {
  readonly metric: Metric
  readonly mean: number
  readonly swing: number
  readonly noise: number
}[] = [
  { metric: 'hr', mean: 74, swing: 9, noise: 0.8 },
  { metric: 'spo2', mean: 97, swing: 1, noise: 0.4 },
  { metric: 'rr', mean: 15, swing: 3, noise: 0.6 },
  { metric: 'etco2', mean: 38, swing: 3, noise: 0.7 },
]

/** Delay of a message, and of the decision about it, in milliseconds. */
const NETWORK_JITTER_MS = 15
const ENGINE_JITTER_MS = 1.5

export interface Monitor {
  readonly session: SessionId
  readonly second: (index: number) => ReadingsStored
}

const createMonitor = (index: number): Monitor => {
  const noise = createNoise(index + 1)
  const device = deviceId(`dev_${String(index).padStart(4, '0')}ab3f9c`)
  const phase = index * 37
  const second = (at: number): ReadingsStored => {
    const sentAt = after(at * 1_000 + phase)
    const receivedAt = plusMs(sentAt, Math.abs(noise()) * NETWORK_JITTER_MS)
    const readings = SIGNALS.map(({ metric, mean, swing, noise: spread }): Sample => ({
      kind: 'sample',
      metric,
      value: Math.round(mean + swing * Math.sin((at + phase) / 150) + spread * noise()),
      quality: 'good',
      measuredAt: sentAt,
      receivedAt,
      deviceTime: sentAt,
      origin: 'device',
      deviceId: device,
      isBacklog: false,
    }))
    return {
      type: 'readingsStored',
      at: plusMs(receivedAt, Math.abs(noise()) * ENGINE_JITTER_MS),
      readings,
      devices: [{ deviceId: device, said: 'heard', at: receivedAt }],
    }
  }
  return { session: sessionId(`s_${index}`), second }
}

export const createMonitors = (count: number): readonly Monitor[] =>
  Array.from({ length: count }, (_, index) => createMonitor(index))
