import type { StaffCommandType } from '../../shared/domain/command.ts'
import { toIso } from '../../shared/domain/time.ts'
import { conflict, type Objection } from './refusals.ts'
import type { SessionState } from './session.ts'
import type { Order } from './session-command.ts'

/** Must never wait for a screen to be read again: they stop something, or add to the record without contradicting it. */
const NEVER_IN_CONFLICT: readonly StaffCommandType[] = [
  'acknowledgeAlarm',
  'pauseAudio',
  'pauseInfusion',
  'endInfusion',
  'recordBaseline',
  'recordVitals',
  'recordAssessment',
  'recordSymptom',
  'recordIntervention',
]

/** Two people who saw the same state cannot both win: the later one is told what the other did (session.md section 1). */
export const findConflict = (state: SessionState, order: Order): Objection => {
  const { expectedSeq, command, staff } = order
  if (expectedSeq === undefined || NEVER_IN_CONFLICT.includes(command.type)) return null
  const unseen = state.journal.filter((entry) => entry.seq > expectedSeq && entry.by.id !== staff.id)
  if (unseen.length === 0) return null
  const told = unseen.map((entry) => `${entry.by.name}: ${entry.type}, ${toIso(entry.at)}`).join('; ')
  return conflict(`The session has changed since entry ${expectedSeq}: ${told}. Look again, then decide.`, {
    seq: state.seq,
    changes: unseen.map(({ seq, type, at, by }) => ({ seq, type, at: toIso(at), by: by.name })),
  })
}
