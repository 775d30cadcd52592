import type { SessionState } from '../core/session.ts'
import { evolve } from '../core/evolve.ts'
import type { Log } from '../ports/log.ts'
import type { RunningSession, SessionStore } from '../ports/session-store.ts'
import { readCheckpoint } from './checkpoints.ts'

type Replayed = Pick<SessionStore, 'loadRunning' | 'readEntries'>

const replayWhole = async (store: Replayed, { sessionId }: RunningSession): Promise<SessionState | null> =>
  (await store.readEntries(sessionId)).reduce<SessionState | null>(evolve, null)

const restoreOne = async (store: Replayed, log: Log, found: RunningSession): Promise<SessionState | null> => {
  if (found.checkpoint === null) return found.entriesAfter.reduce<SessionState | null>(evolve, null)
  const checkpoint = readCheckpoint(found.checkpoint)
  if (checkpoint !== null) return found.entriesAfter.reduce<SessionState>(evolve, checkpoint)
  log.info('checkpoint.thrownAway', { sessionId: found.sessionId, version: found.checkpoint.version })
  return replayWhole(store, found)
}

/** The sessions that run, as they were when the server last wrote. Nothing is decided here, and nothing is emitted. */
export const restoreSessions = async (store: Replayed, log: Log): Promise<readonly SessionState[]> => {
  const states: SessionState[] = []
  for (const found of await store.loadRunning()) {
    const state = await restoreOne(store, log, found)
    if (state !== null) states.push(state)
  }
  return states
}
