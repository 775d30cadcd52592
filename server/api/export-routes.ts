import { z } from 'zod'
import { sessionId, type SessionId } from '../../shared/domain/ids.ts'
import { CSV_FORMS, CSV_PARTS, PAPERS, type ReportFile, type Reports } from '../ports/reports.ts'
import type { Answer } from './answer.ts'
import { notFound } from './problem.ts'
import { defineRoute, staff, type Route } from './route.ts'
import { stretchSchema } from './stretch-query.ts'

const idOf = (params: Readonly<Record<string, string>>): SessionId => sessionId(params.id ?? '')

const NO_SESSION = notFound('session of this id')

/** @param shown in the browser, or kept as a file */
const fileAnswer = (file: ReportFile | null, shown: 'inline' | 'attachment', none = NO_SESSION): Answer => {
  if (file === null) return none
  const { name, type, pieces } = file
  const headers = { 'content-type': type, 'content-disposition': `${shown}; filename="${name}"` }
  return { kind: 'file', status: 200, pieces, headers }
}

const NO_PATIENT = notFound('patient of this record number')

const csvQuerySchema = stretchSchema.extend({
  part: z.enum(CSV_PARTS).default('readings'),
  form: z.enum(CSV_FORMS).default('long'),
})

export const exportRoutes = (reports: Reports): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/sessions/:id/export.csv',
    summary:
      'Readings, events or alarms of a visit as CSV (RFC 4180), long or wide; from, to and metrics choose readings.',
    access: staff,
    query: csvQuerySchema,
    answer: { status: 200, type: 'text/csv' },
    handle: async ({ params, query }) => fileAnswer(await reports.csv(idOf(params), query), 'attachment'),
  }),
  defineRoute({
    method: 'get',
    path: '/sessions/:id/export.fhir.json',
    summary: 'A visit as a FHIR R4 Bundle.',
    access: staff,
    answer: { status: 200, type: 'application/fhir+json' },
    handle: async ({ params }) => fileAnswer(await reports.fhir(idOf(params)), 'attachment'),
  }),
  defineRoute({
    method: 'get',
    path: '/sessions/:id/report.pdf',
    summary: 'A visit as a report to print: chart and tables, on A4 or Letter.',
    access: staff,
    query: z.object({ paper: z.enum(PAPERS).default('a4') }),
    answer: { status: 200, type: 'application/pdf' },
    handle: async ({ params, query }) => fileAnswer(await reports.pdf(idOf(params), query.paper), 'inline'),
  }),
  defineRoute({
    method: 'get',
    path: '/patients/:id/archive.zip',
    summary: 'Every visit of one patient, by record number: report, CSV, FHIR, events, and the last hash of each.',
    access: staff,
    query: z.object({ paper: z.enum(PAPERS).default('a4') }),
    answer: { status: 200, type: 'application/zip' },
    handle: async ({ params, query }) =>
      fileAnswer(await reports.archive(params.id ?? '', query.paper), 'attachment', NO_PATIENT),
  }),
]
