import { answerOf } from '../shared/domain/responsibility.ts'
import { instant, MS_PER_SECOND, toIso } from '../shared/domain/time.ts'
import { createDeliveryWatch } from './notices/delivery-watch.ts'
import { openNoticeDesk, type NoticeDesk } from './notices/notice-desk.ts'
import type { Target } from './notices/target.ts'
import { mailTarget, type MailSettings } from './notices/mail.ts'
import { isOverStay, stayNotices } from './notices/stay.ts'
import { stillUnattended, unattendedNotices, type Told } from './notices/unattended.ts'
import { webhookTarget, type WebhookSettings } from './notices/webhook.ts'
import type { Bays } from './ports/bays.ts'
import type { Clock } from './ports/clock.ts'
import type { Identify } from './ports/identify.ts'
import type { Log } from './ports/log.ts'
import type { Notifications } from './ports/notifications.ts'
import type { Publisher } from './ports/publisher.ts'
import type { ResponsibilityBook } from './ports/responsibility-book.ts'
import type { RecordStore } from './ports/record-store.ts'
import type { SiteConditions } from './ports/site-conditions.ts'
import type { SessionStore } from './ports/session-store.ts'
import type { Sessions } from './ports/sessions.ts'

export interface NoticeSettings {
  readonly webhooks: readonly WebhookSettings[]
  /** null: nobody is written to. */
  readonly mail: MailSettings | null
}

interface NoticeOutboxParts {
  readonly settings: NoticeSettings
  readonly store: { readonly sessions: SessionStore; readonly records: RecordStore }
  readonly bays: Bays
  readonly responsibilities: Pick<ResponsibilityBook, 'now'>
  readonly clock: Clock
  readonly identify: Identify
  readonly log: Log
  readonly conditions: SiteConditions
}

const realNow = () => instant(Date.now())

const targetsOf = ({ webhooks, mail }: NoticeSettings): readonly Target[] => [
  ...webhooks.map((webhook) => webhookTarget({ ...webhook, now: realNow })),
  ...(mail === null ? [] : mail.to.map((to) => mailTarget({ ...mail, to, now: realNow }))),
]

const WATCH_EVERY_MS = MS_PER_SECOND

/** Joins what is told outside to what is committed: opened once sessions can be read, before anybody is let in. */
export const createNoticeOutbox = (parts: NoticeOutboxParts) => {
  const { settings, store, bays, responsibilities, clock, identify, log, conditions } = parts
  let watching: NodeJS.Timeout | undefined
  let desk: NoticeDesk | null = null
  const told: Told = {
    bayName: ({ bay }) => bays.find(bay)?.name ?? bay,
    responsible: ({ bay }) => answerOf(responsibilities.now(), bay)?.person.name ?? null,
  }
  const notifications: Notifications = {
    get targets() {
      return desk?.targets ?? []
    },
    list: () => desk?.list() ?? [],
    sendTest: () => {
      const id = identify.newId('t')
      desk?.tell({ id, type: 'test', at: toIso(clock.now()) })
      return id
    },
  }
  return {
    notifications,
    after: (first: Publisher): Publisher => ({
      committed: (change) => {
        first.committed(change)
        for (const notice of unattendedNotices({ ...change, ...told })) desk?.tell(notice)
        for (const notice of stayNotices({ ...change, ...told })) desk?.tell(notice)
      },
    }),
    open: async (sessions: Pick<Sessions, 'running'>): Promise<void> => {
      desk = await openNoticeDesk({ targets: targetsOf(settings), records: store.records, now: realNow, log })
      // A stop between a commit and the keeping of its notice must not swallow it.
      for (const view of sessions.running()) {
        if (!view.alarms.some(({ unattended }) => unattended) && !isOverStay(view)) continue
        const all = await store.sessions.readEvents(view.id, 0)
        const current = { view: () => view, ...told }
        const unattended = unattendedNotices({ events: stillUnattended(all, view), ...current })
        for (const notice of [...unattended, ...stayNotices({ events: all, ...current })]) desk.tell(notice)
      }
      const watch = createDeliveryWatch({ notifications, conditions, log })
      watch(realNow())
      watching = setInterval(() => watch(realNow()), WATCH_EVERY_MS).unref()
    },
    close: async (): Promise<void> => {
      clearInterval(watching)
      await desk?.close()
    },
  }
}
