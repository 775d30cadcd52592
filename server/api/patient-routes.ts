import type { ProtocolId } from '../../shared/domain/ids.ts'
import { isCompleted, nextVisit } from '../../shared/domain/next-visit.ts'
import type { Scale } from '../../shared/domain/score.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { instant, toIso, type Instant } from '../../shared/domain/time.ts'
import { toNextVisitAnswer } from '../../shared/wire/next-visit.ts'
import { patientAnswerSchema, seriesAnswerSchema, type SeriesAnswer } from '../../shared/wire/review.ts'
import type { Clock } from '../ports/clock.ts'
import type { SessionRow, SessionStore } from '../ports/session-store.ts'
import { asAmended } from '../core/statistics-amended.ts'
import { placesInSeries, visitCourse, type PlaceInSeries } from '../core/statistics-series.ts'
import { sessionStatistics } from '../core/statistics.ts'
import { json } from './answer.ts'
import { inTurns } from './in-turns.ts'
import { notFound } from './problem.ts'
import { defineRoute, staff, type Route } from './route.ts'
import { doseOf, pressureAnswer } from './summary.ts'
import type { VisitViews } from './visit-views.ts'

interface PatientParts {
  readonly store: Pick<SessionStore, 'findSessions' | 'readEvents' | 'readReadings'>
  readonly views: VisitViews
  readonly clock: Clock
  /** Under the protocol as new visits take it; null: it says nothing of it. */
  readonly maintenanceDays: (protocol: ProtocolId) => number | null
}

/** More visits than a patient has in a life of treatment. */
const MOST_VISITS = 500

const NO_PATIENT = notFound('patient of this record number')

interface Visit {
  readonly row: SessionRow
  readonly view: SessionView
}

/** When it began, else when it was to begin. */
const startOf = ({ row, view: { infusion, plannedStart } }: Visit): number => {
  const told = infusion?.startedAt ?? plannedStart
  return told === undefined ? row.createdAt : Date.parse(told)
}

/** Oldest first. */
const visitsOf = async ({ store, views }: PatientParts, recordNumber: string): Promise<readonly Visit[]> => {
  const { rows } = await store.findSessions({ recordNumber, limit: MOST_VISITS })
  const visits: Visit[] = []
  for (const row of rows.toReversed()) {
    const view = await views.of(row.id)
    if (view !== null) visits.push({ row, view })
  }
  return visits.sort((first, second) => startOf(first) - startOf(second))
}

type VisitAnswer = SeriesAnswer['sessions'][number]

const scoresOf = (events: readonly StoredEvent[]): VisitAnswer['scores'] =>
  events.flatMap((event) => {
    if (event.type !== 'assessmentRecorded') return []
    const { scale, score }: { readonly scale: Scale; readonly score: number } = event.data
    return [{ scale, score, at: toIso(event.occurredAt ?? event.at) }]
  })

interface VisitFigures {
  readonly startedAt: Instant | null
  readonly answer: Omit<VisitAnswer, keyof PlaceInSeries>
}

const visitFigures = async ({ store, clock }: PatientParts, { row, view }: Visit): Promise<VisitFigures> => {
  const [written, readings] = await Promise.all([store.readEvents(row.id, 0), store.readReadings(row.id, {})])
  const { events, batches } = asAmended(written, readings)
  const { metrics, pressure } = sessionStatistics(events, batches, clock.now())
  const extremes = (await inTurns(metrics)).flatMap(([metric, { min, max }]) =>
    min === null || max === null ? [] : [[metric, { min, max }] as const],
  )
  const { startedAt, pressures, dissociation, measures } = visitCourse(events, batches)
  const { plannedStart, phase, signed, simulated, replayed, protocol, patient } = view
  return {
    startedAt,
    answer: {
      id: row.id,
      createdAt: toIso(row.createdAt),
      ...(plannedStart === undefined ? {} : { plannedStart }),
      phase,
      signed,
      simulated,
      replayed,
      protocol: { id: protocol.id, name: protocol.name, version: protocol.version },
      ...(patient.weightKg === undefined ? {} : { weightKg: patient.weightKg }),
      dose: doseOf(view),
      scores: scoresOf(events),
      extremes: Object.fromEntries(extremes),
      pressure: pressureAnswer(pressure),
      cuff: [...pressures],
      dissociation: [...dissociation],
      measures: [...measures],
    },
  }
}

const NOWHERE: PlaceInSeries = { infusion: null, daysSincePrevious: null }

const seriesOf = async (parts: PatientParts, visits: readonly Visit[]): Promise<VisitAnswer[]> => {
  const figures: VisitFigures[] = []
  for (const visit of visits) figures.push(await visitFigures(parts, visit))
  const places = placesInSeries(figures.map(({ startedAt }) => startedAt))
  return figures.map(({ answer }, index) => ({ ...answer, ...(places[index] ?? NOWHERE) }))
}

/** Counted from the last visit that was completed, whatever came after it. */
const nextVisitOf = ({ clock, maintenanceDays }: PatientParts, visits: readonly Visit[]): SeriesAnswer['nextVisit'] => {
  const last = visits
    .map(({ view: { phase, protocol, infusion } }) => ({
      phase,
      protocol,
      startedAt: infusion === undefined ? null : instant(Date.parse(infusion.startedAt)),
    }))
    .findLast(isCompleted)
  const everyDays = last === undefined ? null : maintenanceDays(last.protocol.id)
  return toNextVisitAnswer(nextVisit(last, everyDays, clock.now()))
}

/** As the newest visit has it. */
const personOf = ({ row: { recordNumber, patientName, patientInitials } }: Visit) => ({
  recordNumber,
  displayName: patientName,
  initials: patientInitials,
})

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
      return json({ ...personOf(newest), sessions: visits.map(({ view }) => view) })
    },
  }),
  defineRoute({
    method: 'get',
    path: '/patients/:id/series',
    summary: 'Dose, pressures from the start on, scores and extremes of one patient, visit by visit, oldest first.',
    access: staff,
    answer: { status: 200, schema: seriesAnswerSchema },
    handle: async ({ params }) => {
      const visits = await visitsOf(parts, params.id ?? '')
      const newest = visits.at(-1)
      if (newest === undefined) return NO_PATIENT
      return json({
        ...personOf(newest),
        sessions: await seriesOf(parts, visits),
        nextVisit: nextVisitOf(parts, visits),
      })
    },
  }),
]
