import { z } from 'zod'
import { sessionId, type SessionId } from '../../shared/domain/ids.ts'
import type { ReadingsStored } from '../../shared/domain/reading.ts'
import { toIso } from '../../shared/domain/time.ts'
import { CUFF_METRICS } from '../../shared/domain/vital.ts'
import { eventsAnswerSchema, integritySchema, readingsAnswerSchema, summarySchema } from '../../shared/wire/review.ts'
import { toWireEvent } from '../../shared/wire/stored-event.ts'
import { asAmended, correctedValues } from '../core/statistics-amended.ts'
import type { Clock } from '../ports/clock.ts'
import type { ReadingQuery, SessionStore } from '../ports/session-store.ts'
import { json } from './answer.ts'
import { notFound } from './problem.ts'
import { readingColumns } from './reading-columns.ts'
import { defineRoute, staff, type Route } from './route.ts'
import { stretchSchema } from './stretch-query.ts'
import { summaryOf } from './summary.ts'
import type { VisitViews } from './visit-views.ts'

interface ReviewParts {
  readonly store: Pick<SessionStore, 'findRow' | 'lastHash' | 'readEvents' | 'readReadings' | 'verifySession'>
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

const readingsQuerySchema = stretchSchema.extend({
  maxPoints: z.coerce.number().int().min(2).max(MOST_POINTS).exactOptional(),
})

/** A value corrected by an amendment comes beside the store: it is asked again whether it was asked for. */
const only =
  ({ from, to, metrics }: ReadingQuery) =>
  (batch: ReadingsStored): ReadingsStored => ({
    ...batch,
    readings: batch.readings.filter(
      ({ metric, measuredAt }) =>
        (metrics === undefined || metrics.includes(metric)) &&
        (from === undefined || measuredAt >= from) &&
        (to === undefined || measuredAt <= to),
    ),
  })

const readingsRoute = ({ store }: ReviewParts): Route =>
  defineRoute({
    method: 'get',
    path: '/sessions/:id/readings',
    summary:
      'Readings in columns, values by hand as amended with the first beside; with maxPoints thinned so that no extreme and no gap is lost.',
    access: staff,
    query: readingsQuerySchema,
    answer: { status: 200, schema: readingsAnswerSchema },
    handle: async ({ params, query: { maxPoints, ...query } }) => {
      if ((await store.findRow(idOf(params))) === null) return NO_SESSION
      const [events, stored] = await Promise.all([
        store.readEvents(idOf(params), 0),
        store.readReadings(idOf(params), query satisfies ReadingQuery),
      ])
      const batches = asAmended(events, stored).batches.map(only(query))
      const from = query.from === undefined ? {} : { from: query.from }
      const cuff = await store.readReadings(idOf(params), { ...from, metrics: CUFF_METRICS })
      return json(await readingColumns({ batches, cuff, corrected: correctedValues(events), maxPoints }))
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

const integrityRoute = ({ store, clock }: ReviewParts): Route =>
  defineRoute({
    method: 'get',
    path: '/sessions/:id/integrity',
    summary:
      'The chain of a visit’s events and the digests of its readings, checked now: what is not as it was written.',
    access: staff,
    answer: { status: 200, schema: integritySchema },
    handle: async ({ params }) => {
      const [lastHash, report] = await Promise.all([store.lastHash(idOf(params)), store.verifySession(idOf(params))])
      if (lastHash === null || report === null) return NO_SESSION
      const { events, chunks } = report
      const faults = report.faults.map(({ where, message }) => ({ where, message }))
      return json({ lastHash, events, chunks, verified: faults.length === 0, checkedAt: toIso(clock.now()), faults })
    },
  })

export const reviewRoutes = (parts: ReviewParts): readonly Route[] =>
  [eventsRoute, readingsRoute, summaryRoute, integrityRoute].map((routeOf) => routeOf(parts))
