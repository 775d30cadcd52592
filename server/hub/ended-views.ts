import type { SessionId } from '../../shared/domain/ids.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { MS_PER_MINUTE } from '../../shared/domain/time.ts'

/** Longer than the log of numbers speaks of them. */
const KEPT_REAL_MS = 6 * MS_PER_MINUTE

/** The last word on sessions that ended, for screens that were away when it was said. */
export interface EndedViews {
  keep(view: SessionView, realNow: number): void
  get(id: SessionId): SessionView | null
  dropOld(realNow: number): void
}

export const createEndedViews = (): EndedViews => {
  const views = new Map<SessionId, { readonly view: SessionView; readonly keptAt: number }>()
  return {
    keep: (view, realNow) => {
      views.set(view.id, { view, keptAt: realNow })
    },
    get: (id) => views.get(id)?.view ?? null,
    dropOld: (realNow) => {
      for (const [id, { keptAt }] of views) if (realNow - keptAt > KEPT_REAL_MS) views.delete(id)
    },
  }
}
