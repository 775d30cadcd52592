import type { SessionId } from '../../shared/domain/ids.ts'
import type { Reading } from '../../shared/domain/reading.ts'
import type { VitalView } from '../../shared/domain/session-view.ts'
import { parseIso, type Instant } from '../../shared/domain/time.ts'
import { isCuffMetric, type Metric } from '../../shared/domain/vital.ts'
import type { LiveVital, VitalsFrame } from '../../shared/wire/live-message.ts'

type SessionVitals = Record<string, LiveVital>

interface Newest {
  readonly vital: LiveVital
  /** Number of the frame that carries it. */
  readonly frame: number
  /** Who measured it how: where this changes, a number alone would no longer tell the truth. null: taken from a view. */
  readonly reading: Reading | null
}

/** The newest value of every metric, gathered into frames. A frame carries what changed; a frame that was missed is made good by a later one. */
export interface VitalsBoard {
  /** @returns true where the view says more than the number does: a new metric, another source, a blood pressure and its timer. */
  take(id: SessionId, reading: Reading): boolean
  /** What a screen that watches from now on has already seen in the view. */
  prime(id: SessionId, vitals: Readonly<Partial<Record<Metric, VitalView>>>): void
  hasPending(): boolean
  /** Number of the frame that is being gathered. */
  frameNumber(): number
  /** Closes the frame. */
  takeFrame(at: Instant): VitalsFrame
  /** The newest of all that changed in frame `number` or later. */
  frameSince(number: number, at: Instant): VitalsFrame
  forget(id: SessionId): void
}

/** A view tells the source of its numbers without naming the device: the first reading after it is taken for the same. */
const isFromElsewhere = (before: Reading | null, now: Reading): boolean =>
  before !== null && (before.origin !== now.origin || before.deviceId !== now.deviceId)

const liveVitalOf = (reading: Reading): LiveVital | null => {
  if (reading.isBacklog) return null
  if (reading.kind === 'sample') return [reading.value, reading.measuredAt, reading.quality]
  return reading.status === 'sensorOn' ? null : [null, reading.measuredAt, 'none']
}

export const createVitalsBoard = (): VitalsBoard => {
  const newest = new Map<SessionId, Map<string, Newest>>()
  let pending: Record<string, SessionVitals> = {}
  let hasPending = false
  let frame = 1

  const metricsOf = (id: SessionId): Map<string, Newest> => {
    const known = newest.get(id)
    if (known !== undefined) return known
    const metrics = new Map<string, Newest>()
    newest.set(id, metrics)
    return metrics
  }

  const take = (id: SessionId, reading: Reading): boolean => {
    const vital = liveVitalOf(reading)
    if (vital === null) return false
    const metrics = metricsOf(id)
    const before = metrics.get(reading.metric)
    if (before !== undefined && before.vital[1] > vital[1]) return false
    metrics.set(reading.metric, { vital, frame, reading })
    const session = (pending[id] ??= {})
    session[reading.metric] = vital
    hasPending = true
    return before === undefined || isCuffMetric(reading.metric) || isFromElsewhere(before.reading, reading)
  }

  const frameSince = (number: number, at: Instant): VitalsFrame => {
    const sessions: Record<string, SessionVitals> = {}
    for (const [id, metrics] of newest) {
      const changed = [...metrics].filter(([, entry]) => entry.frame >= number)
      if (changed.length > 0) sessions[id] = Object.fromEntries(changed.map(([metric, entry]) => [metric, entry.vital]))
    }
    return { at, sessions }
  }

  return {
    take,
    prime: (id, vitals) => {
      const metrics = metricsOf(id)
      for (const [metric, view] of Object.entries(vitals)) {
        const time = parseIso(view.time)
        if (time === null || metrics.has(metric)) continue
        metrics.set(metric, { vital: [view.value, time, view.quality], frame: 0, reading: null })
      }
    },
    hasPending: () => hasPending,
    frameNumber: () => frame,
    takeFrame: (at) => {
      const closed = { at, sessions: pending }
      pending = {}
      hasPending = false
      frame += 1
      return closed
    },
    frameSince,
    forget: (id) => {
      newest.delete(id)
      if (pending[id] !== undefined) pending = Object.fromEntries(Object.entries(pending).filter(([key]) => key !== id))
    },
  }
}
