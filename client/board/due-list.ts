import type { SessionId } from '../../shared/domain/ids.ts'
import type { SessionView, TimerKind } from '../../shared/domain/session-view.ts'

/** One thing that somebody has to do, somewhere on the site. */
export interface Due {
  readonly key: string
  readonly sessionId: SessionId
  readonly bay: string
  readonly initials: string
  readonly kind: TimerKind
  readonly dueAt: string
}

/** All that is due, over all bays, soonest first. */
export const dueList = (views: readonly SessionView[]): Due[] =>
  views
    .flatMap((view) =>
      view.timers
        .filter((timer) => timer.state !== 'done')
        .map(({ kind, dueAt }) => ({
          key: `${view.id}.${kind}`,
          sessionId: view.id,
          bay: view.bay,
          initials: view.patient.initials,
          kind,
          dueAt,
        })),
    )
    .toSorted((one, other) => Date.parse(one.dueAt) - Date.parse(other.dueAt) || one.key.localeCompare(other.key))
