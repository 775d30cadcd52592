import type { SessionId } from '../../shared/domain/ids.ts'
import type { SessionEvent, StoredEvent } from '../../shared/domain/session-event.ts'
import type { StoredEntry } from '../ports/session-store.ts'
import type { PlacedBatch } from './packing/batch-model.ts'

export interface PlacedEvent {
  readonly seq: number
  readonly position: number
  /** The event's canonical JSON. */
  readonly body: string
}

export interface NumberedBatch extends PlacedBatch {
  /** Numbered 1, 2, 3 … within the session. */
  readonly number: number
}

/** Written by eventBody from an event of the types of that time; a newer program's database is refused at the start. */
const parseEvent = (body: string): SessionEvent => JSON.parse(body) as SessionEvent

export const storedEvent = (sessionId: SessionId, { seq, body }: Omit<PlacedEvent, 'position'>): StoredEvent => ({
  ...parseEvent(body),
  sessionId,
  seq,
})

/** The two rows of a session, events and batches, as the one that they were appended as. Both in order. */
export const inAppendOrder = (
  sessionId: SessionId,
  events: readonly PlacedEvent[],
  batches: readonly NumberedBatch[],
): StoredEntry[] => {
  const entries: StoredEntry[] = []
  let next = 0
  for (const { number, afterSeq, batch } of batches) {
    for (let event = events[next]; event !== undefined && event.position < number + afterSeq; event = events[next]) {
      entries.push(storedEvent(sessionId, event))
      next++
    }
    entries.push({ ...batch, sessionId, afterSeq })
  }
  for (const event of events.slice(next)) entries.push(storedEvent(sessionId, event))
  return entries
}
