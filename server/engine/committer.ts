import type { SessionId } from '../../shared/domain/ids.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import type { Result } from '../../shared/domain/result.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { evolve } from '../core/evolve.ts'
import type { SessionState } from '../core/session.ts'
import type { Command } from '../core/session-command.ts'
import { projectView } from '../core/session-view.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Publisher } from '../ports/publisher.ts'
import { StoreError, type SessionStore } from '../ports/session-store.ts'
import { decideAndStore, sessionNow, type Committed } from './commit.ts'

export interface CommitterParts {
  readonly store: Pick<SessionStore, 'append' | 'readEntries'>
  readonly clock: Clock
  readonly log: Log
  readonly publisher: Publisher
  /** The session stands otherwise now: its deadline, bay or phase may be another one. */
  readonly onChange: (state: SessionState) => void
}

/** Holds the state of one session: what is durable, and nothing else. Give it one command at a time. */
export interface Committer {
  state(): SessionState | null
  view(): SessionView | null
  /** @returns null where there was nothing to write. @throws StoreError with nothing kept */
  commit(command: Command): Promise<Result<Committed | null, Refusal>>
  /** Tells the screens how it stands, though nothing was written: time alone has passed. */
  show(): void
}

export const createCommitter = (id: SessionId, initial: SessionState | null, parts: CommitterParts): Committer => {
  const { store, clock, log, publisher } = parts
  let state = initial

  const viewOf = (standing: SessionState): SessionView => projectView(standing, sessionNow(standing, clock.now()))

  const publish = (standing: SessionState, change: Pick<Committed, 'events' | 'readings'>): void => {
    parts.onChange(standing)
    try {
      publisher.committed({ sessionId: id, ...change, view: () => viewOf(standing) })
    } catch (error) {
      // It is durable: what a screen did with it must not make it undone.
      log.error('publish.failed', { sessionId: id, err: String(error) })
    }
  }

  const reload = async (): Promise<void> => {
    const entries = await store.readEntries(id)
    state = entries.reduce<SessionState | null>(evolve, null)
    log.warn('session.reloaded', { sessionId: id, entries: entries.length })
  }

  const attempt = async (command: Command): Promise<Result<Committed | null, Refusal>> => {
    const now = sessionNow(state, clock.now())
    const result = await decideAndStore(store, { id, before: state, command, now })
    if (!result.ok || result.value === null) return result
    const { events, readings } = result.value
    state = result.value.state
    publish(state, { events, readings })
    return result
  }

  return {
    state: () => state,
    view: () => (state === null ? null : viewOf(state)),
    commit: async (command) => {
      try {
        return await attempt(command)
      } catch (error) {
        if (!(error instanceof StoreError) || error.code !== 'stale') throw error
        // Another writer was here: what it wrote is read, and the command is decided again on that.
        await reload()
        return attempt(command)
      }
    },
    show: () => {
      if (state !== null) publish(state, { events: [], readings: [] })
    },
  }
}
