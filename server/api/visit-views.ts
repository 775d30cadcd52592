import type { SessionId } from '../../shared/domain/ids.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { sessionViewSchema } from '../../shared/wire/session-view.ts'
import type { SessionStore, StoredEntry } from '../ports/session-store.ts'
import type { Sessions } from '../ports/sessions.ts'

interface VisitViewParts {
  readonly sessions: Pick<Sessions, 'view'>
  readonly store: Pick<SessionStore, 'lastHash' | 'readEntries' | 'readEndedView' | 'saveEndedView'>
  /** The view of a visit that has ended, from the whole of its entries. */
  readonly project: (entries: readonly StoredEntry[]) => Promise<SessionView>
}

/** Changes whenever a view says something else of the same events: one that is kept is then made anew. */
const VERSION = '2'

/** A week of visits of a busy clinic. */
const KEPT = 300

export interface VisitViews {
  /** null: there is no such visit. */
  of(id: SessionId): Promise<SessionView | null>
}

/**
 * Views of visits, running or ended. An ended one changes by a note, an amendment or a signature alone, so that its view
 * is kept for as long as its newest event is the same, here and in the store; to make it anew, all of its readings are
 * gone through.
 */
export const createVisitViews = ({ sessions, store, project }: VisitViewParts): VisitViews => {
  const kept = new Map<SessionId, { readonly hash: string; readonly view: SessionView }>()

  const keep = (id: SessionId, hash: string, view: SessionView): SessionView => {
    kept.delete(id)
    kept.set(id, { hash, view })
    const [oldest] = kept.keys()
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
    return view
  }

  const stored = async (id: SessionId, hash: string): Promise<SessionView | null> => {
    const found = await store.readEndedView(id)
    if (found?.version !== VERSION || found.lastHash !== hash) return null
    const view = sessionViewSchema.safeParse(JSON.parse(found.view))
    return view.success ? view.data : null
  }

  const made = async (id: SessionId, hash: string): Promise<SessionView> => {
    const view = await project(await store.readEntries(id))
    await store.saveEndedView(id, { version: VERSION, lastHash: hash, view: JSON.stringify(view) })
    return view
  }

  return {
    of: async (id) => {
      const running = sessions.view(id)
      if (running !== null) return running
      const hash = await store.lastHash(id)
      if (hash === null) return null
      const known = kept.get(id)
      if (known?.hash === hash) return keep(id, hash, known.view)
      return keep(id, hash, (await stored(id, hash)) ?? (await made(id, hash)))
    },
  }
}
