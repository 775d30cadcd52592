import { isEnded } from '../../shared/domain/phase.ts'
import type { DeviceWord, Reading, ReadingsStored } from '../../shared/domain/reading.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import { err, ok, type Result } from '../../shared/domain/result.ts'
import type { Staff } from '../../shared/domain/actor.ts'
import { stampEvent, type EventBody, type SessionEvent } from '../../shared/domain/session-event.ts'
import { latest, type Instant } from '../../shared/domain/time.ts'
import { isCuffMetric } from '../../shared/domain/vital.ts'
import { decideClock, decideReadings } from './alarm-engine.ts'
import { alarmsAfter } from './consequences.ts'
import { decideOrder } from './decide-order.ts'
import { attached, detached, isAsKnown, isHere } from './decide-place.ts'
import { checkPatient } from './plausible.ts'
import { stayDeadline } from './recovery.ts'
import { firstObjection, notFound, wrongPhase } from './refusals.ts'
import { mayOpenSession } from './rights.ts'
import type { SessionState } from './session.ts'
import type { Command, CreateSession, SessionEntry } from './session-command.ts'

type Decision = Result<readonly SessionEntry[], Refusal>

const create = (request: CreateSession, now: Instant): Decision => {
  const { staff, admit, key, type: _, plannedStart, ...data } = request
  const objection = firstObjection(mayOpenSession(staff), checkPatient(data.patient))
  if (objection !== null) return err(objection)
  const stamp = { at: now, by: staff, ...(key === undefined ? {} : { command: key }) }
  const planned = plannedStart === undefined ? {} : { plannedStart }
  const scheduled = stampEvent({ type: 'sessionScheduled', data: { ...data, ...planned } }, stamp)
  return ok(admit ? [scheduled, stampEvent({ type: 'sessionAdmitted', data: {} }, stamp)] : [scheduled])
}

const takeReadings = (
  state: SessionState,
  readings: readonly Reading[],
  devices: readonly DeviceWord[],
  now: Instant,
): Decision => {
  if (readings.length === 0 && devices.length === 0) return ok([])
  const batch: ReadingsStored = { type: 'readingsStored', at: now, readings, devices }
  // Only a blood pressure changes more than the alarms that the readings themselves decide.
  const alarms = readings.some(({ metric }) => isCuffMetric(metric))
    ? alarmsAfter(state, [batch], now)
    : decideReadings(state.alarms, batch, now)
  return ok([batch, ...alarms])
}

/** From the bindings: nothing where it is so already. */
const bind = (state: SessionState, body: EventBody | null, staff: Staff | undefined, now: Instant): Decision => {
  if (body === null) return ok([])
  const event: SessionEvent = stampEvent(body, staff === undefined ? { at: now } : { at: now, by: staff })
  return ok([event, ...alarmsAfter(state, [event], now)])
}

/** The clinician is told once; a clock that was not asked at the moment says so when it is asked. */
const stayEvents = (state: SessionState, now: Instant): readonly SessionEvent[] => {
  const due = stayDeadline(state)
  if (due === null || now < due) return []
  const { longestStayMin } = state.protocol
  return [stampEvent({ type: 'stayPassed', data: { longestStayMin } }, { at: now })]
}

const decideRunning = (state: SessionState, command: Exclude<Command, CreateSession>, now: Instant): Decision => {
  switch (command.type) {
    case 'order':
      return decideOrder(state, command, now)
    case 'takeReadings':
      return takeReadings(state, command.readings, command.devices, now)
    case 'attachDevice':
      return bind(state, isAsKnown(state, command.device) ? null : attached(command.device), command.staff, now)
    case 'detachDevice':
      return bind(state, isHere(state, command.deviceId) ? detached(command.deviceId) : null, command.staff, now)
    case 'passTime':
      return ok([...decideClock(state.alarms, now), ...stayEvents(state, now)])
  }
}

/**
 * What is to be written, or why not. Writes nothing itself and reads no clock.
 * @param now what is written is dated by it, but never before the newest entry: a clock that was set back makes no time go back
 */
export const decide = (state: SessionState | null, command: Command, now: Instant): Decision => {
  if (command.type === 'create')
    return state === null
      ? create(command, now)
      : err(wrongPhase(`The session exists and is ${state.course.phase}; a new one needs an id of its own.`))
  if (state === null) return err(notFound('There is no such session.'))
  if (isEnded(state.course.phase) && command.type !== 'order')
    return err(wrongPhase(`The session is ${state.course.phase}: it takes no readings and no devices any more.`))
  return decideRunning(state, command, latest(now, state.lastAt))
}
