import { answerOf, type Responsibilities } from '../../shared/domain/responsibility.ts'
import { isEnded } from '../../shared/domain/phase.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { Moment } from './held-sounds.ts'
import type { Site } from './site.ts'

type Addressee = Pick<Site, 'held' | 'presence'>

interface Committed extends Moment {
  readonly events: readonly StoredEvent[]
  readonly view: SessionView
  readonly responsibilities: Responsibilities
}

type RaisedEvent = Extract<StoredEvent, { readonly type: 'alarmRaised' }>

const raised = ({ held, presence }: Addressee, event: RaisedEvent, committed: Committed): void => {
  const { view, responsibilities, realNow } = committed
  const first = answerOf(responsibilities, view.bay)?.person.id
  if (first === undefined || !presence.isHere(first, realNow)) return
  const { alarmId, priority } = event.data
  held.hold({ id: alarmId, session: view.id, bay: view.bay, priority, raisedAt: event.at, first }, committed)
}

/** Alarms that go on as they were: less urgent, or over and not yet seen. Everything else that happens to one ends its waiting. */
const GOES_ON: ReadonlySet<StoredEvent['type']> = new Set<StoredEvent['type']>(['alarmDeescalated', 'alarmLatched'])

/** A new alarm is addressed to the one who answers for the bay, if they are here to hear it. */
export const addressAlarms = (site: Addressee, committed: Committed): void => {
  const { events, view } = committed
  const isElsewhere = isEnded(view.phase) || events.some(({ type }) => type === 'bayChanged')
  for (const event of events) {
    if (event.type === 'alarmRaised') raised(site, event, committed)
    else if ('alarmId' in event.data && !GOES_ON.has(event.type)) site.held.release(event.data.alarmId)
  }
  if (isElsewhere) site.held.releaseWhere(({ session }) => session === view.id)
}
