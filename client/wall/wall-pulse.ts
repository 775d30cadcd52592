import type { SessionId } from '../../shared/domain/ids.ts'
import type { LiveClient } from '../live/live-client.ts'
import type { LiveState } from '../live/live-state.ts'

type Listener = () => void

/** A second that has passed waits so long for numbers to go with it: drawing once costs the browser half of drawing twice. */
const TOGETHER_MS = 250

/**
 * Tells each part of the wall of what may change it: a session's own parts of that session and of the time, the rest of
 * everything. With 64 bays and a dozen parts each, asking all of them at every message would cost more than drawing.
 */
export interface WallPulse {
  readonly onSite: (changed: Listener) => () => void
  readonly onSession: (id: SessionId) => (changed: Listener) => () => void
  readonly start: () => () => void
}

const addTo = (listeners: Set<Listener>, changed: Listener): (() => void) => {
  listeners.add(changed)
  return () => listeners.delete(changed)
}

const tell = (listeners: Iterable<Listener>): void => {
  for (const listener of listeners) listener()
}

export const createWallPulse = ({ store, clock }: LiveClient): WallPulse => {
  const site = new Set<Listener>()
  const sessions = new Map<SessionId, Set<Listener>>()
  const bySession = new Map<SessionId, (changed: Listener) => () => void>()

  const listenersOf = (id: SessionId): Set<Listener> => {
    const known = sessions.get(id)
    if (known !== undefined) return known
    const listeners = new Set<Listener>()
    sessions.set(id, listeners)
    return listeners
  }
  const subscriberOf = (id: SessionId) => {
    const known = bySession.get(id)
    if (known !== undefined) return known
    const subscribe = (changed: Listener) => addTo(listenersOf(id), changed)
    bySession.set(id, subscribe)
    return subscribe
  }
  let later: ReturnType<typeof setTimeout> | undefined
  const tellAll = () => {
    clearTimeout(later)
    later = undefined
    tell(site)
    for (const listeners of sessions.values()) tell(listeners)
  }
  const onState = (after: LiveState, before: LiveState) => {
    // A second that waits goes along, and so does a new speed.
    if (later !== undefined || after.speed !== before.speed) {
      tellAll()
      return
    }
    tell(site)
    for (const [id, listeners] of sessions) {
      if (after.sessions[id] !== before.sessions[id]) tell(listeners)
    }
  }
  const onTick = () => {
    later ??= setTimeout(tellAll, TOGETHER_MS)
  }
  return {
    onSite: (changed) => addTo(site, changed),
    onSession: subscriberOf,
    start: () => {
      const stops = [store.subscribe(onState), clock.subscribe(onTick)]
      return () => {
        clearTimeout(later)
        later = undefined
        for (const stop of stops) stop()
      }
    },
  }
}
