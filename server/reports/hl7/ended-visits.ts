import type { SessionId } from '../../../shared/domain/ids.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { SessionQuery, SessionRow, SessionStore } from '../../ports/session-store.ts'

type Finder = Pick<SessionStore, 'findSessions'>

const PAGE = 500

/** What a cancelled visit has is no record. */
const rowsOf = async (store: Finder, asked: Pick<SessionQuery, 'from' | 'order'>): Promise<readonly SessionRow[]> => {
  const rows: SessionRow[] = []
  let cursor: string | null = null
  do {
    const more: { cursor?: string } = cursor === null ? {} : { cursor }
    const page = await store.findSessions({ state: 'ended', limit: PAGE, ...asked, ...more })
    rows.push(...page.rows.filter(({ phase }) => phase !== 'cancelled'))
    cursor = page.nextCursor
  } while (cursor !== null)
  return rows
}

/** Ended visits made since then, whatever became of them while the server was down. */
export const endedVisits = async (store: Finder, { from }: { readonly from: Instant }): Promise<readonly SessionId[]> =>
  (await rowsOf(store, { from })).map(({ id }) => id)

/** Visits that ended since then, whenever they were planned; the oldest first. */
export const endedSince = async (store: Finder, from: Instant): Promise<readonly SessionId[]> =>
  (await rowsOf(store, { order: 'oldest' }))
    .filter(({ endedAt }) => endedAt !== null && endedAt >= from)
    .map(({ id }) => id)
