import type { SessionId } from '../../shared/domain/ids.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { SessionStore, StoredEntry } from '../ports/session-store.ts'
import type { Sessions } from '../ports/sessions.ts'

interface VisitViewParts {
  readonly sessions: Pick<Sessions, 'view'>
  readonly store: Pick<SessionStore, 'lastHash' | 'readEntries'>
  /** The view of a visit that has ended, from the whole of its entries. */
  readonly project: (entries: readonly StoredEntry[]) => Promise<SessionView>
}

/** A week of visits of a busy clinic. */
const KEPT = 300

export interface VisitViews {
  /** null: there is no such visit. */
  of(id: SessionId): Promise<SessionView | null>
}

/**
 * Views of visits, running or ended. An ended one changes by a note, an amendment or a signature alone, so that its view
 * is kept for as long as its newest event is the same; to make it anew, all of its readings are gone through.
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

  return {
    of: async (id) => {
      const running = sessions.view(id)
      if (running !== null) return running
      const hash = await store.lastHash(id)
      if (hash === null) return null
      const known = kept.get(id)
      if (known?.hash === hash) return keep(id, hash, known.view)
      return keep(id, hash, await project(await store.readEntries(id)))
    },
  }
}
