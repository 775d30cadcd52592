import type { Scale } from '../../shared/domain/score.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { toIso } from '../../shared/domain/time.ts'
import { patientAnswerSchema, seriesAnswerSchema, type SeriesAnswer } from '../../shared/wire/review.ts'
import type { Clock } from '../ports/clock.ts'
import type { SessionRow, SessionStore } from '../ports/session-store.ts'
import { asAmended } from '../core/statistics-amended.ts'
import { sessionStatistics } from '../core/statistics.ts'
import { json } from './answer.ts'
import { inTurns } from './in-turns.ts'
import { notFound } from './problem.ts'
import { defineRoute, staff, type Route } from './route.ts'
import { doseOf } from './summary.ts'
import type { VisitViews } from './visit-views.ts'

interface PatientParts {
  readonly store: Pick<SessionStore, 'findSessions' | 'readEvents' | 'readReadings'>
  readonly views: VisitViews
  readonly clock: Clock
}

/** More visits than a patient has in a life of treatment. */
const MOST_VISITS = 500

const NO_PATIENT = notFound('patient of this record number')

interface Visit {
  readonly row: SessionRow
  readonly view: SessionView
}

/** Oldest first. */
const visitsOf = async ({ store, views }: PatientParts, recordNumber: string): Promise<readonly Visit[]> => {
  const { rows } = await store.findSessions({ recordNumber, limit: MOST_VISITS })
  const visits: Visit[] = []
  for (const row of rows.toReversed()) {
    const view = await views.of(row.id)
    if (view !== null) visits.push({ row, view })
  }
  return visits
}

type VisitAnswer = SeriesAnswer['sessions'][number]

const scoresOf = (events: readonly StoredEvent[]): VisitAnswer['scores'] =>
  events.flatMap((event) => {
    if (event.type !== 'assessmentRecorded') return []
    const { scale, score }: { readonly scale: Scale; readonly score: number } = event.data
    return [{ scale, score, at: toIso(event.occurredAt ?? event.at) }]
  })

const visitAnswer = async ({ store, clock }: PatientParts, { row, view }: Visit): Promise<VisitAnswer> => {
  const [events, batches] = await Promise.all([store.readEvents(row.id, 0), store.readReadings(row.id, {})])
  const amended = asAmended(events, batches)
  const { metrics } = sessionStatistics(amended.events, amended.batches, clock.now())
  const extremes = (await inTurns(metrics)).flatMap(([metric, { min, max }]) =>
    min === null || max === null ? [] : [[metric, { min, max }] as const],
  )
  const { id, name, version } = view.protocol
  return {
    id: row.id,
    createdAt: toIso(row.createdAt),
    phase: view.phase,
    protocol: { id, name, version },
    ...(view.patient.weightKg === undefined ? {} : { weightKg: view.patient.weightKg }),
    dose: doseOf(view),
    scores: scoresOf(amended.events),
    extremes: Object.fromEntries(extremes),
  }
}

export const patientRoutes = (parts: PatientParts): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/patients/:id',
    summary: 'The visits of one patient, by record number, oldest first.',
    access: staff,
    answer: { status: 200, schema: patientAnswerSchema },
    handle: async ({ params }) => {
      const visits = await visitsOf(parts, params.id ?? '')
      const newest = visits.at(-1)
      if (newest === undefined) return NO_PATIENT
      const { recordNumber, patientName: displayName, patientInitials: initials } = newest.row
      return json({ recordNumber, displayName, initials, sessions: visits.map(({ view }) => view) })
    },
  }),
  defineRoute({
    method: 'get',
    path: '/patients/:id/series',
    summary: 'Dose, scores and extremes of one patient, visit by visit, oldest first.',
    access: staff,
    answer: { status: 200, schema: seriesAnswerSchema },
    handle: async ({ params }) => {
      const visits = await visitsOf(parts, params.id ?? '')
      if (visits.length === 0) return NO_PATIENT
      const sessions: VisitAnswer[] = []
      for (const visit of visits) sessions.push(await visitAnswer(parts, visit))
      return json({ recordNumber: params.id ?? '', sessions })
    },
  }),
]
