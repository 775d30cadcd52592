import { json } from './answer.ts'
import type { ObservationIntake } from '../ports/observations.ts'
import { defineRoute, devices, type Route } from './route.ts'

export const observationRoutes = (intake: ObservationIntake): readonly Route[] => [
  defineRoute({
    method: 'post',
    path: '/observations',
    summary: 'Readings of a device; answered once what was accepted is durable.',
    access: devices,
    answer: { status: 202 },
    handle: async ({ body, caller, address }) => {
      const answer = await intake(body, { device: caller.device, peer: address })
      if (answer.status === 202) return json(answer.body, 202)
      const headers = answer.retryAfterS === undefined ? {} : { 'retry-after': String(answer.retryAfterS) }
      return json({ error: answer.error }, answer.status, headers)
    },
  }),
]
