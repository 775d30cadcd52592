import { protocolLimits } from '../../shared/domain/protocol.ts'
import type { ReadingsStored } from '../../shared/domain/reading.ts'
import type {
  AlarmEventType,
  SessionEvent,
  SessionEventOf,
  SessionEventType,
} from '../../shared/domain/session-event.ts'
import { latest } from '../../shared/domain/time.ts'
import { isCuffMetric } from '../../shared/domain/vital.ts'
import { initialAlarmState } from './alarm-configure.ts'
import { evolveAlarmEvent } from './alarm-evolve.ts'
import { evolveReadings } from './alarm-readings.ts'
import * as course from './evolve-course.ts'
import * as facts from './evolve-facts.ts'
import { happenedAt, unmoved, type Evolver } from './evolver.ts'
import { profileAtBegin, withMonitoring } from './monitoring.ts'
import type { JournalEntry, SessionState } from './session.ts'
import type { SessionEntry } from './session-command.ts'

const alarmEvent: Evolver<AlarmEventType> = (state, event) => {
  const alarms = evolveAlarmEvent(state.alarms, event)
  return { ...state, alarms, hadHighAlarm: state.hadHighAlarm || alarms.alarms.some(({ level }) => level === 'high') }
}

const EVOLVERS: { readonly [Type in SessionEventType]: Evolver<Type> } = {
  sessionScheduled: unmoved,
  sessionAdmitted: course.sessionAdmitted,
  checklistChanged: course.checklistChanged,
  baselineRecorded: course.baselineRecorded,
  infusionStarted: course.infusionStarted,
  rateChanged: course.rateChanged,
  bolusGiven: unmoved,
  infusionPaused: course.infusionPaused,
  infusionResumed: course.infusionResumed,
  infusionEnded: course.infusionEnded,
  vitalsRecorded: unmoved,
  assessmentRecorded: unmoved,
  symptomRecorded: unmoved,
  interventionRecorded: unmoved,
  noteAdded: unmoved,
  limitsChanged: facts.limitsChanged,
  alarmRaised: alarmEvent,
  alarmEscalated: alarmEvent,
  alarmDeescalated: alarmEvent,
  alarmLatched: alarmEvent,
  alarmCleared: alarmEvent,
  alarmResumed: alarmEvent,
  alarmAcknowledged: alarmEvent,
  alarmReminded: alarmEvent,
  alarmUnattended: alarmEvent,
  alarmEnded: alarmEvent,
  audioPaused: alarmEvent,
  audioPauseEnded: alarmEvent,
  alarmMarked: unmoved,
  pressureIntervalSet: unmoved,
  checkCompleted: unmoved,
  recoveryExtended: unmoved,
  stayPassed: facts.stayPassed,
  criterionAssessed: unmoved,
  sessionDischarged: course.sessionDischarged,
  sessionTransferred: course.sessionTransferred,
  sessionCancelled: course.sessionCancelled,
  bayChanged: facts.bayChanged,
  deviceAttached: facts.deviceAttached,
  deviceDetached: facts.deviceDetached,
  readingsTakenOver: unmoved,
  artefactMarked: unmoved,
  artefactDismissed: unmoved,
  amended: facts.amended,
  signedOff: facts.signedOff,
}

const change = <Type extends SessionEventType>(
  type: Type,
  state: SessionState,
  event: SessionEventOf<Type>,
  seq: number,
): SessionState => EVOLVERS[type](state, event, seq)

const isAlarmEvent = (event: SessionEvent): boolean => EVOLVERS[event.type] === alarmEvent

/** The journal keeps what people wrote; alarms have a life of their own, and of the first event the state keeps the rest. */
const journalAfter = (journal: SessionState['journal'], event: SessionEvent, seq: number): SessionState['journal'] => {
  const { type, by, data } = event
  if (by === undefined || isAlarmEvent(event)) return journal
  const kept = type === 'sessionScheduled' ? { patient: data.patient } : data
  return [...journal, { seq, type, at: happenedAt(event), by, data: kept } as JournalEntry]
}

const answeredAfter = (
  answered: SessionState['answered'],
  event: SessionEvent,
  seq: number,
): SessionState['answered'] => {
  const { command } = event
  if (command === undefined) return answered
  const fromSeq = (Object.hasOwn(answered, command.key) ? answered[command.key]?.fromSeq : undefined) ?? seq
  return { ...answered, [command.key]: { bodyHash: command.bodyHash, fromSeq, toSeq: seq } }
}

const begin = ({ at, data }: SessionEventOf<'sessionScheduled'>): SessionState => ({
  id: data.sessionId,
  site: data.site,
  bay: data.bay,
  patient: data.patient,
  protocol: data.protocol,
  plannedStart: data.plannedStart ?? null,
  createdAt: at,
  simulated: data.simulated,
  replayed: false,
  hadHighAlarm: false,
  isStayPassed: false,
  course: { phase: 'scheduled', since: at },
  limitChanges: [],
  devices: [],
  signatures: [],
  journal: [],
  answered: {},
  alarms: initialAlarmState(profileAtBegin(data.sessionId, protocolLimits(data.protocol, 'scheduled'), at)),
  seq: 0,
  entryCount: 0,
  lastAt: at,
})

const evolveEvent = (state: SessionState, event: SessionEvent): SessionState => {
  const seq = state.seq + 1
  const counted: SessionState = {
    ...state,
    seq,
    entryCount: state.entryCount + 1,
    lastAt: latest(state.lastAt, event.at),
    journal: journalAfter(state.journal, event, seq),
    answered: answeredAfter(state.answered, event, seq),
  }
  return withMonitoring(change(event.type, counted, event, seq), event.at)
}

/** Once a second for each session: what is not touched stays the same object. */
const evolveBatch = (state: SessionState, batch: ReadingsStored): SessionState => {
  let { simulated, replayed } = state
  let hasCuff = false
  for (const { origin, metric } of batch.readings) {
    if (origin === 'simulated') simulated = true
    if (origin === 'replay') replayed = true
    if (isCuffMetric(metric)) hasCuff = true
  }
  const next: SessionState = {
    ...state,
    simulated,
    replayed,
    alarms: evolveReadings(state.alarms, batch),
    entryCount: state.entryCount + 1,
    lastAt: latest(state.lastAt, batch.at),
  }
  // Of readings, only a blood pressure changes what the alarm engine must know: when the next one is due.
  return hasCuff ? withMonitoring(next, batch.at) : next
}

/**
 * The state after one more entry of its append order. Reads no clock, refuses nothing.
 * @throws Error where there is no state and the entry does not begin one: such a store is broken.
 */
export const evolve = (state: SessionState | null, entry: SessionEntry): SessionState => {
  if (entry.type === 'readingsStored') {
    if (state === null) throw new Error('A session begins with sessionScheduled, not with readings.')
    return evolveBatch(state, entry)
  }
  if (state !== null) return evolveEvent(state, entry)
  if (entry.type !== 'sessionScheduled')
    throw new Error(`A session begins with sessionScheduled, not with ${entry.type}.`)
  return evolveEvent(begin(entry), entry)
}
