import type { Observation } from '@medplum/fhirtypes'
import { SCALE_INFO } from '../../../shared/domain/score.ts'
import type { Baseline, StoredEvent } from '../../../shared/domain/session-event.ts'
import { toIso } from '../../../shared/domain/time.ts'
import type { Metric } from '../../../shared/domain/vital.ts'
import { withAmendments, type AmendedEvent } from '../../core/statistics-amended.ts'
import type { VisitRecord } from '../visit-record.ts'
import { BODY_WEIGHT, category, concept, metricConcept, metricQuantity, own, scoreConcept, ucum } from './fhir-codes.ts'
import { performer } from './parties.ts'
import type { ResourceBook } from './resource-book.ts'
import { vitalSign } from './vital-observation.ts'

const happenedAt = ({ at, occurredAt }: StoredEvent): string => toIso(occurredAt ?? at)

type Written = Pick<AmendedEvent, 'now' | 'amendments'>

const entry = (book: ResourceBook, { now, amendments }: Written) => ({
  resourceType: 'Observation' as const,
  id: book.id('Observation', `event ${now.seq}`),
  ...book.meta(),
  status: amendments.length === 0 ? ('final' as const) : ('corrected' as const),
  subject: book.reference('Patient', ''),
  encounter: book.reference('Encounter', ''),
  effectiveDateTime: happenedAt(now),
  issued: toIso(now.at),
  ...performer(book, now.by),
})

const reasons = ({ amendments }: Written): readonly string[] =>
  amendments.map(({ data, by }) => `Amended by ${by?.name ?? 'unknown'}: ${data.reason}`)

const scoreObservation = (book: ResourceBook, written: Written): readonly Observation[] => {
  const { now } = written
  if (now.type !== 'assessmentRecorded') return []
  const { scale, score, items = {} } = now.data
  const { label, range } = SCALE_INFO[scale]
  const parts = Object.entries(items).map(([id, value]) => ({
    code: concept(id, own(`scale:${scale}`, id, id)),
    valueInteger: value,
  }))
  return [
    {
      ...entry(book, written),
      category: category('survey', 'Survey'),
      code: scoreConcept(scale, label),
      valueQuantity: ucum(score, '{score}'),
      referenceRange: [{ text: `From ${range[0]} to ${range[1]}` }],
      ...(parts.length === 0 ? {} : { component: parts }),
      ...book.notes(...reasons(written)),
    },
  ]
}

const baselineComponents = (values: Baseline) =>
  (Object.entries(values) as readonly (readonly [Metric & keyof Baseline, number])[]).map(([metric, value]) => ({
    code: metricConcept(metric),
    valueQuantity: metricQuantity(metric, value),
  }))

/** What limits and criteria hang on: one Observation of its own, so that nobody counts it as a measurement more. */
const baselineObservation = (book: ResourceBook, written: Written): readonly Observation[] => {
  const { now } = written
  if (now.type !== 'baselineRecorded') return []
  const { values, from } = now.data
  return [
    {
      ...entry(book, written),
      category: category('exam', 'Exam'),
      code: concept('Baseline before the dose', own('observation', 'baseline', 'Baseline before the dose')),
      component: baselineComponents(values),
      ...book.notes(from === 'hand' ? 'Taken by hand.' : 'Taken from the monitor.', ...reasons(written)),
    },
  ]
}

const weightObservation = (book: ResourceBook, { view, events }: VisitRecord): readonly Observation[] => {
  const { weightKg } = view.patient
  const [first] = events
  if (weightKg === undefined || first === undefined) return []
  return [
    {
      ...vitalSign(book, 'weight', 'bodyweight'),
      code: BODY_WEIGHT,
      effectiveDateTime: toIso(first.at),
      valueQuantity: ucum(weightKg, 'kg'),
      ...book.notes('As entered for the visit.'),
    },
  ]
}

/** What people found: weight, baseline and scores, as they read after their amendments. */
export function* assessments(book: ResourceBook, record: VisitRecord): Generator<Observation> {
  yield* weightObservation(book, record)
  for (const written of withAmendments(record.written)) {
    yield* baselineObservation(book, written)
    yield* scoreObservation(book, written)
  }
}
