import { createHash } from 'node:crypto'
import type { SessionId } from '../../../shared/domain/ids.ts'
import { toIso, type Instant } from '../../../shared/domain/time.ts'
import { toWireEvent } from '../../../shared/wire/stored-event.ts'
import type { ReportFile } from '../../ports/reports.ts'
import type { SessionRow } from '../../ports/session-store.ts'
import { inTurns, whole } from '../turns.ts'
import type { VisitRecord } from '../visit-record.ts'
import { zipStream, type ZipEntry } from './zip-stream.ts'

export interface ArchiveRequest {
  readonly recordNumber: string
  /** Oldest first. */
  readonly rows: readonly SessionRow[]
  readonly recordOf: (id: SessionId) => Promise<VisitRecord | null>
  /** What is made of one visit, all of it of the same record. */
  readonly filesOf: (record: VisitRecord) => Promise<readonly ReportFile[]>
  readonly now: Instant
}

interface FileNote {
  readonly name: string
  readonly bytes: number
  /** Hex. */
  readonly sha256: string
}

interface VisitNote {
  readonly session: SessionId
  readonly folder: string
  readonly simulated: boolean
  readonly replayed: boolean
  readonly signed: boolean
  readonly events: number
  /** Of the newest event in the chain of hashes. */
  readonly lastHash: string
  readonly files: readonly FileNote[]
}

/** Hands pieces on, and knows at the end how long they were and what they hash to. */
const noted = ({ name, pieces }: Pick<ReportFile, 'name' | 'pieces'>) => {
  const hash = createHash('sha256')
  let bytes = 0
  async function* through(): AsyncGenerator<string | Uint8Array> {
    for await (const piece of pieces) {
      hash.update(piece)
      bytes += Buffer.byteLength(piece)
      yield piece
    }
  }
  return { pieces: through(), note: (): FileNote => ({ name, bytes, sha256: hash.digest('hex') }) }
}

/** The events as the API gives them: what the hashes of the chain were made over, in words of JSON. */
const eventsFile = ({ written }: VisitRecord): Pick<ReportFile, 'name' | 'pieces'> => {
  function* lines(): Generator<string> {
    yield '{"events":['
    for (const [index, event] of written.entries())
      yield `${index === 0 ? '' : ',\n'}${JSON.stringify(toWireEvent(event))}`
    yield ']}\n'
  }
  return { name: 'events.json', pieces: inTurns(lines()) }
}

/** `2026-03-02-s_1`: in the order of their days. */
const folderOf = ({ id, createdAt }: SessionRow): string =>
  `${toIso(createdAt).slice(0, 10)}-${id.replaceAll(/[^\w-]/g, '')}`

const README = `Every visit of one patient, as Vigil holds it.

Each folder is one visit: report.pdf to read and print, fhir.json (FHIR R4), readings.csv, events.csv and alarms.csv
(RFC 4180), and events.json, the entries as they were written.
manifest.json names each file with its length and SHA-256, and the last hash of each visit's chain of events: "vigil verify"
and the record itself show whether the store still has that chain.
Where a visit says simulated or replayed, its figures are not of a patient who was there.
Vigil is a secondary display and not a certified medical device.
`

const manifestOf = ({ recordNumber, now }: ArchiveRequest, visits: readonly VisitNote[]): string =>
  `${JSON.stringify({ recordNumber, madeAt: toIso(now), simulated: visits.some(({ simulated }) => simulated), visits }, null, 2)}\n`

/** A name inside a folder of its visit needs not say the visit once more. */
const shortName = (name: string, id: SessionId): string => name.replace(`vigil-${id.replaceAll(/[^\w-]/g, '')}-`, '')

async function* entriesOf(request: ArchiveRequest): AsyncGenerator<ZipEntry> {
  const { rows, recordOf, filesOf, now } = request
  const at = new Date(now)
  const visits: VisitNote[] = []
  yield { name: 'README.txt', at, pieces: whole(README), isPacked: false }
  for (const row of rows) {
    const record = await recordOf(row.id)
    if (record === null) continue
    const { view, written, lastHash } = record
    const folder = folderOf(row)
    const files: FileNote[] = []
    for (const file of [...(await filesOf(record)), eventsFile(record)]) {
      const name = shortName(file.name, row.id)
      const { pieces, note } = noted({ ...file, name })
      yield { name: `${folder}/${name}`, at, pieces, isPacked: name.endsWith('.pdf') }
      files.push(note())
    }
    const { simulated, replayed, signed } = view
    visits.push({ session: row.id, folder, simulated, replayed, signed, events: written.length, lastHash, files })
  }
  yield { name: 'manifest.json', at, pieces: whole(manifestOf(request, visits)), isPacked: false }
}

/** Everything of one patient in one file, made as it is read. */
export const patientArchive = (request: ArchiveRequest): ReportFile => ({
  name: `vigil-${request.recordNumber.replaceAll(/[^\w-]/g, '')}-archive.zip`,
  type: 'application/zip',
  pieces: zipStream(entriesOf(request)),
})
