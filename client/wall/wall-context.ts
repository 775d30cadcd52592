import { createContext, useContext, useState, useSyncExternalStore } from 'react'
import type { SessionId } from '../../shared/domain/ids.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { instant, type Instant } from '../../shared/domain/time.ts'
import type { LiveClient } from '../live/live-client.ts'
import type { LiveSession, LiveState } from '../live/live-state.ts'
import { transportSlackMs } from '../live/live-vital.ts'
import type { Aging } from '../ui/number-look.ts'
import { isSame } from './same.ts'
import type { Painter } from './painter.ts'
import type { Turns } from '../ui/turns.ts'
import type { WallPulse } from './wall-pulse.ts'

/** What every part of the wall draws from. */
export interface Wall {
  readonly live: LiveClient
  readonly pulse: WallPulse
  readonly painter: Painter
  readonly turns: Turns
}

const WallContext = createContext<Wall | null>(null)

export const WallProvider = WallContext.Provider

export const useWall = (): Wall => {
  const wall = useContext(WallContext)
  if (wall === null) throw new Error('A part of the wall stands outside of it.')
  return wall
}

/** Keeps what was drawn last as long as the new is the same, so that only what changed is drawn. */
const createKeep = <T>() => {
  let kept: { readonly value: T } | null = null
  return (value: T): T => {
    if (kept !== null && isSame(kept.value, value)) return kept.value
    kept = { value }
    return value
  }
}

/** What `select` makes of the site apart from its numbers, and of the server's time; draws again only when that changed. */
export const useSite = <T>(select: (state: LiveState, now: Instant) => T): T => {
  const { live, pulse } = useWall()
  const [keep] = useState(() => createKeep<T>())
  return useSyncExternalStore(pulse.onSite, () => keep(select(live.store.getState(), live.clock.now() ?? instant(0))))
}

/** A visit apart from its numbers and from what time does to it. */
export type StillView = Omit<SessionView, 'vitals'>

/** What `select` makes of a visit, whatever its numbers and the time. @param none while the session is just leaving */
export const useVisit = <T>(id: SessionId, none: T, select: (view: StillView) => T): T => {
  const { live, pulse } = useWall()
  const [keep] = useState(() => createKeep<T>())
  return useSyncExternalStore(pulse.onVisit(id), () => {
    const session = live.store.getState().sessions[id]
    return session === undefined ? none : keep(select(session.view))
  })
}

/** As `useVisit`, for what changes with the numbers or the time. */
export const useSession = <T>(id: SessionId, none: T, select: (session: LiveSession, now: Instant) => T): T =>
  useAging(id, none, (session, { now }) => select(session, now))

/** As `useSession`, for what ages: with the slack that a fast clinical clock needs. */
export const useAging = <T>(id: SessionId, none: T, select: (session: LiveSession, aging: Aging) => T): T => {
  const { live, pulse } = useWall()
  const [keep] = useState(() => createKeep<T>())
  return useSyncExternalStore(pulse.onSession(id), () => {
    const { sessions, speed } = live.store.getState()
    const session = sessions[id]
    if (session === undefined) return none
    return keep(select(session, { now: live.clock.now() ?? instant(0), slackMs: transportSlackMs(speed) }))
  })
}
