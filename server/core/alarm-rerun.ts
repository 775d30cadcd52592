import type { Limit } from '../../shared/domain/limit.ts'
import { isEnded } from '../../shared/domain/phase.ts'
import type { Protocol } from '../../shared/domain/protocol.ts'
import type { ReadingsStored } from '../../shared/domain/reading.ts'
import type { AlarmEvent, StoredEvent } from '../../shared/domain/session-event.ts'
import { latest, plusMs, type Instant } from '../../shared/domain/time.ts'
import { isCuffMetric } from '../../shared/domain/vital.ts'
import { nextAlarmDeadline } from './alarm-clock.ts'
import { courseFrom } from './alarm-course.ts'
import { decideChange, decideClock, decideEnd, followBatch } from './alarm-engine.ts'
import { evolveAlarmEvent } from './alarm-evolve.ts'
import { evolveReadings } from './alarm-readings.ts'
import { isLifeEvent, lifeEvent, type AlarmLifeEvent } from './alarm-transitions.ts'
import { evolve } from './evolve.ts'
import { withMonitoring } from './monitoring.ts'
import type { SessionState } from './session.ts'

/** What was stored of a visit, in its append order. */
export type KeptEntry = StoredEvent | ReadingsStored

/** The limits to try where these were in force. */
export type OtherLimits = (inForce: readonly Limit[]) => readonly Limit[]

/** A visit lived again with other limits, as far as it was followed. */
export interface Rerun {
  /** null: it has not begun. Its alarms are those that there would have been. */
  readonly state: SessionState | null
  /** Of the last step. */
  readonly events: readonly AlarmLifeEvent[]
}

export const NOT_BEGUN: Rerun = { state: null, events: [] }

/** Who had paused the audio says nothing of other alarms: the pauses of the visit are left out. */
interface Living {
  readonly state: SessionState
  readonly events: readonly AlarmLifeEvent[]
}

const happened = ({ state, events }: Living, more: readonly AlarmEvent[]): Living => {
  if (more.length === 0) return { state, events }
  const alarms = more.reduce(evolveAlarmEvent, state.alarms)
  return { state: { ...state, alarms }, events: [...events, ...more.filter(isLifeEvent)] }
}

/** What the clock alone would have done up to and including `to`. */
const timePassed = (living: Living, to: Instant): Living => {
  let soFar = living
  let at = living.state.lastAt
  for (;;) {
    const due = nextAlarmDeadline(soFar.state.alarms, at)
    if (due === null || due > to) return soFar
    soFar = happened(soFar, decideClock(soFar.state.alarms, due))
    at = plusMs(due, 1)
  }
}

/** Alarms follow from what a change of the session tells their engine. */
const changed = (living: Living, before: SessionState, now: Instant): Living => {
  const { state } = living
  if (isEnded(state.course.phase))
    return isEnded(before.course.phase) ? living : happened(living, decideEnd(state.alarms, now))
  return state.alarms.profile === before.alarms.profile ? living : happened(living, decideChange(state.alarms, now))
}

const batchRead = (living: Living, batch: ReadingsStored): Living => {
  const { state } = living
  const { state: alarms, events } = followBatch(courseFrom(state.alarms), batch, batch.at)
  const read: SessionState = { ...state, alarms, lastAt: latest(state.lastAt, batch.at) }
  const next = { state: read, events: [...living.events, ...events.filter(isLifeEvent)] }
  // As live: of readings, only a blood pressure changes what the alarm engine must know.
  if (!batch.readings.some(({ metric }) => isCuffMetric(metric))) return next
  return changed({ ...next, state: withMonitoring(read, batch.at) }, read, batch.at)
}

/** An acknowledgement counts for the alarm that there would have been on its channel; where there is none, for nothing. */
const acknowledged = (living: Living, event: Extract<StoredEvent, { type: 'alarmAcknowledged' }>): Living => {
  const alarm = living.state.alarms.alarms.find(
    (it) => it.channel === event.data.channel && it.acknowledgement === null,
  )
  if (alarm === undefined) return living
  const given = lifeEvent(alarm, 'acknowledged', event.at)
  return happened(living, [event.by === undefined ? given : { ...given, by: event.by }])
}

const protocolWith = (protocol: Protocol, otherLimits: OtherLimits): Protocol => {
  const limits = otherLimits(protocol.limits)
  if (protocol.limitsByPhase === undefined) return { ...protocol, limits }
  const byPhase = Object.entries(protocol.limitsByPhase).map(([phase, inForce]) => [phase, otherLimits(inForce)])
  return { ...protocol, limits, limitsByPhase: Object.fromEntries(byPhase) as Protocol['limitsByPhase'] & object }
}

const withOtherLimits = (event: StoredEvent, otherLimits: OtherLimits): StoredEvent => {
  if (event.type === 'limitsChanged')
    return { ...event, data: { ...event.data, limits: otherLimits(event.data.limits) } }
  if (event.type !== 'sessionScheduled') return event
  return { ...event, data: { ...event.data, protocol: protocolWith(event.data.protocol, otherLimits) } }
}

/** The number that an event has in the store is what amendments name: alarms that are left out do not move it. */
const sessionChanged = (living: Living, event: StoredEvent, otherLimits: OtherLimits): Living => {
  const { state, events } = living
  const numbered = { ...state, seq: event.seq - 1 }
  return changed({ state: evolve(numbered, withOtherLimits(event, otherLimits)), events }, state, event.at)
}

const entryFollowed = (living: Living, entry: KeptEntry, otherLimits: OtherLimits): Living => {
  if (entry.type === 'readingsStored') return batchRead(living, entry)
  if (entry.type === 'alarmAcknowledged') return acknowledged(living, entry)
  // An alarm of the visit says that the clock had come to its instant before whatever follows at the same one.
  if (isLifeEvent(entry)) return timePassed(living, entry.at)
  if (entry.type === 'audioPaused' || entry.type === 'audioPauseEnded') return living
  return sessionChanged(living, entry, otherLimits)
}

/**
 * One more entry of a visit, under other limits: every rule as live (pulse, intervals, phases, baseline, settling,
 * latching), what people did as they did it, and the alarms that follow. With the limits as they were it gives the alarms
 * that there were, but for the milliseconds that a timer is late.
 */
export const rerunEntry = (rerun: Rerun, entry: KeptEntry, otherLimits: OtherLimits): Rerun => {
  if (rerun.state !== null) {
    const waited = timePassed({ state: rerun.state, events: [] }, plusMs(entry.at, -1))
    return entryFollowed(waited, entry, otherLimits)
  }
  if (entry.type === 'readingsStored') return rerun
  return { state: evolve(null, withOtherLimits(entry, otherLimits)), events: [] }
}

/** A batch that is known to raise and end nothing: what it says is remembered, and that is all. Of no cuff. */
export const batchRemembered = ({ state }: Rerun, batch: ReadingsStored): Rerun => {
  if (state === null) return NOT_BEGUN
  const alarms = evolveReadings(state.alarms, batch)
  return { state: { ...state, alarms, lastAt: latest(state.lastAt, batch.at) }, events: [] }
}

/** What time alone does after the last entry of a visit that still runs. */
export const rerunUntil = ({ state }: Rerun, now: Instant): Rerun =>
  state === null ? NOT_BEGUN : timePassed({ state, events: [] }, now)
