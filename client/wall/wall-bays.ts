import type { SessionId } from '../../shared/domain/ids.ts'
import { priorityRank } from '../../shared/domain/limit.ts'
import { isEnded, type Phase } from '../../shared/domain/phase.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { LiveBay } from '../../shared/wire/live-message.ts'
import type { LiveState } from '../live/live-state.ts'
import { tileAlarm } from '../ui/alarm-look.ts'

/** One place on the wall. */
export interface WallBay {
  readonly id: string
  readonly name: string
  /** null: free */
  readonly sessionId: SessionId | null
}

/** People find by place; by urgency is for those who ask for it. */
export type BayOrder = 'place' | 'urgency'

const RUNNING: readonly Phase[] = ['infusing', 'paused', 'recovering', 'preparing', 'scheduled']

/** A bay shows the visit that runs in it before one that is only planned. */
const mostCurrent = (views: readonly SessionView[]): SessionView | undefined =>
  views.toSorted(
    (one, other) =>
      RUNNING.indexOf(one.phase) - RUNNING.indexOf(other.phase) ||
      (one.plannedStart ?? one.phaseSince).localeCompare(other.plannedStart ?? other.phaseSince),
  )[0]

const byName = new Intl.Collator('en', { numeric: true })

const knownBays = (bays: readonly LiveBay[], views: readonly SessionView[]): Pick<WallBay, 'id' | 'name'>[] => {
  const known = bays.map(({ id, name }) => ({ id, name }))
  const ids = new Set(known.map(({ id }) => id))
  const others = [...new Set(views.map((view) => view.bay as string))].filter((id) => !ids.has(id))
  return [...known, ...others.map((id) => ({ id, name: id }))].toSorted((one, other) =>
    byName.compare(one.name, other.name),
  )
}

/** All bays of the site in their fixed places, with the visit that each shows. */
export const wallBays = ({ bays, sessions }: Pick<LiveState, 'bays' | 'sessions'>): WallBay[] => {
  const views = Object.values(sessions)
    .map((session) => session.view)
    .filter((view) => !isEnded(view.phase))
  return knownBays(bays, views).map((bay) => ({
    ...bay,
    sessionId: mostCurrent(views.filter((view) => view.bay === bay.id))?.id ?? null,
  }))
}

/** How much a bay needs somebody: an alarm that nobody took counts before one that somebody did. */
const urgency = (bay: WallBay, sessions: LiveState['sessions']): number => {
  const view = bay.sessionId === null ? undefined : sessions[bay.sessionId]?.view
  if (view === undefined) return -1
  const alarm = tileAlarm(view.alarms)
  if (alarm === null) return 0
  return priorityRank(alarm.priority) + (alarm.acknowledged ? 0 : 3)
}

export const byUrgency = (bays: readonly WallBay[], sessions: LiveState['sessions']): WallBay[] =>
  bays.toSorted((one, other) => urgency(other, sessions) - urgency(one, sessions))
