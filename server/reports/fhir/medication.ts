import type { MedicationAdministration } from '@medplum/fhirtypes'
import type { Staff } from '../../../shared/domain/actor.ts'
import type { Phase } from '../../../shared/domain/phase.ts'
import type { InfusionView } from '../../../shared/domain/session-view.ts'
import { toIso } from '../../../shared/domain/time.ts'
import { withAmendments } from '../../core/statistics-amended.ts'
import { doseCourse, type DoseAtOnce, type RateSpan } from '../../core/statistics-dose.ts'
import type { VisitRecord } from '../visit-record.ts'
import { ESKETAMINE, KETAMINE, ROUTE, ucum } from './fhir-codes.ts'
import type { ResourceBook } from './resource-book.ts'

/** To a thousandth: what adding up lost is no dose. */
const rounded = (value: number): number => Math.round(value * 1_000) / 1_000

const statusOf = (phase: Phase, { outcome }: InfusionView): MedicationAdministration['status'] => {
  if (outcome === 'stoppedEarly') return 'stopped'
  if (outcome === 'completed') return 'completed'
  if (phase === 'paused') return 'on-hold'
  // Who is transferred leaves with what had been given by then.
  return phase === 'transferred' ? 'stopped' : 'in-progress'
}

/** The esketamine product is another substance than racemic ketamine; its protocol says which it is. */
const isEsketamine = ({ view: { protocol } }: VisitRecord): boolean =>
  /esketamine/i.test(`${protocol.id} ${protocol.name}`)

type Common = Pick<MedicationAdministration, 'resourceType' | 'medicationCodeableConcept' | 'subject' | 'context'>

const common = (book: ResourceBook, record: VisitRecord): Common => ({
  resourceType: 'MedicationAdministration',
  medicationCodeableConcept: isEsketamine(record) ? ESKETAMINE : KETAMINE,
  subject: book.reference('Patient', ''),
  context: book.reference('Encounter', ''),
})

interface Delivered {
  readonly mg: number
  readonly notes: readonly string[]
}

/** A clinician may have corrected what was delivered: the corrected figure holds, and what the rates came to is said. */
const deliveredOf = ({ written }: VisitRecord, { deliveredMg }: InfusionView): Delivered => {
  const end = withAmendments(written).find(({ first }) => first.type === 'infusionEnded')
  if (end?.now.type !== 'infusionEnded' || end.now === end.first) return { mg: deliveredMg, notes: [] }
  const { deliveredMg: mg } = end.now.data
  const reasons = end.amendments.map(({ data, by }) => `Amended by ${by?.name ?? 'unknown'}: ${data.reason}`)
  return { mg, notes: [...reasons, `By the rates that ran, ${rounded(deliveredMg)} mg were delivered.`] }
}

const pauseNotes = ({ events }: VisitRecord): readonly string[] =>
  events.flatMap((event) =>
    event.type === 'infusionPaused' ? [`Paused at ${toIso(event.occurredAt ?? event.at)}: ${event.data.reason}`] : [],
  )

const starterOf = ({ events }: VisitRecord): Staff | undefined =>
  events.find(({ type }) => type === 'infusionStarted')?.by

interface Visit {
  readonly book: ResourceBook
  readonly record: VisitRecord
  readonly infusion: InfusionView
}

const wholeDose = ({ book, record, infusion }: Visit): MedicationAdministration => {
  const { startedAt, endedAt, route, plannedMg } = infusion
  const delivered = deliveredOf(record, infusion)
  const starter = starterOf(record)
  const { rates } = doseCourse(record.events, record.now)
  const [only] = rates
  return {
    ...common(book, record),
    id: book.id('MedicationAdministration', ''),
    ...book.meta(),
    status: statusOf(record.view.phase, infusion),
    effectivePeriod: { start: startedAt, ...(endedAt === undefined ? {} : { end: endedAt }) },
    ...(starter === undefined
      ? {}
      : { performer: [{ actor: book.reference('Practitioner', starter.id, starter.name) }] }),
    dosage: {
      text: `${rounded(delivered.mg)} mg of ${rounded(plannedMg)} mg planned`,
      route: ROUTE[route],
      dose: ucum(rounded(delivered.mg), 'mg'),
      ...(only === undefined || rates.length > 1 ? {} : { rateQuantity: ucum(rounded(only.rateMgPerHour), 'mg/h') }),
    },
    ...book.notes(...delivered.notes, ...pauseNotes(record)),
  }
}

const partOf = (book: ResourceBook, record: VisitRecord, name: string) => ({
  ...common(book, record),
  id: book.id('MedicationAdministration', name),
  ...book.meta(),
  partOf: [book.reference('MedicationAdministration', '')],
})

const rateSpan = (
  { book, record }: Visit,
  { from, to, rateMgPerHour, mg }: RateSpan,
  isRunning: boolean,
): MedicationAdministration => ({
  ...partOf(book, record, `rate ${from}`),
  status: isRunning ? 'in-progress' : 'completed',
  effectivePeriod: { start: toIso(from), ...(isRunning ? {} : { end: toIso(to) }) },
  dosage: {
    route: ROUTE.iv,
    dose: ucum(rounded(mg), 'mg'),
    rateQuantity: ucum(rounded(rateMgPerHour), 'mg/h'),
  },
  ...book.notes(),
})

const atOnce = ({ book, record, infusion }: Visit, dose: DoseAtOnce, index: number): MedicationAdministration => ({
  ...partOf(book, record, `dose ${index} ${dose.at}`),
  status: 'completed',
  effectiveDateTime: toIso(dose.at),
  dosage: { route: ROUTE[infusion.route], dose: ucum(rounded(dose.mg), 'mg') },
  ...book.notes(),
})

/** The whole dose, and below it each stretch at one rate and each dose given at once; nothing where nothing was given. */
export const medicationResources = (book: ResourceBook, record: VisitRecord): readonly MedicationAdministration[] => {
  const { infusion, phase } = record.view
  if (infusion === undefined) return []
  const { rates, atOnce: doses } = doseCourse(record.events, record.now)
  const isRunning = (index: number) => phase === 'infusing' && infusion.rateMgPerHour > 0 && index === rates.length - 1
  const visit = { book, record, infusion }
  return [
    wholeDose(visit),
    ...rates.map((span, index) => rateSpan(visit, span, isRunning(index))),
    ...doses.map((dose, index) => atOnce(visit, dose, index)),
  ]
}
