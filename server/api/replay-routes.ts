import { z } from 'zod'
import { sessionId } from '../../shared/domain/ids.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { instantSchema } from '../../shared/wire/primitive.ts'
import { FASTEST_REPLAY, replayAnswerSchema, type ReplayAnswer } from '../../shared/wire/replay.ts'
import type { SessionStore, StoredEntry } from '../ports/session-store.ts'
import { json } from './answer.ts'
import { notFound } from './problem.ts'
import { defineRoute, staff, type Route } from './route.ts'

interface ReplayParts {
  readonly store: Pick<SessionStore, 'readEntries'>
  readonly replay: (
    entries: readonly StoredEntry[],
    request: { readonly from: Instant | null; readonly stepS: number },
  ) => Promise<ReplayAnswer | null>
}

const replayQuerySchema = z.object({
  from: instantSchema.exactOptional(),
  stepS: z.coerce.number().int().min(1).max(FASTEST_REPLAY).default(1),
})

export const replayRoutes = ({ store, replay }: ReplayParts): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/sessions/:id/replay',
    summary: 'A stored visit as it stood at up to 60 instants, stepS seconds apart, by what was known at each of them.',
    access: staff,
    query: replayQuerySchema,
    answer: { status: 200, schema: replayAnswerSchema },
    handle: async ({ params, query: { from = null, stepS } }) => {
      const answer = await replay(await store.readEntries(sessionId(params.id ?? '')), { from, stepS })
      return answer === null ? notFound('session of this id') : json(answer)
    },
  }),
]
