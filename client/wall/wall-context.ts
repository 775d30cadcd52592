import { createContext, useContext, useState, useSyncExternalStore } from 'react'
import type { SessionId } from '../../shared/domain/ids.ts'
import { instant, type Instant } from '../../shared/domain/time.ts'
import type { LiveClient } from '../live/live-client.ts'
import type { LiveSession, LiveState } from '../live/live-state.ts'
import { transportSlackMs } from '../live/live-vital.ts'
import type { Aging } from './number-look.ts'
import { isSame } from './same.ts'
import type { TrendLoop } from './trend-loop.ts'
import type { Turns } from './turns.ts'

/** What every part of the wall draws from. */
export interface Wall {
  readonly live: LiveClient
  readonly trends: TrendLoop
  readonly turns: Turns
}

const WallContext = createContext<Wall | null>(null)

export const WallProvider = WallContext.Provider

export const useWall = (): Wall => {
  const wall = useContext(WallContext)
  if (wall === null) throw new Error('A part of the wall stands outside of it.')
  return wall
}

const subscribeTo =
  ({ store, clock }: LiveClient) =>
  (changed: () => void) => {
    const stops = [store.subscribe(changed), clock.subscribe(changed)]
    return () => stops.forEach((stop) => stop())
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

/** What `select` makes of the site and the server's time; draws again only when that changed. */
export const useSite = <T>(select: (state: LiveState, now: Instant) => T): T => {
  const { live } = useWall()
  const [keep] = useState(() => createKeep<T>())
  const [subscribe] = useState(() => subscribeTo(live))
  return useSyncExternalStore(subscribe, () => keep(select(live.store.getState(), live.clock.now() ?? instant(0))))
}

/** As `useSite`, for one session. @param none while the session is just leaving */
export const useSession = <T>(id: SessionId, none: T, select: (session: LiveSession, now: Instant) => T): T =>
  useSite((state, now) => {
    const session = state.sessions[id]
    return session === undefined ? none : select(session, now)
  })

/** As `useSession`, for what ages: with the slack that a fast clinical clock needs. */
export const useAging = <T>(id: SessionId, none: T, select: (session: LiveSession, aging: Aging) => T): T =>
  useSite((state, now) => {
    const session = state.sessions[id]
    return session === undefined ? none : select(session, { now, slackMs: transportSlackMs(state.speed) })
  })
