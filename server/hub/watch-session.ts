import type { SessionId, SiteId } from '../../shared/domain/ids.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import type { WatchSessionAnswer } from '../../shared/wire/live-message.ts'
import { toWireEvent } from '../../shared/wire/stored-event.ts'
import type { SessionStore } from '../ports/session-store.ts'
import type { Sessions } from '../ports/sessions.ts'
import type { LiveCaller } from './live-server.ts'
import { refused } from './receive.ts'
import { readingsOf, type SnapshotParts } from './snapshot.ts'

export interface WatchSessionParts extends SnapshotParts {
  readonly store: Pick<SessionStore, 'readEvents' | 'findRow'>
  readonly sessions: Pick<Sessions, 'view'>
  /** Readings of a site wait for their frame; what is asked for now must hold them. */
  readonly settle: (site: SiteId) => void
}

const notRunning = async ({ store }: WatchSessionParts, id: SessionId) => {
  const row = await store.findRow(id)
  return row === null
    ? refused('notFound', 'There is no such session.')
    : refused('notFound', 'This session has ended; its record is in the review.')
}

/** Events of the session up to its view: what is committed while they are read comes with the view as well. */
const eventsUpToView = async ({ store, sessions }: WatchSessionParts, id: SessionId) => {
  const events: StoredEvent[] = []
  let view = sessions.view(id)
  while (view !== null && (events.at(-1)?.seq ?? 0) < view.seq) {
    const more = await store.readEvents(id, events.at(-1)?.seq ?? 0)
    if (more.length === 0) break
    events.push(...more)
    view = sessions.view(id)
  }
  return { events, view }
}

/** All that happened in one session so far, for the bedside. */
export const handleWatchSession = async (
  parts: WatchSessionParts,
  caller: LiveCaller,
  id: SessionId,
): Promise<WatchSessionAnswer> => {
  if (caller.kind !== 'staff')
    return refused('notAllowed', 'A wall display sees no single session. Sign in as a member of staff.')
  const { events, view } = await eventsUpToView(parts, id)
  if (view === null) return notRunning(parts, id)
  parts.settle(view.site)
  return { ok: true, events: events.map(toWireEvent), readings: readingsOf(parts, view), view }
}
