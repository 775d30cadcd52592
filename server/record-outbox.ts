import { isEnded } from '../shared/domain/phase.ts'
import type { BayId, SessionId } from '../shared/domain/ids.ts'
import { instant } from '../shared/domain/time.ts'
import { createVisitViews } from './api/visit-views.ts'
import type { Bays } from './ports/bays.ts'
import type { Clock } from './ports/clock.ts'
import type { Deliveries } from './ports/deliveries.ts'
import type { Log } from './ports/log.ts'
import type { Publisher, SessionChange } from './ports/publisher.ts'
import type { RecordStore } from './ports/record-store.ts'
import type { SessionStore } from './ports/session-store.ts'
import type { Sessions } from './ports/sessions.ts'
import { NO_RECEIVER, openOutbox, type Outbox } from './reports/hl7/outbox.ts'
import type { Receiver } from './reports/hl7/send-mllp.ts'
import { readRecord } from './reports/visit-record.ts'
import { projectVisit } from './visit-projection.ts'

interface RecordOutboxParts {
  /** null: nothing is sent. */
  readonly receiver: Receiver | null
  readonly store: { readonly sessions: SessionStore; readonly records: RecordStore }
  readonly bays: Bays
  readonly clock: Clock
  readonly log: Log
}

const isRecord = ({ events, view }: SessionChange): boolean => {
  if (events.length === 0) return false
  const { phase } = view()
  return isEnded(phase) && phase !== 'cancelled'
}

/** Joins the outbox to what is committed: it is told of visits before it can read them, and opened once it can. */
export const createRecordOutbox = ({ receiver, store, bays, clock, log }: RecordOutboxParts) => {
  let outbox: Outbox | null = null
  const deliveries: Deliveries = {
    get receiver() {
      return outbox === null ? NO_RECEIVER.receiver : outbox.receiver
    },
    list: () => (outbox ?? NO_RECEIVER).list(),
    countOlder: (endedFrom) => (outbox ?? NO_RECEIVER).countOlder(endedFrom),
    sendOlder: (older) => (outbox ?? NO_RECEIVER).sendOlder(older),
  }
  return {
    deliveries,
    after: (first: Publisher): Publisher => ({
      committed: (change) => {
        first.committed(change)
        if (outbox !== null && isRecord(change)) outbox.changed(change.sessionId)
      },
    }),
    open: async (sessions: Pick<Sessions, 'view'>): Promise<void> => {
      if (receiver === null) return
      const views = createVisitViews({ sessions, store: store.sessions, project: projectVisit })
      const bayName = (id: BayId) => bays.find(id)?.name ?? id
      const parts = { store: store.sessions, clock, viewOf: (id: SessionId) => views.of(id), bayName }
      outbox = await openOutbox({
        receiver,
        store: store.sessions,
        records: store.records,
        recordOf: (id) => readRecord(parts, id),
        now: () => instant(Date.now()),
        log,
      })
    },
    close: async (): Promise<void> => {
      await outbox?.close()
    },
  }
}
