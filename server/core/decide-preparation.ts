import type { Result } from '../../shared/domain/result.ts'
import { err, ok } from '../../shared/domain/result.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import type { Baseline } from '../../shared/domain/session-event.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { monitorBaseline } from './monitor-baseline.ts'
import { checkBaseline } from './plausible.ts'
import { badRequest, checkText, firstObjection, type Objection } from './refusals.ts'
import { rule, type Rule } from './ruling.ts'
import type { SessionState } from './session.ts'
import type { CommandOf } from './phase-rules.ts'
import { openAlarmIds } from './open-alarms.ts'

export const admit: Rule<'admit'> = () => rule(null, { type: 'sessionAdmitted', data: {} })

const checkItem = (state: SessionState, item: string): Objection => {
  const { checklist } = state.protocol
  if (checklist.some(({ id }) => id === item)) return null
  return badRequest(`The checklist has no item ${item}; it has ${checklist.map(({ id }) => id).join(', ')}.`)
}

export const checkOff: Rule<'checkOff'> = ({ state, command: { item, checkedBy } }) => {
  if (checkedBy === undefined)
    return rule(checkItem(state, item), { type: 'checklistChanged', data: { item, done: true } })
  const objection = firstObjection(checkItem(state, item), checkText('The name of who checked', checkedBy))
  return rule(objection, { type: 'checklistChanged', data: { item, done: true, checkedBy: checkedBy.trim() } })
}

export const uncheck: Rule<'uncheck'> = ({ state, command: { item } }) =>
  rule(checkItem(state, item), { type: 'checklistChanged', data: { item, done: false } })

const takeBaseline = (
  state: SessionState,
  command: CommandOf<'recordBaseline'>,
  when: Instant,
): Result<{ readonly values: Baseline; readonly from: 'hand' | 'monitor' }, Refusal> => {
  if ('from' in command) return monitorBaseline(state, when)
  const { sbp, dbp, hr, spo2, rr } = command
  const values = { sbp, dbp, hr, spo2, ...(rr === undefined ? {} : { rr }) }
  const objection = checkBaseline(values)
  return objection === null ? ok({ values, from: 'hand' }) : err(objection)
}

export const recordBaseline: Rule<'recordBaseline'> = ({ state, command, when }) => {
  const taken = takeBaseline(state, command, when)
  return taken.ok ? rule(null, { type: 'baselineRecorded', data: taken.value }) : taken
}

export const cancel: Rule<'cancel'> = ({ state, command: { reason } }) =>
  rule(checkText('The reason', reason), {
    type: 'sessionCancelled',
    data: { reason, openAlarms: openAlarmIds(state) },
  })
