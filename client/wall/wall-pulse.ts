import type { SessionId } from '../../shared/domain/ids.ts'
import type { LiveClient } from '../live/live-client.ts'
import type { LiveSession, LiveState } from '../live/live-state.ts'

type Listener = () => void
type Subscribe = (changed: Listener) => () => void

/** A second that has passed waits so long for numbers to go with it: drawing once costs the browser half of drawing twice. */
const TOGETHER_MS = 250

/**
 * Tells each part of the wall of what may change it. With 64 bays and a dozen parts each, asking all of them at every
 * message would cost more than drawing.
 */
export interface WallPulse {
  /** Of each state and each second. */
  readonly onAny: Subscribe
  /** Of each second, and of whatever changes but numbers. */
  readonly onSite: Subscribe
  /** Of each second, and of whatever changes in this session. */
  readonly onSession: (id: SessionId) => Subscribe
  /** Of whatever changes in this session but its numbers. */
  readonly onVisit: (id: SessionId) => Subscribe
  readonly start: () => () => void
}

const tell = (listeners: Iterable<Listener>): void => {
  for (const listener of listeners) listener()
}

const addTo = (listeners: Set<Listener>, changed: Listener): (() => void) => {
  listeners.add(changed)
  return () => listeners.delete(changed)
}

/** Sets of listeners by session, each with one lasting way to subscribe, as React wants it. */
const createBySession = () => {
  const known = new Map<SessionId, { readonly listeners: Set<Listener>; readonly subscribe: Subscribe }>()
  const of = (id: SessionId) => {
    const found = known.get(id)
    if (found !== undefined) return found
    const listeners = new Set<Listener>()
    const made = { listeners, subscribe: (changed: Listener) => addTo(listeners, changed) }
    known.set(id, made)
    return made
  }
  return {
    subscribe: (id: SessionId): Subscribe => of(id).subscribe,
    tell: (id: SessionId) => tell(known.get(id)?.listeners ?? []),
    tellAll: () => {
      for (const { listeners } of known.values()) tell(listeners)
    },
    ids: () => known.keys(),
  }
}

type Fields = Readonly<Record<string, unknown>>

const isSameBut = (but: string, one: Fields, other: Fields): boolean => {
  const keys = Object.keys(one)
  return keys.length === Object.keys(other).length && keys.every((key) => key === but || one[key] === other[key])
}

/** Whether a frame of vitals could have made the one of the other. */
const isSameVisit = (one: LiveSession | undefined, other: LiveSession | undefined): boolean =>
  one === other || (one?.viewAt === other?.viewAt && isSameBut('vitals', { ...one?.view }, { ...other?.view }))

const isSameSite = (one: LiveState, other: LiveState): boolean => {
  if (!isSameBut('sessions', { ...one }, { ...other })) return false
  const ids = Object.keys(one.sessions) as SessionId[]
  if (ids.length !== Object.keys(other.sessions).length) return false
  return ids.every((id) => isSameVisit(one.sessions[id], other.sessions[id]))
}

export const createWallPulse = ({ store, clock }: LiveClient): WallPulse => {
  const any = new Set<Listener>()
  const site = new Set<Listener>()
  const sessions = createBySession()
  const visits = createBySession()

  let later: ReturnType<typeof setTimeout> | undefined
  const tellSecond = () => {
    clearTimeout(later)
    later = undefined
    tell(site)
    sessions.tellAll()
    tell(any)
  }
  const tellVisits = (after: LiveState, before: LiveState) => {
    for (const id of visits.ids()) if (!isSameVisit(after.sessions[id], before.sessions[id])) visits.tell(id)
  }
  const onState = (after: LiveState, before: LiveState) => {
    tellVisits(after, before)
    // A second that waits goes along, and so does a new speed.
    if (later !== undefined || after.speed !== before.speed) {
      tellSecond()
      return
    }
    if (!isSameSite(after, before)) tell(site)
    for (const id of sessions.ids()) if (after.sessions[id] !== before.sessions[id]) sessions.tell(id)
    tell(any)
  }
  const onTick = () => {
    later ??= setTimeout(tellSecond, TOGETHER_MS)
  }
  return {
    onAny: (changed) => addTo(any, changed),
    onSite: (changed) => addTo(site, changed),
    onSession: sessions.subscribe,
    onVisit: visits.subscribe,
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
