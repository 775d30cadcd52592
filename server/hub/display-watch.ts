import type { AlarmId, BayId, SessionId } from '../../shared/domain/ids.ts'
import type { Phase } from '../../shared/domain/phase.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { DisplayState } from '../../shared/wire/live-message.ts'
import type { SiteChannel } from '../ports/site-conditions.ts'

/** A display speaks every 10 s; two words lost and it is not there. */
const LAPSES_AFTER_MS = 25_000
/** live.md: an alarm that no display has confirmed within 2 s is an alarm itself. */
const SHOWN_WITHIN_MS = 2_000
/** A page that is loaded anew is away for a moment: nobody is to run for that. */
const ABSENT_FOR_MS = 5_000

/** In these a patient sits in the chair, and somebody has to see the numbers. */
const WATCHED_PHASES: ReadonlySet<Phase> = new Set<Phase>(['preparing', 'infusing', 'paused', 'recovering'])

export type BayName = (bay: BayId) => string

export interface Cause {
  readonly channel: SiteChannel
  readonly text: string
}

/** What is known of the screens that hang on a site's walls. All instants here are of the real, monotonic clock. */
export interface DisplayWatch {
  report(display: string, state: DisplayState, realNow: number): void
  leave(display: string): void
  /** Where a session stands now: while none runs, nothing needs a display. */
  session(view: Pick<SessionView, 'id' | 'bay' | 'phase'>): void
  alarmRaised(id: AlarmId, bay: BayId, realNow: number): void
  /** Nobody needs to see it any more. */
  alarmOver(id: AlarmId): void
  /** @returns those that no display had shown before */
  shown(ids: readonly string[]): readonly AlarmId[]
  causes(nameOf: BayName, realNow: number): readonly Cause[]
}

interface Display {
  readonly state: DisplayState
  readonly heardAt: number
}

interface Unconfirmed {
  readonly bay: BayId
  readonly raisedAt: number
}

const listed = (bays: readonly BayId[], nameOf: BayName): string => [...new Set(bays)].map(nameOf).join(', ')

const soundCause = (displays: readonly Display[]): readonly Cause[] => {
  const unarmed = displays.filter(({ state }) => state.sound === 'notArmed').length
  if (unarmed === 0) return []
  const text = `Sound is not armed on ${unarmed} of ${displays.length} ${displays.length === 1 ? 'display' : 'displays'}`
  return [{ channel: 'display.soundNotArmed', text }]
}

const notShownCause = (unconfirmed: readonly Unconfirmed[], nameOf: BayName, realNow: number): readonly Cause[] => {
  const late = unconfirmed.filter(({ raisedAt }) => realNow - raisedAt >= SHOWN_WITHIN_MS).map(({ bay }) => bay)
  if (late.length === 0) return []
  return [{ channel: 'display.notShown', text: `No display has shown the newest alarm of ${listed(late, nameOf)}` }]
}

/** @param startedAt real time from which absence is counted: screens need a moment to come back after a restart */
export const createDisplayWatch = (startedAt: number): DisplayWatch => {
  const displays = new Map<string, Display>()
  const unconfirmed = new Map<AlarmId, Unconfirmed>()
  const occupied = new Map<SessionId, BayId>()
  /** Bay → real time at which a display was last seen to show it, or at which it began to need one. */
  const watchedAt = new Map<BayId, number>()

  const present = (realNow: number): readonly Display[] =>
    [...displays.values()].filter(({ heardAt }) => realNow - heardAt < LAPSES_AFTER_MS)

  const unwatchedBays = (seen: readonly Display[], realNow: number): readonly BayId[] => {
    const shownBays = new Set(seen.filter(({ state }) => state.visible).flatMap(({ state }) => state.bays))
    const needed = new Set(occupied.values())
    for (const bay of watchedAt.keys()) if (!needed.has(bay)) watchedAt.delete(bay)
    for (const bay of needed) if (shownBays.has(bay) || !watchedAt.has(bay)) watchedAt.set(bay, realNow)
    return [...needed].filter((bay) => realNow - (watchedAt.get(bay) ?? realNow) >= ABSENT_FOR_MS)
  }

  return {
    report: (display, state, realNow) => {
      displays.set(display, { state, heardAt: realNow })
    },
    leave: (display) => {
      displays.delete(display)
    },
    session: ({ id, bay, phase }) => {
      if (WATCHED_PHASES.has(phase)) occupied.set(id, bay)
      else occupied.delete(id)
    },
    alarmRaised: (id, bay, realNow) => {
      unconfirmed.set(id, { bay, raisedAt: realNow })
    },
    alarmOver: (id) => {
      unconfirmed.delete(id)
    },
    shown: (ids) => {
      const confirmed = new Set(ids)
      const first = [...unconfirmed.keys()].filter((id) => confirmed.has(id))
      for (const id of first) unconfirmed.delete(id)
      return first
    },
    causes: (nameOf, realNow) => {
      if (occupied.size === 0 || realNow < startedAt) return []
      const seen = present(realNow)
      const unwatched = unwatchedBays(seen, realNow)
      const none: Cause = { channel: 'display.none', text: `No display is watching ${listed(unwatched, nameOf)}` }
      return [
        ...(unwatched.length === 0 ? [] : [none]),
        ...soundCause(seen),
        ...notShownCause([...unconfirmed.values()], nameOf, realNow),
      ]
    },
  }
}
