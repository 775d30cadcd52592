import type { SessionId } from '../../shared/domain/ids.ts'
import type { ReadingQuery } from './session-store.ts'

export const CSV_PARTS = ['readings', 'events', 'alarms'] as const
export const CSV_FORMS = ['long', 'wide'] as const
export const PAPERS = ['a4', 'letter'] as const

export type CsvPart = (typeof CSV_PARTS)[number]
export type CsvForm = (typeof CSV_FORMS)[number]
export type Paper = (typeof PAPERS)[number]

/** A record of a visit as it leaves the house. */
export interface ReportFile {
  readonly name: string
  /** Media type. */
  readonly type: string
  /** Made as it is read, in turns with everything else that the server does. */
  readonly pieces: AsyncIterable<string | Uint8Array>
}

/** What can be made of a visit, running or ended; null: there is no such visit. @throws StoreError */
export interface Reports {
  csv(id: SessionId, wish: CsvWish): Promise<ReportFile | null>
  fhir(id: SessionId): Promise<ReportFile | null>
  pdf(id: SessionId, paper: Paper): Promise<ReportFile | null>
  /** Everything of one patient in one file; null: there is no visit under this record number. */
  archive(recordNumber: string, paper: Paper): Promise<ReportFile | null>
}

export interface CsvWish extends ReadingQuery {
  readonly part: CsvPart
  readonly form: CsvForm
}
