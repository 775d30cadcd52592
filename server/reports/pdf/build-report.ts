import { isEnded } from '../../../shared/domain/phase.ts'
import { instant } from '../../../shared/domain/time.ts'
import { endOf, phaseSpans } from '../../core/statistics-phases.ts'
import { sessionStatistics } from '../../core/statistics.ts'
import type { Paper } from '../../ports/reports.ts'
import { eachInTurn } from '../turns.ts'
import type { VisitRecord } from '../visit-record.ts'
import { eventWords, type KnownNames } from '../words/event-words.ts'
import { figure } from '../words/figure-words.ts'
import { localTime, type LocalTime } from '../words/local-time.ts'
import { buildChart } from './build-chart.ts'
import { alarmsCard, alarmsSection } from './content/alarm-tables.ts'
import { closingSections } from './content/closing-tables.ts'
import { chartEntries, entriesSection } from './content/entry-table.ts'
import type { ReportSource } from './content/report-source.ts'
import { visitCard } from './content/visit-card.ts'
import { vitalsCard, vitalsSections } from './content/vitals-tables.ts'
import { canWrite, MISSING } from './draw/typeface.ts'
import type { Frame, ReportModel } from './report-model.ts'

export interface ReportRequest {
  readonly record: VisitRecord
  readonly paper: Paper
  /** IANA name of the site's time zone. */
  readonly timeZone: string
  readonly infusionNumber: number | null
  readonly bayName: KnownNames['bay']
}

/** About as many points as the paper has places for a dot. */
const ON_PAPER = { maxPoints: 560, stretch: null }

const labels = (list: readonly { readonly id: string; readonly label: string }[]): ReadonlyMap<string, string> =>
  new Map(list.map(({ id, label }) => [id, label]))

/** The statistics of each metric in a turn of its own: a visit has ten thousand readings of each. */
const sourceOf = async ({ record, timeZone, infusionNumber, bayName }: ReportRequest): Promise<ReportSource> => {
  const { view, events, readings, now } = record
  const local = localTime(timeZone)
  const batches = [...readings.values()].map((series) => {
    return { type: 'readingsStored' as const, at: now, readings: series, devices: [] }
  })
  const { metrics, alarms } = sessionStatistics(events, batches, now)
  const names = { items: labels(view.checklist), criteria: labels(view.recovery?.criteria ?? []), bay: bayName, local }
  return {
    record,
    metrics: new Map(await eachInTurn(metrics, (entry) => entry)),
    alarms,
    local,
    names,
    words: (event) => eventWords(event, names),
    infusionNumber,
  }
}

const spanWords = ({ events, view, now }: VisitRecord, local: LocalTime): string => {
  const from = phaseSpans(events).find(({ phase }) => phase !== 'scheduled')?.from ?? events[0]?.at ?? now
  const to = isEnded(view.phase) ? ` to ${local.time(endOf(events) ?? now)}` : ' on'
  return `${local.day(from)}, ${local.time(from)}${to}`
}

const factsOf = ({ record, local }: ReportSource): readonly string[] => {
  const { view, bay } = record
  const { weightKg } = view.patient
  return [
    `${view.protocol.name}, version ${view.protocol.version}${view.protocol.approved ? '' : ' (not approved yet)'}`,
    bay,
    spanWords(record, local),
    ...(weightKg === undefined ? [] : [`${figure(weightKg)} kg`]),
  ]
}

const patientWords = ({ view: { patient } }: VisitRecord): string => {
  const { displayName = patient.initials, recordNumber, dateOfBirth } = patient
  const born = dateOfBirth === undefined ? NaN : Date.parse(dateOfBirth)
  return [
    displayName,
    ...(recordNumber === undefined ? [] : [`No. ${recordNumber}`]),
    // A date of birth has no zone: it is the same day everywhere.
    ...(Number.isNaN(born) ? [] : [`born ${localTime('UTC').day(instant(born))}`]),
  ].join(' · ')
}

const MISSING_LETTERS = `Letters that this typeface lacks are shown as ${MISSING}; the record number says who it is.`

const noticesOf = ({ record, local }: ReportSource, said: string): readonly string[] => {
  const { view, now } = record
  return [
    ...(isEnded(view.phase) ? [] : [`INTERIM: the visit still runs; this is how it stood at ${local.clock(now)}.`]),
    ...(isEnded(view.phase) && !view.signed ? ['Not signed yet.'] : []),
    ...(canWrite(said) ? [] : [MISSING_LETTERS]),
  ]
}

const markOf = ({ view: { simulated, replayed } }: VisitRecord): string | null => {
  if (simulated) return 'SIMULATED'
  return replayed ? 'REPLAY' : null
}

const frameOf = ({ record, local }: ReportSource): Frame => ({
  patient: patientWords(record),
  session: `Session ${record.view.id}`,
  mark: markOf(record),
  made: `Made ${local.day(record.now)}, ${local.clock(record.now)}; times are ${local.zoneAt(record.now)}`,
  caution:
    'Vigil is a secondary display and not a certified medical device: the bedside monitor is the primary source.',
})

/** A visit as a report, ready to be drawn. */
export const buildReport = async (request: ReportRequest): Promise<ReportModel> => {
  const source = await sourceOf(request)
  const { record, local, infusionNumber } = source
  const frame = frameOf(source)
  const sections = [
    entriesSection(source),
    alarmsSection(source),
    ...vitalsSections(source),
    ...closingSections(source),
  ]
  return {
    paper: request.paper,
    frame,
    title: infusionNumber === null ? 'Visit' : `Infusion ${infusionNumber}`,
    facts: factsOf(source),
    notices: noticesOf(source, JSON.stringify([frame, sections])),
    chart: await buildChart({ record, entries: chartEntries(record), local, look: ON_PAPER }),
    cards: [visitCard(source), vitalsCard(source), alarmsCard(source)],
    sections,
  }
}
