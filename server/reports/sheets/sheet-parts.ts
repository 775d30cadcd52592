import type { Reading, Sample } from '../../../shared/domain/reading.ts'
import type { SessionEventOf, SessionEventType, StoredEvent } from '../../../shared/domain/session-event.ts'
import type { IsoTime } from '../../../shared/domain/session-view.ts'
import { toIso, type Instant } from '../../../shared/domain/time.ts'
import type { Metric } from '../../../shared/domain/vital.ts'
import type { SheetRow, SheetSection, VisitSheet, VisitSheetKind } from '../../../shared/wire/visit-sheet.ts'
import { artefactMarks, isCounted } from '../artefacts.ts'
import type { VisitRecord } from '../visit-record.ts'

export const happenedAt = ({ at, occurredAt }: Pick<StoredEvent, 'at' | 'occurredAt'>): Instant => occurredAt ?? at

export type Happened<Type extends SessionEventType> = StoredEvent & SessionEventOf<Type>

/** In the order in which they happened. */
export const eventsOf = <Type extends SessionEventType>(
  { events }: Pick<VisitRecord, 'events'>,
  type: Type,
): readonly Happened<Type>[] =>
  events
    .filter((event): event is Happened<Type> => event.type === type)
    .toSorted((one, other) => happenedAt(one) - happenedAt(other))

/** As statistics count them: good and not marked as artefact, in order of time. */
export const goodValues = ({ readings, events }: VisitRecord, metric: Metric): readonly Sample[] => {
  const marks = artefactMarks(events)
  return (readings.get(metric) ?? []).filter((reading: Reading): reading is Sample => isCounted(reading, marks))
}

export const row = (label: string, value: string | null, at?: IsoTime | Instant): SheetRow => ({
  label,
  value,
  ...(at === undefined ? {} : { at: typeof at === 'string' ? at : toIso(at) }),
})

export const section = (heading: string, content: Partial<Omit<SheetSection, 'heading'>>): SheetSection => ({
  heading,
  rows: [],
  lines: [],
  events: [],
  ...content,
})

export const figure = (value: number, decimals = 0): string => {
  const factor = 10 ** decimals
  return String(Math.round(value * factor) / factor)
}

/** `172/98 (123) mmHg`, of one measurement. */
export interface Pressure {
  readonly at: Instant
  readonly sbp: number
  readonly dbp: number | null
  readonly text: string
}

/** Systolic, diastolic and mean of one cuff share their time. */
export const pressuresOf = (record: VisitRecord): readonly Pressure[] => {
  const at = (metric: Metric) =>
    new Map(goodValues(record, metric).map(({ measuredAt, value }) => [measuredAt, value] as const))
  const [dbps, maps] = [at('dbp'), at('map')]
  return goodValues(record, 'sbp').map(({ measuredAt, value: sbp }) => {
    const [dbp, map] = [dbps.get(measuredAt), maps.get(measuredAt)]
    const mean = map === undefined ? '' : ` (${figure(map)})`
    return {
      at: measuredAt,
      sbp,
      dbp: dbp ?? null,
      text: `${figure(sbp)}/${dbp === undefined ? '--' : figure(dbp)}${mean} mmHg`,
    }
  })
}

export const highestOf = (pressures: readonly Pressure[]): Pressure | null =>
  pressures.reduce<Pressure | null>((best, it) => (best === null || it.sbp > best.sbp ? it : best), null)

/** When the patient left; while he is here, now. */
export const endOf = ({ view, now }: VisitRecord): Instant => {
  const isOver = view.phase === 'discharged' || view.phase === 'transferred' || view.phase === 'cancelled'
  return isOver ? (Date.parse(view.phaseSince) as Instant) : now
}

export interface SheetContent {
  readonly kind: VisitSheetKind
  readonly title: string
  readonly sections: readonly SheetSection[]
  readonly missing: VisitSheet['missing']
}

const labels = (list: readonly { readonly id: string; readonly label: string }[]): Record<string, string> =>
  Object.fromEntries(list.map(({ id, label }) => [id, label]))

/** The head that every sheet has: whose it is, and of which visit. */
export const sheetOf = (
  { view, bay, now }: VisitRecord,
  { sections, missing, ...content }: SheetContent,
): VisitSheet => {
  const { displayName, initials, recordNumber, dateOfBirth, weightKg } = view.patient
  return {
    ...content,
    sessionId: view.id,
    patient: {
      displayName: displayName ?? initials,
      recordNumber: recordNumber ?? '',
      ...(dateOfBirth === undefined ? {} : { dateOfBirth }),
      ...(weightKg === undefined ? {} : { weightKg }),
    },
    bay,
    protocol: `${view.protocol.name} v${view.protocol.version}${view.protocol.approved ? '' : ', not approved yet'}`,
    simulated: view.simulated,
    madeAt: toIso(now),
    sections: [...sections],
    names: { items: labels(view.checklist), criteria: labels(view.recovery?.criteria ?? []) },
    missing: [...missing],
  }
}
