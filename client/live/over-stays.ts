import type { SessionId } from '../../shared/domain/ids.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'

export interface OverStay {
  readonly session: SessionId
  readonly bay: string
  readonly patient: string
  readonly dueAt: string
}

/** Visits that outlast their protocol's longest stay, the longest first. */
export const overStays = (views: readonly SessionView[]): OverStay[] =>
  views
    .flatMap(({ id, bay, patient, timers }) =>
      timers
        .filter(({ kind, state }) => kind === 'stay' && state !== 'running')
        .map(({ dueAt }) => ({ session: id, bay, patient: patient.displayName ?? patient.initials, dueAt })),
    )
    .toSorted((one, other) => Date.parse(one.dueAt) - Date.parse(other.dueAt))
