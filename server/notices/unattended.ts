import type { StoredEvent } from '../../shared/domain/session-event.ts'
import type { AlarmView, SessionView } from '../../shared/domain/session-view.ts'
import { toIso } from '../../shared/domain/time.ts'
import type { Notice } from '../../shared/wire/notification.ts'

type UnattendedEvent = Extract<StoredEvent, { readonly type: 'alarmUnattended' }>

const isUnattended = (event: StoredEvent): event is UnattendedEvent => event.type === 'alarmUnattended'

/** What is told besides the visit itself. */
export interface Told {
  readonly bayName: (view: SessionView) => string
  /** Name of the one who answers for the bay; null: nobody does. */
  readonly responsible: (view: SessionView) => string | null
}

/** Told of the event alone, and of the alarm where it is still there. Named by the event: it is the same after a restart. */
const noticeOf = (event: UnattendedEvent, view: SessionView, { bayName, responsible }: Told): Notice => {
  const { alarmId, channel, kind, priority } = event.data
  const alarm: AlarmView | undefined = view.alarms.find(({ id }) => id === alarmId)
  const { value = null, limit = null, since = toIso(event.at) } = alarm ?? {}
  return {
    id: `${event.sessionId}-${event.seq}`,
    type: 'alarmUnattended',
    at: toIso(event.at),
    site: view.site,
    bay: view.bay,
    bayName: bayName(view),
    responsible: responsible(view),
    session: event.sessionId,
    simulated: view.simulated,
    alarm: { id: alarmId, channel, kind, priority, value, limit, since },
  }
}

interface Unattended extends Told {
  readonly events: readonly StoredEvent[]
  readonly view: () => SessionView
}

/** What is to be told of events that were just written. */
export const unattendedNotices = ({ events, view, ...told }: Unattended): readonly Notice[] => {
  const found = events.filter(isUnattended)
  if (found.length === 0) return []
  const current = view()
  return found.map((event) => noticeOf(event, current, told))
}

/** The events of alarms that nobody has come to yet, the newest of each alarm. */
export const stillUnattended = (events: readonly StoredEvent[], view: SessionView): readonly StoredEvent[] => {
  const waiting = view.alarms.filter(({ unattended }) => unattended)
  return waiting.flatMap(({ id }) => events.findLast((event) => isUnattended(event) && event.data.alarmId === id) ?? [])
}
