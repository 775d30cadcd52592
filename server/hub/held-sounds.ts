import type { AlarmId, BayId, SessionId, UserId } from '../../shared/domain/ids.ts'
import { audibleWithout, HELD_FOR_OTHERS_S } from '../../shared/domain/held-sound.ts'
import { earliest, elapsedS, MS_PER_SECOND, plusSeconds, toIso, type Instant } from '../../shared/domain/time.ts'
import type { Priority } from '../../shared/domain/limit.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'

export interface NewAlarm {
  readonly id: AlarmId
  readonly session: SessionId
  readonly bay: BayId
  readonly priority: Priority
  /** By the clinical clock. */
  readonly raisedAt: Instant
  /** Who answers for the bay, and has a screen that is seen and can be heard. */
  readonly first: UserId
}

export interface Moment {
  /** Of the clinical clock. */
  readonly now: Instant
  /** Of the machine's steady clock: no jump of the other makes a sound wait for longer. */
  readonly realNow: number
}

/**
 * The sounds that wait on the screens of those who do not answer. It is decided once, as an alarm is raised: whatever
 * ends the waiting ends it for good, and an alarm that is not known here sounds everywhere.
 */
export interface HeldSounds {
  hold(alarm: NewAlarm, at: Moment): void
  /** It sounds everywhere, or no longer. */
  release(id: AlarmId): void
  /** Another person answers, or the visit is elsewhere: nobody guesses who hears it. */
  releaseWhere(holds: (alarm: NewAlarm) => boolean): void
  /** Ends what has waited long enough, or has nobody left to hear it. @returns the sessions whose screens are to be told */
  look(at: Moment, isHere: (person: UserId) => boolean): readonly SessionId[]
  /** The view for staff: with what waits, and until when. */
  readonly staffCopy: (view: SessionView) => SessionView
}

interface Held extends NewAlarm {
  readonly until: Instant
  readonly realUntil: number
}

/** @param speed of the clinical clock */
export const createHeldSounds = (speed: number): HeldSounds => {
  const held = new Map<AlarmId, Held>()
  const changed = new Set<SessionId>()

  const end = ({ id, session }: NewAlarm): void => {
    held.delete(id)
    changed.add(session)
  }

  return {
    hold: (alarm, { now, realNow }) => {
      const until = plusSeconds(alarm.raisedAt, HELD_FOR_OTHERS_S[alarm.priority])
      if (until <= now) return
      held.set(alarm.id, { ...alarm, until, realUntil: realNow + (elapsedS(now, until) * MS_PER_SECOND) / speed })
    },
    release: (id) => {
      held.delete(id)
    },
    releaseWhere: (holds) => {
      for (const alarm of held.values()) if (holds(alarm)) end(alarm)
    },
    look: ({ now, realNow }, isHere) => {
      for (const alarm of held.values()) {
        if (now >= alarm.until || realNow >= alarm.realUntil || !isHere(alarm.first)) end(alarm)
      }
      const sessions = [...changed]
      changed.clear()
      return sessions
    },
    staffCopy: (view) => {
      const own = [...held.values()].filter(({ session }) => session === view.id)
      const [any] = own
      const until = earliest(...own.map((alarm) => alarm.until))
      if (any === undefined || until === null) return view
      const audible = audibleWithout(view, new Set(own.map(({ id }) => id)))
      const heldForOthers = { first: any.first, until: toIso(until), ...(audible === null ? {} : { audible }) }
      return { ...view, heldForOthers }
    },
  }
}
