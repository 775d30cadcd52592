import { plusSeconds, type Instant } from '../../../shared/domain/time.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { Door, Source } from '../../ports/source.ts'
import type { Monitor } from './monitor.ts'

export interface SimulatedMonitor {
  /** Under which it speaks at the door. */
  readonly identity: string
  readonly name: string
  /** The scenario begins with the simulator, or with the infusion of the patient that it hangs on. */
  readonly scenarioBegins: 'now' | 'withInfusion'
  /** Goes on from wherever its history has brought it. */
  readonly monitor: Monitor
}

/** What runs into the patient on the monitor, as the sessions say. */
export interface Infusing {
  readonly mgPerKgPerHour: number
  readonly infusionStartedAt: Instant | null
}

export interface SimulatorParts {
  readonly door: Door
  readonly clock: Clock
  readonly log: Log
  readonly monitors: readonly SimulatedMonitor[]
  /** Looked up once a clinical second for each monitor. */
  readonly infusing: (identity: string) => Infusing
}

/** Real milliseconds between two looks at the clock; at a high speed one look does several clinical seconds. */
const LOOK_EVERY_MS = 50
/** A pause longer than this (a suspended machine) is not made up for: it is a gap, as it would be of a real monitor. */
const LONGEST_CATCH_UP_S = 120

export interface Simulator extends Source {
  /** The monitor measures the blood pressure at once. @returns false where no monitor has this identity. */
  measurePressureNow(identity: string): boolean
}

const scenarioSince = (spec: SimulatedMonitor, around: Infusing, begunAt: Instant, at: Instant): number | null => {
  const from = spec.scenarioBegins === 'now' ? begunAt : around.infusionStartedAt
  return from === null ? null : (at - from) / 1_000
}

/** Starts the monitors; they speak through the door as any device does, once a clinical second. */
export const startSimulator = (parts: SimulatorParts): Simulator => {
  const begunAt = parts.clock.now()
  let doneUntil = begunAt
  let isBusy = false
  const speak = async (spec: SimulatedMonitor, at: Instant): Promise<void> => {
    const around = parts.infusing(spec.identity)
    const readings = spec.monitor.second({
      at,
      mgPerKgPerHour: around.mgPerKgPerHour,
      scenarioSinceS: scenarioSince(spec, around, begunAt, at),
    })
    if (readings === null) return
    const { identity, name } = spec
    const answer = await parts.door.accept({
      identity,
      name,
      feed: 'simulator',
      receivedAt: at,
      messageTime: at,
      isSimulated: true,
      readings,
    })
    if (answer.kind !== 'stored') parts.log.warn('simulator.notTaken', { identity, kind: answer.kind })
  }
  const look = async (): Promise<void> => {
    const now = parts.clock.now()
    if (now - doneUntil > LONGEST_CATCH_UP_S * 1_000) doneUntil = plusSeconds(now, -1)
    for (let at = plusSeconds(doneUntil, 1); at <= now; at = plusSeconds(at, 1)) {
      await Promise.all(parts.monitors.map((one) => speak(one, at)))
      doneUntil = at
    }
  }
  const timer = setInterval(() => {
    if (isBusy) return
    isBusy = true
    look()
      .catch((error: unknown) => {
        parts.log.error('simulator.failed', { err: String(error) })
      })
      .finally(() => {
        isBusy = false
      })
  }, LOOK_EVERY_MS)
  return {
    name: 'simulator',
    measurePressureNow: (identity) => {
      const found = parts.monitors.find((one) => one.identity === identity)
      found?.monitor.measurePressureNow()
      return found !== undefined
    },
    close: () => {
      clearInterval(timer)
      return Promise.resolve()
    },
  }
}
