import type { CriterionView } from '../../shared/domain/session-view.ts'
import { MS_PER_MINUTE, type Instant } from '../../shared/domain/time.ts'
import { openCriteria, minimumUntil } from './recovery.ts'
import type { Gate } from './gates.ts'
import { newestAnswer } from './journal.ts'
import type { Departure, RecoveringCourse, SessionState } from './session.ts'

const gate = (id: string, label: string): Gate => ({ gate: id, label, code: 'gateOpen' })

/** What keeps a patient from leaving: the minimum time, and every criterion of the stage *ready*. */
export const recoveryGates = (state: SessionState, course: RecoveringCourse, at: Instant): readonly Gate[] => {
  const leftMs = minimumUntil(state, course) - at
  const minimum = gate('recoveryMinimum', `${Math.ceil(leftMs / MS_PER_MINUTE)} min of the recovery minimum left`)
  const criteria = openCriteria(state, course, at).map(({ id, label }) => gate(id, `Not met: ${label}`))
  return leftMs > 0 ? [minimum, ...criteria] : criteria
}

/** Departure criteria that `discharge` itself answers; null: it has no word for it, so a person's answer before it counts. */
const departureAnswer = (id: string, departure: Departure): boolean | null => {
  if (id === 'escort') return departure.escort.trim() !== ''
  if (id === 'ivRemoved') return departure.ivRemoved
  if (id === 'instructions') return departure.instructionsGiven
  return null
}

export const departureGates = (state: SessionState, departure: Departure): readonly Gate[] =>
  state.protocol.criteria
    .filter(({ stage }) => stage === 'departure')
    .filter(({ id }) => !(departureAnswer(id, departure) ?? newestAnswer(state.journal, id)?.data.met ?? false))
    .map(({ id, label }) => gate(id, `Not met: ${label}`))

/** As it was when the patient left: a departure criterion is what the discharge said of it. */
export const answeredAtDischarge = (criterion: CriterionView, departure: Departure): CriterionView => {
  const answer = criterion.stage === 'departure' ? departureAnswer(criterion.id, departure) : null
  return answer === null ? criterion : { ...criterion, met: answer, source: 'staff' }
}
