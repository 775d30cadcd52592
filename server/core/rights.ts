import type { Staff } from '../../shared/domain/actor.ts'
import type { StaffCommand, StaffCommandType } from '../../shared/domain/command.ts'
import { notAllowed, type Objection } from './refusals.ts'
import type { SessionState } from './session.ts'

/** An administrator sets up: of a visit's commands, those that assign a device to a bay (session.md section 5). */
const SET_UP: readonly StaffCommandType[] = ['attachDevice', 'detachDevice']

export const mayOpenSession = (staff: Staff): Objection =>
  staff.role === 'admin' ? notAllowed('An administrator admits nobody: ask a nurse or a clinician.') : null

const nurseMayAmend = (state: SessionState, staff: Staff, seq: number): Objection => {
  if (state.signatures.length > 0) return notAllowed('The record is signed: only a clinician amends it now.')
  const entry = state.journal.find((it) => it.seq === seq)
  if (entry === undefined || entry.by.id === staff.id) return null
  return notAllowed(`Entry ${seq} is ${entry.by.name}’s: ${entry.by.name} or a clinician may amend it.`)
}

const nurseMay = (state: SessionState, staff: Staff, command: StaffCommand): Objection => {
  if (command.type === 'signOff') return notAllowed('A record is signed by a clinician.')
  if (command.type === 'discharge' && command.override !== undefined)
    return notAllowed('A discharge with an override is a clinician’s decision: ask a clinician, or meet what is open.')
  if (command.type === 'markArtefact' || command.type === 'judgeArtefacts')
    return state.signatures.length === 0
      ? null
      : notAllowed('The record is signed: only a clinician says now what is an artefact.')
  return command.type === 'amend' ? nurseMayAmend(state, staff, command.seq) : null
}

/** Who may do what (session.md section 5). */
export const mayCommand = (state: SessionState, staff: Staff, command: StaffCommand): Objection => {
  switch (staff.role) {
    case 'clinician':
      return null
    case 'nurse':
      return nurseMay(state, staff, command)
    case 'admin':
      return SET_UP.includes(command.type)
        ? null
        : notAllowed(`An administrator gives no clinical command: ${command.type} is for a nurse or a clinician.`)
  }
}
