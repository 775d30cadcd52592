import type { SessionId } from '../../shared/domain/ids.ts'
import { isEnded, type Phase } from '../../shared/domain/phase.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { LiveState } from './live-state.ts'

/** One place of the site. */
export interface SiteBay {
  readonly id: string
  readonly name: string
  /** null: free */
  readonly sessionId: SessionId | null
}

const RUNNING: readonly Phase[] = ['infusing', 'paused', 'recovering', 'preparing', 'scheduled']

/** A bay shows the visit that runs in it before one that is only planned. */
const mostCurrent = (views: readonly SessionView[]): SessionView | undefined =>
  views.toSorted(
    (one, other) =>
      RUNNING.indexOf(one.phase) - RUNNING.indexOf(other.phase) ||
      (one.plannedStart ?? one.phaseSince).localeCompare(other.plannedStart ?? other.phaseSince),
  )[0]

const byName = new Intl.Collator('en', { numeric: true })

export const runningViews = (sessions: LiveState['sessions']): SessionView[] =>
  Object.values(sessions)
    .map((session) => session.view)
    .filter((view) => !isEnded(view.phase))

/** All bays of the site in their fixed places, with the visit that each shows. */
export const siteBays = ({ bays, sessions }: Pick<LiveState, 'bays' | 'sessions'>): SiteBay[] => {
  const views = runningViews(sessions)
  const ids = new Set(bays.map(({ id }) => id))
  const unlisted = [...new Set(views.map((view) => view.bay as string))].filter((id) => !ids.has(id))
  return [...bays.map(({ id, name }) => ({ id, name })), ...unlisted.map((id) => ({ id, name: id }))]
    .toSorted((one, other) => byName.compare(one.name, other.name))
    .map((bay) => ({ ...bay, sessionId: mostCurrent(views.filter((view) => view.bay === bay.id))?.id ?? null }))
}

export const bayName = (bays: LiveState['bays'], id: string): string => bays.find((bay) => bay.id === id)?.name ?? id
