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

/** The two rows of a session, events and batches, one after the other as they were appended. Both in order. */
export function* inPlace(
  sessionId: SessionId,
  events: readonly PlacedEvent[],
  batches: Iterable<NumberedBatch>,
): Generator<StoredEvent | NumberedBatch> {
  let next = 0
  for (const batch of batches) {
    const position = batch.number + batch.afterSeq
    for (let event = events[next]; event !== undefined && event.position < position; event = events[next]) {
      yield storedEvent(sessionId, event)
      next++
    }
    yield batch
  }
  for (const event of events.slice(next)) yield storedEvent(sessionId, event)
}

/** The same as the one row that they were appended as. */
export const inAppendOrder = (
  sessionId: SessionId,
  events: readonly PlacedEvent[],
  batches: Iterable<NumberedBatch>,
): StoredEntry[] => {
  const entries: StoredEntry[] = []
  for (const it of inPlace(sessionId, events, batches)) {
    if ('batch' in it) entries.push({ ...it.batch, sessionId, afterSeq: it.afterSeq })
    else entries.push(it)
  }
  return entries
}
