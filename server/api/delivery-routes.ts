import { deliveriesAnswerSchema } from '../../shared/wire/delivery.ts'
import type { Deliveries, Delivery } from '../ports/deliveries.ts'
import { json } from './answer.ts'
import { isoOrNull, queueStateOf } from './queue-state.ts'
import { defineRoute, staff, type Route } from './route.ts'

const answerOf = ({ wantedAt, nextAttemptAt, deliveredAt, ...delivery }: Delivery) => ({
  ...delivery,
  wantedAt: isoOrNull(wantedAt),
  nextAttemptAt: isoOrNull(nextAttemptAt),
  deliveredAt: isoOrNull(deliveredAt),
})

export const deliveryRoutes = (deliveries: Deliveries): readonly Route[] => [
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
]
