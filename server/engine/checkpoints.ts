import type { SessionId } from '../../shared/domain/ids.ts'
import { MS_PER_MINUTE } from '../../shared/domain/time.ts'
import { SESSION_STATE_VERSION, type SessionState } from '../core/session.ts'
import type { Log } from '../ports/log.ts'
import type { Checkpoint, SessionStore } from '../ports/session-store.ts'

/** A minute of readings is replayed in a millisecond: more often costs more than it saves. Real time. */
const EVERY_MS = MS_PER_MINUTE
/** Looked at once a second: so many turns share the sessions of one minute. */
const TURNS = 60

/** Writes states down now and then, so that a start replays minutes, not hours. They hold no truth. */
export interface Checkpoints {
  /** A turn of a second: the sessions whose time has come, never all of them at once. */
  turn(states: Iterable<SessionState>, realNow: number): Promise<void>
  saveAll(states: Iterable<SessionState>): Promise<void>
  forget(id: SessionId): void
}

interface Saved {
  readonly at: number
  readonly entryCount: number
}

const checkpointOf = (state: SessionState): Checkpoint => ({
  version: SESSION_STATE_VERSION,
  entryCount: state.entryCount,
  state: JSON.stringify(state),
})

/** @returns null where it cannot be used: another version, or what a crash left of it */
export const readCheckpoint = (checkpoint: Checkpoint | null): SessionState | null => {
  if (checkpoint?.version !== SESSION_STATE_VERSION) return null
  try {
    const state = JSON.parse(checkpoint.state) as SessionState
    return state.entryCount === checkpoint.entryCount ? state : null
  } catch {
    return null
  }
}

export const createCheckpoints = (store: Pick<SessionStore, 'saveCheckpoint'>, log: Log): Checkpoints => {
  const saved = new Map<SessionId, Saved>()
  let isSaving = false

  const save = async (state: SessionState, realNow: number): Promise<void> => {
    saved.set(state.id, { at: realNow, entryCount: state.entryCount })
    try {
      await store.saveCheckpoint(state.id, checkpointOf(state))
    } catch (error) {
      // The next start takes a little longer: no more is lost.
      log.warn('checkpoint.failed', { sessionId: state.id, err: String(error) })
    }
  }

  const isDue = (state: SessionState, realNow: number): boolean => {
    const last = saved.get(state.id)
    if (last === undefined) {
      saved.set(state.id, { at: realNow, entryCount: 0 })
      return false
    }
    return realNow - last.at >= EVERY_MS && state.entryCount > last.entryCount
  }

  const savedAt = (state: SessionState): number => saved.get(state.id)?.at ?? 0

  return {
    turn: async (states, realNow) => {
      if (isSaving) return
      isSaving = true
      const all = [...states]
      const due = all.filter((state) => isDue(state, realNow)).sort((a, b) => savedAt(a) - savedAt(b))
      for (const state of due.slice(0, Math.ceil(all.length / TURNS))) await save(state, realNow)
      isSaving = false
    },
    saveAll: async (states) => {
      for (const state of states) await save(state, 0)
    },
    forget: (id) => {
      saved.delete(id)
    },
  }
}
