import { setImmediate } from 'node:timers/promises'
import type { SessionView } from '../shared/domain/session-view.ts'
import { evolve } from './core/evolve.ts'
import { projectView } from './core/session-view.ts'
import type { SessionState } from './core/session.ts'
import type { StoredEntry } from './ports/session-store.ts'

/** A visit has ten thousand entries: whoever waits for a reading or a beat comes in after so many. */
const ENTRIES_PER_TURN = 400

/** The view of a visit that is over, as it stood when its last entry was written. @throws where there is no entry */
export const projectVisit = async (entries: readonly StoredEntry[]): Promise<SessionView> => {
  let state: SessionState | null = null
  for (const [index, entry] of entries.entries()) {
    state = evolve(state, entry)
    if (index % ENTRIES_PER_TURN === ENTRIES_PER_TURN - 1) await setImmediate()
  }
  if (state === null) throw new Error('a visit without an entry has no view')
  return projectView(state, state.lastAt)
}
