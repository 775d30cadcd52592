import { z } from 'zod'
import { sessionId, type SessionId } from '../../shared/domain/ids.ts'
import { isMetric, METRICS, type Metric } from '../../shared/domain/vital.ts'
import { instantSchema } from '../../shared/wire/primitive.ts'
import { eventsAnswerSchema, readingsAnswerSchema, summarySchema } from '../../shared/wire/review.ts'
import { toWireEvent } from '../../shared/wire/stored-event.ts'
import type { Clock } from '../ports/clock.ts'
import type { ReadingQuery, SessionStore } from '../ports/session-store.ts'
import { json } from './answer.ts'
import { notFound } from './problem.ts'
import { readingColumns } from './reading-columns.ts'
import { readingsCsv } from './readings-csv.ts'
import { defineRoute, staff, type Route } from './route.ts'
import { summaryOf } from './summary.ts'
import type { VisitViews } from './visit-views.ts'

interface ReviewParts {
  readonly store: Pick<SessionStore, 'findRow' | 'readEvents' | 'readReadings'>
  readonly views: VisitViews
  readonly clock: Clock
}

const NO_SESSION = notFound('session of this id')

const idOf = (params: Readonly<Record<string, string>>): SessionId => sessionId(params.id ?? '')

const eventsQuerySchema = z.object({ after: z.coerce.number().int().nonnegative().default(0) })

const eventsRoute = ({ store }: ReviewParts): Route =>
  defineRoute({
    method: 'get',
    path: '/sessions/:id/events',
    summary: 'Everything that happened in a visit, in order; with after: what came later than that number.',
    access: staff,
    query: eventsQuerySchema,
    answer: { status: 200, schema: eventsAnswerSchema },
    handle: async ({ params, query }) => {
      if ((await store.findRow(idOf(params))) === null) return NO_SESSION
      const events = await store.readEvents(idOf(params), query.after)
      return json({ events: events.map(toWireEvent) })
    },
  })

/** More points than a screen has pixels help nobody. */
const MOST_POINTS = 20_000

const metricsSchema = z.string().transform((text, context): readonly Metric[] => {
  const names = text.split(',').map((name) => name.trim())
  if (names.every(isMetric)) return names
  context.addIssue({ code: 'custom', message: `metrics are separated by commas, from ${METRICS.join(', ')}` })
  return z.NEVER
})

const stretchSchema = z.object({
  from: instantSchema.exactOptional(),
  to: instantSchema.exactOptional(),
  metrics: metricsSchema.exactOptional(),
})

const readingsQuerySchema = stretchSchema.extend({
  maxPoints: z.coerce.number().int().min(2).max(MOST_POINTS).exactOptional(),
})

const readingsRoute = ({ store }: ReviewParts): Route =>
  defineRoute({
    method: 'get',
    path: '/sessions/:id/readings',
    summary: 'Readings in columns; with maxPoints thinned so that no extreme and no gap is lost.',
    access: staff,
    query: readingsQuerySchema,
    answer: { status: 200, schema: readingsAnswerSchema },
    handle: async ({ params, query: { maxPoints, ...query } }) => {
      if ((await store.findRow(idOf(params))) === null) return NO_SESSION
      const batches = await store.readReadings(idOf(params), query satisfies ReadingQuery)
      return json(await readingColumns(batches, maxPoints))
    },
  })

const csvQuerySchema = stretchSchema.extend({
  part: z.literal('readings').exactOptional(),
  form: z.literal('long').exactOptional(),
})

const csvRoute = ({ store }: ReviewParts): Route =>
  defineRoute({
    method: 'get',
    path: '/sessions/:id/export.csv',
    summary: 'Readings as CSV in the long form: time, metric, value, unit, quality, source, device.',
    access: staff,
    query: csvQuerySchema,
    answer: { status: 200, type: 'text/csv' },
    handle: async ({ params, query: { from, to, metrics } }) => {
      const id = idOf(params)
      if ((await store.findRow(id)) === null) return NO_SESSION
      const stretch = {
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        ...(metrics === undefined ? {} : { metrics }),
      }
      const headers = {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="${id.replaceAll(/[^\w-]/g, '')}-readings.csv"`,
      }
      return { kind: 'text', status: 200, pieces: readingsCsv(await store.readReadings(id, stretch)), headers }
    },
  })

const summaryRoute = ({ store, views, clock }: ReviewParts): Route =>
  defineRoute({
    method: 'get',
    path: '/sessions/:id/summary',
    summary: 'What a visit comes to in figures: vitals, alarms, dose, phases.',
    access: staff,
    answer: { status: 200, schema: summarySchema },
    handle: async ({ params }) => {
      const id = idOf(params)
      const view = await views.of(id)
      if (view === null) return NO_SESSION
      const [events, batches] = await Promise.all([store.readEvents(id, 0), store.readReadings(id, {})])
      return json(await summaryOf({ view, events, batches, now: clock.now() }))
    },
  })

export const reviewRoutes = (parts: ReviewParts): readonly Route[] =>
  [eventsRoute, readingsRoute, csvRoute, summaryRoute].map((routeOf) => routeOf(parts))
