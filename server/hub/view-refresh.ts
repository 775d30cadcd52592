import type { SessionId } from '../../shared/domain/ids.ts'

/** No view on a screen is older than this: dose given, percent and freshness move without any event. */
const REFRESH_EVERY_MS = 15_000
/** A view costs a projection and some kilobytes: what only refines the numbers waits for its second. */
const AT_MOST_EVERY_MS = 1_000

/** When a session's whole view goes out again although nothing happened that has a number. Real time. */
export interface ViewRefresh {
  /** The view has just gone out, or the session was met for the first time: `met` spreads such sessions over the whole turn. */
  sent(id: SessionId, realNow: number): void
  met(id: SessionId, realNow: number): void
  /** Something in the view is newer than what screens have. */
  wants(id: SessionId): void
  due(realNow: number): readonly SessionId[]
  forget(id: SessionId): void
}

interface Turn {
  readonly sentAt: number
  readonly wanted: boolean
}

export const createViewRefresh = (): ViewRefresh => {
  const turns = new Map<SessionId, Turn>()
  return {
    sent: (id, realNow) => {
      turns.set(id, { sentAt: realNow, wanted: false })
    },
    met: (id, realNow) => {
      const offset = (turns.size * AT_MOST_EVERY_MS) % REFRESH_EVERY_MS
      if (!turns.has(id)) turns.set(id, { sentAt: realNow - offset, wanted: false })
    },
    wants: (id) => {
      const turn = turns.get(id)
      if (turn !== undefined && !turn.wanted) turns.set(id, { ...turn, wanted: true })
    },
    due: (realNow) =>
      [...turns]
        .filter(([, turn]) => realNow - turn.sentAt >= (turn.wanted ? AT_MOST_EVERY_MS : REFRESH_EVERY_MS))
        .map(([id]) => id),
    forget: (id) => {
      turns.delete(id)
    },
  }
}
