import { sessionId } from '../../shared/domain/ids.ts'
import { toIso } from '../../shared/domain/time.ts'
import { limitCheckSchema, limitDraftSchema, limitSheetSchema } from '../../shared/wire/limit-sheet.ts'
import type { LimitSheets } from '../ports/limit-sheets.ts'
import { json } from './answer.ts'
import { notFound, problem } from './problem.ts'
import { defineRoute, staff, type Route } from './route.ts'

const NO_SESSION = notFound('session of this id')

export const limitRoutes = (sheets: LimitSheets): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/sessions/:id/limits',
    summary: 'The limits of a visit as they are edited: those in force, those of the protocol, and those proposed.',
    access: staff,
    answer: { status: 200, schema: limitSheetSchema },
    handle: async ({ params }) => {
      const sheet = await sheets.of(sessionId(params.id ?? ''))
      if (sheet === null) return NO_SESSION
      const limits = sheet.limits.map(({ changed, ...limit }) => ({
        ...limit,
        ...(changed === null ? {} : { changedBy: changed.by, changedAt: toIso(changed.at) }),
      }))
      return json({ ...sheet, limits })
    },
  }),
  defineRoute({
    method: 'post',
    path: '/sessions/:id/limits/check',
    summary:
      'What other limits would come to for this patient, and what of the protocol they are wider than; sets nothing.',
    access: staff,
    body: limitDraftSchema,
    answer: { status: 200, schema: limitCheckSchema },
    handle: async ({ params, body: { limits } }) => {
      const checked = await sheets.check(sessionId(params.id ?? ''), limits)
      if (checked === null) return NO_SESSION
      return checked.ok ? json(checked.value) : problem(checked.error)
    },
  }),
]
