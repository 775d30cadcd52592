import { sessionId, type SessionId } from '../../shared/domain/ids.ts'
import { artefactsAnswerSchema, judgementSchema } from '../../shared/wire/artefact.ts'
import { commandResultSchema } from '../../shared/wire/review.ts'
import { toWireEvent } from '../../shared/wire/stored-event.ts'
import type { RecordDesk } from '../ports/record-desk.ts'
import type { Sessions } from '../ports/sessions.ts'
import { json } from './answer.ts'
import { hasKey, NO_KEY } from './idempotency.ts'
import { notFound, problem } from './problem.ts'
import { clinicalStaff, defineRoute, staff, type Route } from './route.ts'

interface ArtefactParts {
  readonly desk: Pick<RecordDesk, 'artefacts'>
  readonly sessions: Pick<Sessions, 'order'>
}

const NO_SESSION = notFound('session of this id')

const idOf = (params: Readonly<Record<string, string>>): SessionId => sessionId(params.id ?? '')

const listRoute = ({ desk }: ArtefactParts): Route =>
  defineRoute({
    method: 'get',
    path: '/sessions/:id/artefact-suggestions',
    summary:
      'What in the readings looks like an artefact and why, with what people made of it; nothing is left out by it.',
    access: staff,
    answer: { status: 200, schema: artefactsAnswerSchema },
    handle: async ({ params }) => {
      const suggestions = await desk.artefacts(idOf(params))
      if (suggestions === null) return NO_SESSION
      return json({ suggestions: suggestions.map((one) => ({ ...one, metrics: [...one.metrics] })) })
    },
  })

const judgeRoute = ({ desk, sessions }: ArtefactParts): Route =>
  defineRoute({
    method: 'post',
    path: '/sessions/:id/artefact-suggestions',
    summary:
      'Accept suggestions, which marks their stretches as artefacts, or dismiss them; the header Idempotency-Key goes along.',
    access: clinicalStaff,
    body: judgementSchema,
    answer: { status: 200, schema: commandResultSchema },
    handle: async ({ params, body: { judgement, ids }, caller: { staff: person }, idempotencyKey }) => {
      if (!hasKey(idempotencyKey)) return NO_KEY
      const known = await desk.artefacts(idOf(params))
      if (known === null) return NO_SESSION
      const asked = known.filter(({ id }) => ids.includes(id))
      if (asked.length < new Set(ids).size)
        return problem({
          code: 'conflict',
          message: 'The readings have changed since: some of this is suggested no longer. Look at the list again.',
        })
      const suggestions = asked.map(({ kind, metrics, from, to, why }) => ({ kind, metrics, from, to, why }))
      const command = { type: 'judgeArtefacts', judgement, suggestions } as const
      const answer = await sessions.order({ sessionId: idOf(params), staff: person, command, idempotencyKey })
      if (!answer.ok) return problem(answer.error)
      return json({ seq: answer.value.seq, events: answer.value.events.map(toWireEvent) })
    },
  })

export const artefactRoutes = (parts: ArtefactParts): readonly Route[] => [listRoute(parts), judgeRoute(parts)]
