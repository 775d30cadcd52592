import type { SessionId } from '../../shared/domain/ids.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { SessionChange } from '../ports/publisher.ts'
import type { Rooms } from './rooms.ts'
import type { Trends } from './trends.ts'
import { createVitalsBoard } from './vitals-board.ts'

export interface SiteNumbersParts {
  readonly rooms: Rooms
  readonly trends: Trends
  readonly now: () => Instant
  readonly isEnded: (id: SessionId) => boolean
  /** The view tells more than the numbers do. */
  readonly onMore: (id: SessionId) => void
}

/** The numbers of a site on their way into frames and trends. */
export interface SiteNumbers {
  meet(view: SessionView): void
  committed(change: SessionChange): void
  hasFrame(): boolean
  sendFrame(): void
  /** Takes what waits, so that trends hold all that was committed. */
  settle(): void
  forget(id: SessionId): void
}

export const createSiteNumbers = (parts: SiteNumbersParts): SiteNumbers => {
  const { rooms, trends, now } = parts
  const board = createVitalsBoard()
  /** Readings wait for their frame: taken all at once they cost a third of what they cost one by one. */
  let waiting: SessionChange[] = []

  const take = ({ sessionId, readings }: SessionChange): void => {
    if (parts.isEnded(sessionId)) return
    trends.add(sessionId, readings)
    let tellsMore = false
    for (const reading of readings) tellsMore = board.take(sessionId, reading) || tellsMore
    if (tellsMore) parts.onMore(sessionId)
  }

  const settle = (): void => {
    const taking = waiting
    waiting = []
    for (const change of taking) take(change)
  }

  return {
    meet: (view) => {
      board.prime(view.id, view.vitals)
    },
    committed: (change) => {
      if (change.readings.length > 0) waiting.push(change)
    },
    hasFrame: () => waiting.length > 0 || board.hasPending() || rooms.isOwed(),
    sendFrame: () => {
      settle()
      const number = board.frameNumber()
      const frame = board.hasPending() ? board.takeFrame(now()) : null
      rooms.vitals(frame, number, (since) => board.frameSince(since, now()))
    },
    settle,
    forget: (id) => {
      board.forget(id)
      trends.forget(id)
    },
  }
}
