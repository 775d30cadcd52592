import type { SessionId } from '../../shared/domain/ids.ts'

/** About how old the view of a running infusion gets on a screen: its dose moves without any event. */
const MOVING_EVERY_MS = 15_000
/** Of any other: what is left are usual spacings and freshness limits, which are learnt slowly. */
const RESTING_EVERY_MS = 60_000
/** A view costs a projection and some kilobytes: what only refines the numbers waits for its second. */
const AT_MOST_EVERY_MS = 1_000
/** Views that are only due by time go together: a message to every screen costs more than its bytes. */
const ROUND_EVERY_MS = 3_000
/** However many have something to tell at once, as all do after a start, the loop goes on in between. */
const WANTED_PER_LOOK = 32

/** When a session's whole view goes out again although nothing happened that has a number. Real time. */
export interface ViewRefresh {
  /** A session that ran before anyone watched: such are spread over the whole turn. */
  met(id: SessionId, realNow: number, isMoving: boolean): void
  /** The view has just gone out. */
  sent(id: SessionId, realNow: number, isMoving: boolean): void
  /** Something in the view is newer than what screens have. */
  wants(id: SessionId): void
  /** One look; those that wait are taken in turns, never all of them at once. */
  due(realNow: number): readonly SessionId[]
  forget(id: SessionId): void
}

interface Sent {
  readonly at: number
  readonly everyMs: number
}

export const createViewRefresh = (startedAt: number): ViewRefresh => {
  const turns = new Map<SessionId, Sent>()
  const wanted = new Set<SessionId>()
  let lookedAt = startedAt

  const sentAt = (id: SessionId): number => turns.get(id)?.at ?? startedAt

  const oldestFirst = (ids: readonly SessionId[]): readonly SessionId[] =>
    ids.toSorted((first, second) => sentAt(first) - sentAt(second))

  /** At most twice a round's share of all: those that fell into step are drawn apart again. */
  const share = (realNow: number): number => Math.ceil((2 * turns.size * (realNow - lookedAt)) / MOVING_EVERY_MS)

  const dueByTime = (realNow: number): readonly SessionId[] => {
    if (realNow - lookedAt < ROUND_EVERY_MS) return []
    const due = [...turns].filter(([, { at, everyMs }]) => realNow - at >= everyMs).map(([id]) => id)
    const round = oldestFirst(due).slice(0, share(realNow))
    lookedAt = realNow
    return round
  }

  const dueByWish = (realNow: number): readonly SessionId[] =>
    oldestFirst([...wanted].filter((id) => realNow - sentAt(id) >= AT_MOST_EVERY_MS)).slice(0, WANTED_PER_LOOK)

  const sent = (id: SessionId, at: number, isMoving: boolean): void => {
    turns.set(id, { at, everyMs: isMoving ? MOVING_EVERY_MS : RESTING_EVERY_MS })
    wanted.delete(id)
  }

  return {
    sent,
    met: (id, realNow, isMoving) => {
      const everyMs = isMoving ? MOVING_EVERY_MS : RESTING_EVERY_MS
      if (!turns.has(id)) sent(id, realNow - ((turns.size * ROUND_EVERY_MS) % everyMs), isMoving)
    },
    wants: (id) => {
      if (turns.has(id)) wanted.add(id)
    },
    due: (realNow) =>
      wanted.size === 0 ? dueByTime(realNow) : [...new Set([...dueByWish(realNow), ...dueByTime(realNow)])],
    forget: (id) => {
      turns.delete(id)
      wanted.delete(id)
    },
  }
}
