import { setImmediate } from 'node:timers/promises'
import { latest, type Instant } from '../shared/domain/time.ts'
import { evolve } from './core/evolve.ts'
import { minimumUntil, recoveryStatus } from './core/recovery.ts'
import type { SessionState } from './core/session.ts'
import type { StoredEntry } from './ports/session-store.ts'

const ENTRIES_PER_TURN = 400

/** Whether the patient is ready at this instant; null: the visit says nothing of it. */
const isReady = (state: SessionState, at: Instant): boolean | null => {
  const { course } = state
  return course.phase === 'recovering' ? recoveryStatus(state, course, at) === 'ready' : null
}

/** Ready by time alone, when the minimum passed between two entries. */
const readyFrom = (state: SessionState, before: Instant): Instant =>
  state.course.phase === 'recovering' ? latest(before, minimumUntil(state, state.course)) : before

/** Since when a patient was ready to leave until he left, or until the newest entry; null: he was not at its end. */
export const readySinceOf = async (entries: readonly StoredEntry[]): Promise<Instant | null> => {
  let state: SessionState | null = null
  let since: Instant | null = null
  for (const [index, entry] of entries.entries()) {
    const before: SessionState | null = state
    const readyBefore = before === null ? null : isReady(before, entry.at)
    if (before !== null && readyBefore === true && since === null) since = readyFrom(before, before.lastAt)
    state = evolve(before, entry)
    const ready = isReady(state, entry.at)
    if (ready === false) since = null
    if (ready === true && since === null) since = entry.at
    if (index % ENTRIES_PER_TURN === ENTRIES_PER_TURN - 1) await setImmediate()
  }
  return since
}
