import type { BayId, SessionId } from '../../shared/domain/ids.ts'
import { isEnded } from '../../shared/domain/phase.ts'
import { evolve } from '../core/evolve.ts'
import type { SessionState } from '../core/session.ts'
import type { SessionStore } from '../ports/session-store.ts'
import type { BaySeats } from './bay-seats.ts'
import { createSessionRunner, type RunnerParts, type SessionRunner } from './session-runner.ts'

/** So many visits that ended are kept at hand: their notes, corrections and signatures come within the hour. */
const ENDED_KEPT = 64

/** Every session has exactly one runner, whoever asks for it. */
export interface SessionBook {
  /** A runner for a session that is not stored yet. It stands in the book from its first commit. */
  fresh(id: SessionId): SessionRunner
  /** A session that was running when the server went down. */
  restored(state: SessionState): SessionRunner
  running(id: SessionId): SessionRunner | null
  allRunning(): Iterable<SessionRunner>
  states(): readonly SessionState[]
  /** Running or ended; null: there is no such session. @throws StoreError */
  find(id: SessionId): Promise<SessionRunner | null>
  inBay(bay: BayId): SessionId | null
}

export interface BookParts extends Omit<RunnerParts, 'onChange'> {
  readonly store: Pick<SessionStore, 'append' | 'readEntries' | 'readEvents'>
  readonly seats: BaySeats
  readonly onChange: (state: SessionState) => void
}

export const createSessionBook = (parts: BookParts): SessionBook => {
  const running = new Map<SessionId, SessionRunner>()
  const ended = new Map<SessionId, Promise<SessionRunner | null>>()

  const keepEnded = (id: SessionId, runner: Promise<SessionRunner | null>): void => {
    ended.delete(id)
    ended.set(id, runner)
    for (const oldest of ended.keys()) {
      if (ended.size <= ENDED_KEPT) break
      ended.delete(oldest)
    }
  }

  const follow = (runner: SessionRunner, state: SessionState): void => {
    parts.seats.follow(state)
    if (isEnded(state.course.phase)) {
      running.delete(state.id)
      keepEnded(state.id, Promise.resolve(runner))
    } else running.set(state.id, runner)
    parts.onChange(state)
  }

  const runnerOf = (id: SessionId, state: SessionState | null): SessionRunner => {
    const runner: SessionRunner = createSessionRunner(id, state, { ...parts, onChange: (next) => follow(runner, next) })
    return runner
  }

  const load = async (id: SessionId): Promise<SessionRunner | null> => {
    const entries = await parts.store.readEntries(id)
    const state = entries.reduce<SessionState | null>(evolve, null)
    return state === null ? null : runnerOf(id, state)
  }

  const findEnded = async (id: SessionId): Promise<SessionRunner | null> => {
    const found = ended.get(id) ?? load(id)
    keepEnded(id, found)
    try {
      const runner = await found
      if (runner === null) ended.delete(id)
      return runner
    } catch (error) {
      ended.delete(id)
      throw error
    }
  }

  return {
    fresh: (id) => runnerOf(id, null),
    restored: (state) => {
      const runner = runnerOf(state.id, state)
      follow(runner, state)
      return runner
    },
    running: (id) => running.get(id) ?? null,
    allRunning: () => running.values(),
    states: () => [...running.values()].flatMap((runner) => runner.state() ?? []),
    find: async (id) => running.get(id) ?? findEnded(id),
    inBay: (bay) => parts.seats.inBay(bay),
  }
}
