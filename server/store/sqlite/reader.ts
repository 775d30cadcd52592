import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { alarmId, sessionId } from '../../../shared/domain/ids.ts'
import type { DeviceId, SessionId } from '../../../shared/domain/ids.ts'
import { instant } from '../../../shared/domain/time.ts'
import type { RecordKind } from '../../ports/record-store.ts'
import type { Checkpoint, EndedView, ReadingQuery, ShownAlarm } from '../../ports/session-store.ts'
import { positionOf } from '../packing/tick-format.ts'
import type { LooseBatch } from '../packing/tick-format.ts'
import { LooseBatches } from './loose-batches.ts'
import type { PackedEntries, PackedEvent, PackedReadings, PackedRecord, PackedRunning } from './messages.ts'
import { bytesOf, hexOf, numberOf, numberOrNull, textOf } from './row.ts'
import type { Row } from './row.ts'

/** Newest first, so that only what came after a position is touched. */
const EVENTS_BACKWARDS = 'SELECT seq, position, body FROM event WHERE session = ? ORDER BY seq DESC'
const CHUNKS_BACKWARDS = `
  SELECT first_batch, last_position, data FROM chunk WHERE session = ? ORDER BY number DESC`
/** A chunk without a reading has no times, and is nobody's answer. */
const CHUNKS_OF_TIME = `
  SELECT first_batch, data FROM chunk
  WHERE session = ? AND measured_to >= ? AND measured_from <= ? ORDER BY number`
const RUNNING = `
  SELECT key, session.id AS id, version, entry_count, state
  FROM session_row JOIN session ON session.id = session_row.id LEFT JOIN checkpoint ON checkpoint.session = key
  WHERE is_ended = 0 ORDER BY key`

const prepareAll = (database: DatabaseSync) => ({
  key: database.prepare('SELECT key, seq, hash FROM session WHERE id = ?'),
  running: database.prepare(RUNNING),
  events: database.prepare(EVENTS_BACKWARDS),
  chunks: database.prepare(CHUNKS_BACKWARDS),
  chunksOfTime: database.prepare(CHUNKS_OF_TIME),
  held: database.prepare('SELECT data FROM held WHERE device = ? ORDER BY id'),
  shown: database.prepare('SELECT alarm, display, at FROM shown_alarm WHERE session = ? ORDER BY at'),
  endedView: database.prepare(
    'SELECT version, last_hash, view FROM ended_view WHERE session = (SELECT key FROM session WHERE id = ?)',
  ),
  records: database.prepare('SELECT id, value FROM record WHERE kind = ? ORDER BY position'),
})

/** Reads sessions and records beside the writer; each answer is of one moment. */
export class SqliteReader {
  readonly #database: DatabaseSync
  readonly #sql: ReturnType<typeof prepareAll>
  readonly #loose: LooseBatches

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#sql = prepareAll(database)
    this.#loose = new LooseBatches(database)
  }

  loadRunning(): readonly PackedRunning[] {
    return this.#atOneMoment(() => {
      return this.#sql.running.all().map((row) => {
        const checkpoint = checkpointOf(row)
        const entries = this.#entriesAfter(numberOf(row, 'key'), checkpoint?.entryCount ?? 0)
        return { sessionId: sessionId(textOf(row, 'id')), checkpoint, ...entries }
      })
    })
  }

  readEntries(id: SessionId): PackedEntries {
    return this.#atOneMoment(() => {
      const key = this.#keyOf(id)
      return key === null ? { events: [], readings: [] } : this.#entriesAfter(key, 0)
    })
  }

  readEvents(id: SessionId, afterSeq: number): readonly PackedEvent[] {
    const key = this.#keyOf(id)
    return key === null
      ? []
      : takeBackwards(this.#sql.events, key, (row) => numberOf(row, 'seq') > afterSeq).map(eventOf)
  }

  readReadings(id: SessionId, query: ReadingQuery): readonly PackedReadings[] {
    return this.#atOneMoment(() => {
      const key = this.#keyOf(id)
      if (key === null) return []
      const chunks = this.#sql.chunksOfTime.all(key, query.from ?? -Infinity, query.to ?? Infinity)
      return [...chunks.map(chunkOf), ...this.#loose.of(key).map(looseOf)]
    })
  }

  lastHash(id: SessionId): string | null {
    const row = this.#sql.key.get(id)
    return row === undefined || numberOf(row, 'seq') === 0 ? null : hexOf(row, 'hash')
  }

  readEndedView(id: SessionId): EndedView | null {
    const row = this.#sql.endedView.get(id)
    if (row === undefined) return null
    return { version: textOf(row, 'version'), lastHash: textOf(row, 'last_hash'), view: textOf(row, 'view') }
  }

  readHeld(device: DeviceId): readonly Uint8Array[] {
    return this.#sql.held.all(device).map((row) => bytesOf(row, 'data'))
  }

  readShown(id: SessionId): readonly ShownAlarm[] {
    return this.#sql.shown.all(id).map((row) => ({
      alarmId: alarmId(textOf(row, 'alarm')),
      sessionId: id,
      display: textOf(row, 'display'),
      at: instant(numberOf(row, 'at')),
    }))
  }

  allRecords(kind: RecordKind): readonly PackedRecord[] {
    return this.#sql.records.all(kind).map((row) => ({ id: textOf(row, 'id'), value: textOf(row, 'value') }))
  }

  #keyOf(id: SessionId): number | null {
    const row = this.#sql.key.get(id)
    return row === undefined ? null : numberOf(row, 'key')
  }

  #entriesAfter(key: number, position: number): PackedEntries {
    const events = takeBackwards(this.#sql.events, key, (row) => numberOf(row, 'position') > position)
    const chunks = takeBackwards(this.#sql.chunks, key, (row) => numberOf(row, 'last_position') > position)
    const newest = this.#loose.of(key).filter((batch) => positionOf(batch) > position)
    return { events: events.map(eventOf), readings: [...chunks.map(chunkOf), ...newest.map(looseOf)] }
  }

  /** A fold between two of the statements would show its readings twice, or not at all. */
  #atOneMoment<T>(read: () => T): T {
    this.#database.exec('BEGIN')
    try {
      return read()
    } finally {
      this.#database.exec('COMMIT')
    }
  }
}

/** Walks from the newest row back while they are wanted. @returns them in order. */
const takeBackwards = (statement: StatementSync, key: number, isWanted: (row: Row) => boolean): Row[] => {
  const rows: Row[] = []
  for (const row of statement.iterate(key)) {
    if (!isWanted(row)) break
    rows.push(row)
  }
  return rows.reverse()
}

const checkpointOf = (row: Row): Checkpoint | null => {
  const entryCount = numberOrNull(row, 'entry_count')
  return entryCount === null ? null : { version: textOf(row, 'version'), entryCount, state: textOf(row, 'state') }
}

const eventOf = (row: Row): PackedEvent => ({
  seq: numberOf(row, 'seq'),
  position: numberOf(row, 'position'),
  body: textOf(row, 'body'),
})

const chunkOf = (row: Row): PackedReadings => ({
  firstBatch: numberOf(row, 'first_batch'),
  afterSeq: null,
  data: bytesOf(row, 'data'),
})

const looseOf = ({ number, afterSeq, data }: LooseBatch): PackedReadings => ({ firstBatch: number, afterSeq, data })
