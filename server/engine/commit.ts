import type { SessionId } from '../../shared/domain/ids.ts'
import type { Reading } from '../../shared/domain/reading.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import { ok, type Result } from '../../shared/domain/result.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import { latest, type Instant } from '../../shared/domain/time.ts'
import { decide } from '../core/decide.ts'
import { evolve } from '../core/evolve.ts'
import type { SessionState } from '../core/session.ts'
import type { Command, SessionEntry } from '../core/session-command.ts'
import type { SessionStore } from '../ports/session-store.ts'
import { changedRow } from './session-row.ts'

/** What a command came to, durable. */
export interface Committed {
  readonly state: SessionState
  readonly events: readonly StoredEvent[]
  readonly readings: readonly Reading[]
}

/** A list that is written on: a commit of ten thousand readings copies nothing twice. */
interface Gathered {
  state: SessionState | null
  readonly events: StoredEvent[]
  readonly readings: Reading[]
}

const gather = (id: SessionId, before: SessionState | null, entries: readonly SessionEntry[]): Gathered => {
  const gathered: Gathered = { state: before, events: [], readings: [] }
  for (const entry of entries) {
    const state = evolve(gathered.state, entry)
    gathered.state = state
    if (entry.type === 'readingsStored') gathered.readings.push(...entry.readings)
    else gathered.events.push({ ...entry, sessionId: id, seq: state.seq })
  }
  return gathered
}

/** Where time stands for a session: never before its newest entry. */
export const sessionNow = (state: SessionState | null, clockNow: Instant): Instant =>
  state === null ? clockNow : latest(clockNow, state.lastAt)

export interface Attempt {
  readonly id: SessionId
  readonly before: SessionState | null
  readonly command: Command
  readonly now: Instant
}

/**
 * Decides, writes, and only then gives the state that follows: while the store works, nobody sees it.
 * @returns null where there was nothing to write
 * @throws StoreError with nothing kept
 */
export const decideAndStore = async (
  store: Pick<SessionStore, 'append'>,
  { id, before, command, now }: Attempt,
): Promise<Result<Committed | null, Refusal>> => {
  const decided = decide(before, command, now)
  if (!decided.ok) return decided
  const { state, events, readings } = gather(id, before, decided.value)
  if (decided.value.length === 0 || state === null) return ok(null)
  const row = changedRow(before, state)
  const afterSeq = before?.seq ?? 0
  await store.append([{ sessionId: id, afterSeq, entries: decided.value, ...(row === undefined ? {} : { row }) }])
  return ok({ state, events, readings })
}
