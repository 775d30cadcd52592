import type { StoredEvent } from '../../shared/domain/session-event.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { toIso } from '../../shared/domain/time.ts'
import type { Notice } from '../../shared/wire/notification.ts'
import type { Told } from './unattended.ts'

type StayEvent = Extract<StoredEvent, { readonly type: 'stayPassed' }>

const isStay = (event: StoredEvent): event is StayEvent => event.type === 'stayPassed'

interface Stay extends Told {
  readonly events: readonly StoredEvent[]
  readonly view: () => SessionView
}

/** That a visit outlasts its longest stay: named by its event, so that it is the same after a restart, and told once. */
export const stayNotices = ({ events, view, bayName, responsible }: Stay): readonly Notice[] => {
  const found = events.filter(isStay)
  if (found.length === 0) return []
  const current = view()
  return found.map((event) => ({
    id: `${event.sessionId}-${event.seq}`,
    type: 'stayPassed',
    at: toIso(event.at),
    site: current.site,
    bay: current.bay,
    bayName: bayName(current),
    responsible: responsible(current),
    session: event.sessionId,
    simulated: current.simulated,
    longestStayMin: event.data.longestStayMin,
  }))
}

/** Whether the visit is still there after its longest stay. */
export const isOverStay = ({ timers }: SessionView): boolean =>
  timers.some(({ kind, state }) => kind === 'stay' && state !== 'running')
