import { z } from 'zod'
import { sessionId, type SessionId } from '../../shared/domain/ids.ts'
import { chartAnswerSchema } from '../../shared/wire/chart.ts'
import { instantSchema } from '../../shared/wire/primitive.ts'
import { recordAnswerSchema } from '../../shared/wire/record.ts'
import type { RecordDesk } from '../ports/record-desk.ts'
import { json } from './answer.ts'
import { notFound, problem } from './problem.ts'
import { defineRoute, staff, type Route } from './route.ts'

const NO_SESSION = notFound('session of this id')

const idOf = (params: Readonly<Record<string, string>>): SessionId => sessionId(params.id ?? '')

const NO_STRETCH = problem({ code: 'badRequest', message: 'A stretch has both from and to, and from is the earlier.' })

const chartQuerySchema = z.object({ from: instantSchema.exactOptional(), to: instantSchema.exactOptional() })

export const recordRoutes = (desk: RecordDesk): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/sessions/:id/chart',
    summary: 'A visit as it is drawn; with from and to its series are as fine as that stretch allows.',
    access: staff,
    query: chartQuerySchema,
    answer: { status: 200, schema: chartAnswerSchema },
    handle: async ({ params, query: { from, to } }) => {
      const isWhole = from === undefined && to === undefined
      if (!isWhole && (from === undefined || to === undefined || from >= to)) return NO_STRETCH
      const chart = await desk.chart(idOf(params), from === undefined || to === undefined ? null : { from, to })
      return chart === null ? NO_SESSION : json(chart)
    },
  }),
  defineRoute({
    method: 'get',
    path: '/sessions/:id/record',
    summary: 'What people wrote of a visit, as it was and as it reads after amendments, and who signed it.',
    access: staff,
    answer: { status: 200, schema: recordAnswerSchema },
    handle: async ({ params }) => {
      const entries = await desk.entries(idOf(params))
      return entries === null ? NO_SESSION : json(entries)
    },
  }),
]
