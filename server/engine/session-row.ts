import type { Instant } from '../../shared/domain/time.ts'
import { isEnded } from '../../shared/domain/phase.ts'
import type { Course, SessionState } from '../core/session.ts'
import type { SessionRow } from '../ports/session-store.ts'

const infusionStart = (course: Course): Instant | null => ('infusion' in course ? course.infusion.startedAt : null)

/** What lists are searched by. */
export const sessionRow = (state: SessionState): SessionRow => ({
  id: state.id,
  site: state.site,
  bay: state.bay,
  phase: state.course.phase,
  patientName: state.patient.displayName,
  patientInitials: state.patient.initials,
  recordNumber: state.patient.recordNumber,
  protocolId: state.protocol.id,
  protocolName: state.protocol.name,
  createdAt: state.createdAt,
  startedAt: infusionStart(state.course),
  endedAt: isEnded(state.course.phase) ? state.course.since : null,
  hadHighAlarm: state.hadHighAlarm,
  isSigned: state.signatures.length > 0,
  isSimulated: state.simulated,
})

/** What a row is made of: a part that is the same object says the same. */
const ROW_PARTS = ['course', 'bay', 'patient', 'hadHighAlarm', 'signatures', 'simulated'] as const

/** @returns undefined where nothing that a list shows has changed */
export const changedRow = (before: SessionState | null, after: SessionState): SessionRow | undefined => {
  if (before !== null && ROW_PARTS.every((part) => before[part] === after[part])) return undefined
  return sessionRow(after)
}
