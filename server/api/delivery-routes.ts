import { toIso, type Instant } from '../../shared/domain/time.ts'
import { deliveriesAnswerSchema } from '../../shared/wire/delivery.ts'
import type { Deliveries, Delivery } from '../ports/deliveries.ts'
import { json } from './answer.ts'
import { defineRoute, staff, type Route } from './route.ts'

const isoOrNull = (at: Instant | null): string | null => (at === null ? null : toIso(at))

const answerOf = ({ nextAttemptAt, deliveredAt, ...delivery }: Delivery) => ({
  ...delivery,
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
    handle: () => json({ receiver: deliveries.receiver, deliveries: deliveries.list().map(answerOf) }),
  }),
]
