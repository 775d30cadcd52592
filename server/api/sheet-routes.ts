import { sessionId } from '../../shared/domain/ids.ts'
import { previousAnswerSchema } from '../../shared/wire/previous-visit.ts'
import { VISIT_SHEETS, visitSheetSchema, type VisitSheetKind } from '../../shared/wire/visit-sheet.ts'
import type { VisitSheets } from '../ports/visit-sheets.ts'
import { json } from './answer.ts'
import { notFound } from './problem.ts'
import { defineRoute, staff, type Route } from './route.ts'

const isKind = (text: string): text is VisitSheetKind => (VISIT_SHEETS as readonly string[]).includes(text)

export const sheetRoutes = (sheets: VisitSheets): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/sessions/:id/sheets/:sheet',
    summary:
      'A sheet of a visit to print, in words: handover (SBAR of the last hour), esketamine (monitoring sheet, with what is missing), instructions (for the patient).',
    access: staff,
    answer: { status: 200, schema: visitSheetSchema },
    handle: async ({ params: { id = '', sheet: kind = '' } }) => {
      if (!isKind(kind)) return notFound(`sheet of this name; there are ${VISIT_SHEETS.join(', ')}`)
      const sheet = await sheets.of(sessionId(id), kind)
      return sheet === null ? notFound('session of this id') : json(sheet)
    },
  }),
  defineRoute({
    method: 'get',
    path: '/sessions/:id/previous',
    summary: 'The visit of the same patient before this one in which a dose was given: dose, pressure, what helped.',
    access: staff,
    answer: { status: 200, schema: previousAnswerSchema },
    handle: async ({ params: { id = '' } }) => {
      const answer = await sheets.before(sessionId(id))
      return answer === null ? notFound('session of this id') : json(answer)
    },
  }),
]
