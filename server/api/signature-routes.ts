import { sessionId } from '../../shared/domain/ids.ts'
import { commandResultSchema } from '../../shared/wire/review.ts'
import { signatureSchema } from '../../shared/wire/session-request.ts'
import { toWireEvent } from '../../shared/wire/stored-event.ts'
import type { Audit, SignIns } from '../ports/accounts.ts'
import type { Sessions } from '../ports/sessions.ts'
import { json } from './answer.ts'
import { hasKey, NO_KEY } from './idempotency.ts'
import { problem } from './problem.ts'
import { clinicians, defineRoute, type Route } from './route.ts'

interface SignatureParts {
  readonly sessions: Pick<Sessions, 'order'>
  readonly signIns: Pick<SignIns, 'confirm'>
  readonly audit: Pick<Audit, 'record'>
}

export const signatureRoutes = ({ sessions, signIns, audit }: SignatureParts): readonly Route[] => [
  defineRoute({
    method: 'post',
    path: '/sessions/:id/signature',
    summary: 'Sign a record with a statement and the password once more; the header Idempotency-Key goes along.',
    access: clinicians,
    body: signatureSchema,
    answer: { status: 200, schema: commandResultSchema },
    handle: async ({ params, body: { statement, password }, caller: { staff }, address, idempotencyKey }) => {
      if (!hasKey(idempotencyKey)) return NO_KEY
      const proof = await signIns.confirm(staff, password, address)
      if (!proof.ok) {
        await audit.record({ action: 'signInRefused', by: { id: staff.id, name: staff.name }, address })
        return problem(proof.error)
      }
      const id = sessionId(params.id ?? '')
      const command = { type: 'signOff', statement, isConfirmed: true } as const
      const answer = await sessions.order({ sessionId: id, staff, command, idempotencyKey })
      if (!answer.ok) return problem(answer.error)
      return json({ seq: answer.value.seq, events: answer.value.events.map(toWireEvent) })
    },
  }),
]
