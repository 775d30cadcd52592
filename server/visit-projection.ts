import type { SessionView } from '../shared/domain/session-view.ts'
import { evolve } from './core/evolve.ts'
import { projectView } from './core/session-view.ts'
import type { SessionState } from './core/session.ts'
import type { StoredEntry } from './ports/session-store.ts'

/** The view of a visit that is over, as it stood when its last entry was written. @throws where there is no entry */
export const projectVisit = (entries: readonly StoredEntry[]): SessionView => {
  const state = entries.reduce<SessionState | null>(evolve, null)
  if (state === null) throw new Error('a visit without an entry has no view')
  return projectView(state, state.lastAt)
}
