import type { StaffCommandType } from '../../shared/domain/command.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import { err, ok, type Result } from '../../shared/domain/result.ts'
import { stampEvent, type EventStamp } from '../../shared/domain/session-event.ts'
import { instant, type Instant } from '../../shared/domain/time.ts'
import { alarmsAfter } from './consequences.ts'
import { findConflict } from './conflicts.ts'
import * as entries from './decide-entries.ts'
import * as limits from './decide-limits.ts'
import * as infusion from './decide-infusion.ts'
import * as place from './decide-place.ts'
import * as preparation from './decide-preparation.ts'
import { setPressureInterval } from './decide-pressure.ts'
import * as record from './decide-record.ts'
import * as recovery from './decide-recovery.ts'
import { whenItHappened } from './occurrence.ts'
import { isAllowed, wrongPhaseSentence, type CommandOf } from './phase-rules.ts'
import { firstObjection, keyReused, wrongPhase } from './refusals.ts'
import { mayCommand } from './rights.ts'
import type { Context, Draft, Rule, Ruling } from './ruling.ts'
import type { Answered, SessionState } from './session.ts'
import type { Order, SessionEntry } from './session-command.ts'

const RULES: { readonly [Type in StaffCommandType]: Rule<Type> } = {
  admit: preparation.admit,
  checkOff: preparation.checkOff,
  uncheck: preparation.uncheck,
  recordBaseline: preparation.recordBaseline,
  cancel: preparation.cancel,
  startInfusion: infusion.startInfusion,
  changeRate: infusion.changeRate,
  giveBolus: infusion.giveBolus,
  pauseInfusion: infusion.pauseInfusion,
  resumeInfusion: infusion.resumeInfusion,
  endInfusion: infusion.endInfusion,
  recordVitals: entries.recordVitals,
  recordAssessment: entries.recordAssessment,
  recordSymptom: entries.recordSymptom,
  recordIntervention: entries.recordIntervention,
  setLimits: limits.setLimits,
  acknowledgeAlarm: entries.acknowledgeAlarm,
  markAlarm: record.markAlarm,
  pauseAudio: entries.pauseAudio,
  setPressureInterval,
  completeCheck: recovery.completeCheck,
  extendRecovery: recovery.extendRecovery,
  assessCriterion: recovery.assessCriterion,
  discharge: recovery.discharge,
  transfer: recovery.transfer,
  moveBay: place.moveBay,
  attachDevice: place.attachDevice,
  detachDevice: place.detachDevice,
  takeOverReadings: place.takeOverReadings,
  addNote: record.addNote,
  markArtefact: record.markArtefact,
  judgeArtefacts: record.judgeArtefacts,
  amend: record.amend,
  signOff: record.signOff,
}

const ruleOn = <Type extends StaffCommandType>(
  type: Type,
  command: CommandOf<Type>,
  rest: Omit<Context<Type>, 'command' | 'course'>,
): Ruling => {
  const { course } = rest.state
  return isAllowed(type, course, rest.when)
    ? RULES[type]({ ...rest, command, course })
    : err(wrongPhase(wrongPhaseSentence(rest.state, type, rest.when)))
}

/** What the order comes to: by right, then on a state that its author has seen, in its phase, with its figures and gates. */
const ruleOnOrder = (state: SessionState, order: Order, now: Instant): Ruling => {
  const { command, staff } = order
  const objection = firstObjection(mayCommand(state, staff, command), findConflict(state, order))
  if (objection !== null) return err(objection)
  const when = whenItHappened(state, command.type, order.occurredAt, now)
  return when.ok ? ruleOn(command.type, command, { state, order, now, when: when.value }) : when
}

/** Readings and alarm events bring their own time; what alarms say is theirs, that it answers this request is added. */
const stamped = (draft: Draft, stamp: EventStamp): SessionEntry => {
  if (draft.type === 'readingsStored') return draft
  if (!('at' in draft)) return stampEvent(draft, stamp)
  return stamp.command === undefined ? draft : { ...draft, command: stamp.command }
}

const answerOf = (state: SessionState, key: string): Answered | undefined =>
  Object.hasOwn(state.answered, key) ? state.answered[key] : undefined

/** A request that was answered gives nothing more to write; its key with another body is refused. */
const repeated = (state: SessionState, { key }: Order): Result<readonly [], Refusal> | null => {
  const answered = key === undefined ? undefined : answerOf(state, key.key)
  if (answered === undefined) return null
  if (answered.bodyHash === key?.bodyHash) return ok([])
  return err(keyReused('This idempotency key has answered another command; give each command a key of its own.'))
}

export const decideOrder = (
  state: SessionState,
  order: Order,
  now: Instant,
): Result<readonly SessionEntry[], Refusal> => {
  const again = repeated(state, order)
  if (again !== null) return again
  const ruling = ruleOnOrder(state, order, now)
  if (!ruling.ok) return ruling
  const { staff, occurredAt, key } = order
  const command = key === undefined ? {} : { command: key }
  const late = occurredAt === undefined ? {} : { occurredAt: instant(Math.min(occurredAt, now)) }
  const stamp: EventStamp = { at: now, by: staff, ...late, ...command }
  const entries = ruling.value.map((draft) => stamped(draft, stamp))
  const alarms = alarmsAfter(state, entries, now).map((event) => ({ ...event, ...command }))
  return ok([...entries, ...alarms])
}
