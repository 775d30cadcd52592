import { toIso } from '../../shared/domain/time.ts'
import { notificationsAnswerSchema, testNotificationAnswerSchema } from '../../shared/wire/notification.ts'
import type { Audit } from '../ports/accounts.ts'
import type { Notification, Notifications } from '../ports/notifications.ts'
import { json } from './answer.ts'
import { problem } from './problem.ts'
import { isoOrNull, queueStateOf } from './queue-state.ts'
import { admins, defineRoute, staff, type Route } from './route.ts'

interface NotificationParts {
  readonly notifications: Notifications
  readonly audit: Audit
}

const answerOf = ({ wantedAt, nextAttemptAt, deliveredAt, ...notification }: Notification) => ({
  ...notification,
  wantedAt: toIso(wantedAt),
  nextAttemptAt: isoOrNull(nextAttemptAt),
  deliveredAt: isoOrNull(deliveredAt),
})

const NO_TARGET = {
  code: 'conflict',
  message:
    'Nobody is to be told: name a webhook in VIGIL_WEBHOOK_URLS or a mailbox in VIGIL_MAIL_TO and start the server again.',
} as const

export const notificationRoutes = ({ notifications, audit }: NotificationParts): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/notifications',
    summary: 'Whom the server tells of unattended alarms, and how each notice stands: waiting, refused, delivered.',
    access: staff,
    answer: { status: 200, schema: notificationsAnswerSchema },
    handle: () => {
      const all = notifications.list()
      const targets = notifications.targets.map((target) => ({
        ...target,
        queue: queueStateOf(all.filter((notification) => notification.target === target.id)),
      }))
      return json({ targets, notifications: all.map(answerOf) })
    },
  }),
  defineRoute({
    method: 'post',
    path: '/notifications/test',
    summary: 'Sends a test to everybody who is told of unattended alarms; GET /notifications says what became of it.',
    access: admins,
    answer: { status: 202, schema: testNotificationAnswerSchema },
    handle: async ({ caller: { staff: person }, address }) => {
      if (notifications.targets.length === 0) return problem(NO_TARGET)
      const id = notifications.sendTest()
      const by = { id: person.id, name: person.name }
      await audit.record({ action: 'notificationTested', by, address, detail: id })
      return json({ id, targets: notifications.targets.map((target) => target.id) }, 202)
    },
  }),
]
