import { toIso } from '../../shared/domain/time.ts'
import {
  deliveriesAnswerSchema,
  olderVisitsAnswerSchema,
  olderVisitsOrderSchema,
  olderVisitsQuerySchema,
} from '../../shared/wire/delivery.ts'
import type { Audit } from '../ports/accounts.ts'
import type { Deliveries, Delivery } from '../ports/deliveries.ts'
import { json } from './answer.ts'
import { problem } from './problem.ts'
import { isoOrNull, queueStateOf } from './queue-state.ts'
import { admins, defineRoute, staff, type Route } from './route.ts'

const answerOf = ({ wantedAt, nextAttemptAt, deliveredAt, ...delivery }: Delivery) => ({
  ...delivery,
  wantedAt: isoOrNull(wantedAt),
  nextAttemptAt: isoOrNull(nextAttemptAt),
  deliveredAt: isoOrNull(deliveredAt),
})

interface DeliveryParts {
  readonly deliveries: Deliveries
  readonly audit: Audit
}

const NO_RECEIVER = {
  code: 'conflict',
  message: 'No receiver gets the records of visits: name one in VIGIL_HL7_SEND and start the server again.',
} as const

const notAsMany = (asked: number, visits: number) => ({
  code: 'conflict' as const,
  message: `${asked} older visits were agreed to, ${visits} would go now: none was sent. Count them again.`,
  details: { visits },
})

const olderRoutes = ({ deliveries, audit }: DeliveryParts): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/deliveries/older',
    summary: 'How many visits that ended since a moment were never sent to the HL7 receiver.',
    access: staff,
    query: olderVisitsQuerySchema,
    answer: { status: 200, schema: olderVisitsAnswerSchema },
    handle: async ({ query: { endedFrom } }) => {
      if (deliveries.receiver === null) return problem(NO_RECEIVER)
      return json({ visits: await deliveries.countOlder(endedFrom) })
    },
  }),
  defineRoute({
    method: 'post',
    path: '/deliveries/older',
    summary: 'Sends them, if they are as many as expected; each once, and GET /deliveries says what became of it.',
    access: admins,
    body: olderVisitsOrderSchema,
    answer: { status: 202, schema: olderVisitsAnswerSchema },
    handle: async ({ caller: { staff: person }, address, body: { endedFrom, expected } }) => {
      if (deliveries.receiver === null) return problem(NO_RECEIVER)
      const sent = await deliveries.sendOlder({ endedFrom, expected })
      if (!sent.ok) return problem(notAsMany(expected, sent.error))
      const by = { id: person.id, name: person.name }
      const detail = `${sent.value} visits that ended since ${toIso(endedFrom)}`
      await audit.record({ action: 'olderRecordsSent', by, address, detail })
      return json({ visits: sent.value }, 202)
    },
  }),
]

export const deliveryRoutes = ({ deliveries, audit }: DeliveryParts): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/deliveries',
    summary: 'How the records of ended visits stand with the HL7 receiver: waiting, refused, delivered.',
    access: staff,
    answer: { status: 200, schema: deliveriesAnswerSchema },
    handle: () => {
      const all = deliveries.list()
      return json({ receiver: deliveries.receiver, queue: queueStateOf(all), deliveries: all.map(answerOf) })
    },
  }),
  ...olderRoutes({ deliveries, audit }),
]
