import type { SessionId } from '../../shared/domain/ids.ts'
import type { CsvWish, ReportFile, Reports } from '../ports/reports.ts'
import { alarmsLong, alarmsWide } from './csv/alarms-csv.ts'
import { eventsLong, eventsWide } from './csv/events-csv.ts'
import { readingsLong, readingsWide } from './csv/readings-csv.ts'
import { fhirBundle } from './fhir/fhir-bundle.ts'
import { inTurns } from './turns.ts'
import { readRecord, type RecordParts, type VisitRecord } from './visit-record.ts'

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

/** Records of visits as they leave the house, each made of what the store holds at that moment. */
export const createReports = (parts: RecordParts): Reports => {
  const made = async (
    id: SessionId,
    query: Parameters<typeof readRecord>[2],
    fileOf: (record: VisitRecord) => ReportFile,
  ): Promise<ReportFile | null> => {
    const record = await readRecord(parts, id, query)
    return record === null ? null : fileOf(record)
  }
  return {
    csv: (id, { part, form, ...query }) =>
      made(id, part === 'readings' ? query : NO_READINGS, (record) => csvFile(record, { part, form })),
    fhir: (id) => made(id, {}, fhirFile),
    pdf: () => Promise.resolve(null),
  }
}
