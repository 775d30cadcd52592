import type { SessionId } from '../../shared/domain/ids.ts'
import { CSV_PARTS, type CsvWish, type Paper, type ReportFile, type Reports } from '../ports/reports.ts'
import { patientArchive } from './archive/patient-archive.ts'
import { alarmsLong, alarmsWide } from './csv/alarms-csv.ts'
import { eventsLong, eventsWide } from './csv/events-csv.ts'
import { readingsLong, readingsWide } from './csv/readings-csv.ts'
import { fhirBundle } from './fhir/fhir-bundle.ts'
import { buildReport } from './pdf/build-report.ts'
import { PdfDesk } from './pdf/pdf-desk.ts'
import { inTurns, whole } from './turns.ts'
import { readRecord, visitsOfPatient, type RecordParts, type VisitRecord } from './visit-record.ts'

/** What a file may be called anywhere. */
const fileName = (id: SessionId, what: string): string => `vigil-${id.replaceAll(/[^\w-]/g, '')}-${what}`

type Lines = (record: VisitRecord) => Iterable<string>

const LINES: Readonly<Record<CsvWish['part'], Readonly<Record<CsvWish['form'], Lines>>>> = {
  readings: { long: ({ readings }) => readingsLong(readings), wide: ({ readings }) => readingsWide(readings) },
  events: { long: eventsLong, wide: eventsWide },
  alarms: { long: alarmsLong, wide: alarmsWide },
}

/** No reading is asked for where none is told. */
const NO_READINGS = { metrics: [] }

const csvFile = (record: VisitRecord, { part, form }: CsvWish): ReportFile => ({
  name: fileName(record.view.id, form === 'long' ? `${part}.csv` : `${part}-wide.csv`),
  type: 'text/csv; charset=utf-8; header=present',
  pieces: inTurns(LINES[part][form](record)),
})

const fhirFile = (record: VisitRecord): ReportFile => ({
  name: fileName(record.view.id, 'fhir.json'),
  type: 'application/fhir+json; charset=utf-8',
  pieces: inTurns(fhirBundle(record)),
})

/** The how many-th infusion of the patient; null: nothing was given in this visit. */
const infusionNumberOf = async ({ store }: RecordParts, { view }: VisitRecord): Promise<number | null> => {
  const row = await store.findRow(view.id)
  if (row === null || view.infusion === undefined) return null
  const rows = await visitsOfPatient(store, row.recordNumber, row.createdAt)
  return rows.filter(({ startedAt }) => startedAt !== null).length
}

interface ReportParts extends RecordParts {
  /** IANA name of the site's time zone: a report is read where the visit was. */
  readonly timeZone: string
}

/** Records of visits as they leave the house, each made of what the store holds at that moment. */
export const createReports = (parts: ReportParts): Reports => {
  const desk = new PdfDesk()
  const made = async (
    id: SessionId,
    query: Parameters<typeof readRecord>[2],
    fileOf: (record: VisitRecord) => ReportFile | Promise<ReportFile>,
  ): Promise<ReportFile | null> => {
    const record = await readRecord(parts, id, query)
    return record === null ? null : fileOf(record)
  }
  const pdfFile = async (record: VisitRecord, paper: Paper): Promise<ReportFile> => {
    const infusionNumber = await infusionNumberOf(parts, record)
    const model = await buildReport({ record, paper, infusionNumber, ...parts })
    // Drawn before it is answered: who prints is told when it fails.
    const bytes = await desk.draw(model)
    return { name: fileName(record.view.id, 'report.pdf'), type: 'application/pdf', pieces: whole(bytes) }
  }
  return {
    csv: (id, { part, form, ...query }) =>
      made(id, part === 'readings' ? query : NO_READINGS, (record) => csvFile(record, { part, form })),
    fhir: (id) => made(id, {}, fhirFile),
    pdf: (id, paper) => {
      desk.warm()
      return made(id, {}, (record) => pdfFile(record, paper))
    },
    archive: async (recordNumber, paper) => {
      const rows = await visitsOfPatient(parts.store, recordNumber)
      if (rows.length === 0) return null
      const filesOf = async (record: VisitRecord): Promise<readonly ReportFile[]> => [
        await pdfFile(record, paper),
        fhirFile(record),
        ...CSV_PARTS.map((part) => csvFile(record, { part, form: 'long' })),
      ]
      const recordOf = (id: SessionId) => readRecord(parts, id)
      return patientArchive({ recordNumber, rows, recordOf, filesOf, now: parts.clock.now() })
    },
  }
}
