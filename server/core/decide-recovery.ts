import { err } from '../../shared/domain/result.ts'
import type { Criterion } from '../../shared/domain/protocol.ts'
import { openPhysiological } from './alarm-questions.ts'
import { departureGates, recoveryGates } from './discharge-gates.ts'
import { passGates } from './gates.ts'
import { openAlarmIds } from './open-alarms.ts'
import { alarmOpen, badRequest, checkFigure, checkText, firstObjection, type Objection } from './refusals.ts'
import { rule, type Rule } from './ruling.ts'
import type { SessionState } from './session.ts'

/** More than a day is another stay. Minutes. */
const LONGEST_EXTENSION_MIN = 1_440

export const completeCheck: Rule<'completeCheck'> = ({ command: { looked } }) =>
  rule(null, { type: 'checkCompleted', data: looked === undefined ? {} : { looked } })

export const extendRecovery: Rule<'extendRecovery'> = ({ command: { minutes, reason } }) =>
  rule(
    firstObjection(
      checkFigure('The extension', minutes, LONGEST_EXTENSION_MIN, 'min'),
      checkText('The reason', reason),
    ),
    { type: 'recoveryExtended', data: { minutes, reason } },
  )

const checkCriterion = (criteria: readonly Criterion[], criterion: string): Objection => {
  if (criteria.some(({ id }) => id === criterion)) return null
  return badRequest(`There is no criterion ${criterion}; the protocol has ${criteria.map(({ id }) => id).join(', ')}.`)
}

export const assessCriterion: Rule<'assessCriterion'> = ({ state, command: { criterion, met, note } }) =>
  rule(checkCriterion(state.protocol.criteria, criterion), {
    type: 'criterionAssessed',
    data: { criterion, met, ...(note === undefined ? {} : { note }) },
  })

/** Nobody leaves under an alarm of the body that no one has seen: no override covers it (alarms.md section 2). */
const checkAlarms = (state: SessionState): Objection => {
  const open = openPhysiological(state.alarms)
  if (open.length === 0) return null
  return alarmOpen(
    `Not acknowledged: ${open.map((alarm) => alarm.channel).join(', ')}. Look at the patient and acknowledge first; no override covers it.`,
    { alarmIds: open.map((alarm) => alarm.id) },
  )
}

export const discharge: Rule<'discharge'> = ({ state, course, command, when }) => {
  const objection = checkAlarms(state)
  if (objection !== null) return err(objection)
  const { escort, ivRemoved, instructionsGiven } = command
  const departure = { escort, ivRemoved, instructionsGiven }
  const gates = [...recoveryGates(state, course, when), ...departureGates(state, departure)]
  const pass = passGates(gates, command.override)
  return pass.ok ? rule(null, { type: 'sessionDischarged', data: { ...departure, ...pass.value } }) : pass
}

export const transfer: Rule<'transfer'> = ({ state, command: { to, reason } }) =>
  rule(firstObjection(checkText('Where to', to), checkText('The reason', reason)), {
    type: 'sessionTransferred',
    data: { to, reason, openAlarms: openAlarmIds(state) },
  })
