import type { DatabaseSync } from 'node:sqlite'
import { sessionId } from '../../../shared/domain/ids.ts'
import type { SessionId } from '../../../shared/domain/ids.ts'
import { isEnded } from '../../../shared/domain/phase.ts'
import { StoreError } from '../../ports/session-store.ts'
import type { SessionRow } from '../../ports/session-store.ts'
import { searchText } from '../session-search.ts'
import type { EventRow, Head, OtherJob } from './draft.ts'
import type { Chunk, ChunkHead } from './fold.ts'
import { bytesOf, fromHex, hexOf, numberOf, textOf } from './row.ts'

const NO_HASH = new Uint8Array(32)

const prepareAll = (database: DatabaseSync) => ({
  begin: database.prepare('BEGIN IMMEDIATE'),
  commit: database.prepare('COMMIT'),
  rollback: database.prepare('ROLLBACK'),
  lastKey: database.prepare('SELECT ifnull(max(key), 0) AS key FROM session'),
  ticks: database.prepare('SELECT id, digest, data FROM tick ORDER BY id'),
  head: database.prepare('SELECT key, seq, hash FROM session WHERE id = ?'),
  chunkHead: database.prepare('SELECT id, chunks, batches, digest FROM session WHERE key = ?'),
  addSession: database.prepare(
    'INSERT INTO session (key, id, seq, hash, chunks, batches, digest) VALUES (?, ?, ?, ?, 0, 0, ?)',
  ),
  moveHead: database.prepare('UPDATE session SET seq = ?, hash = ? WHERE key = ?'),
  addEvent: database.prepare(
    'INSERT INTO event (session, seq, position, previous_hash, hash, body) VALUES (?, ?, ?, ?, ?, ?)',
  ),
  addTick: database.prepare('INSERT INTO tick (id, digest, data) VALUES (?, ?, ?)'),
  dropTicks: database.prepare('DELETE FROM tick WHERE id < ?'),
  addChunk: database.prepare(
    `INSERT INTO chunk (session, number, first_batch, last_batch, last_position, measured_from, measured_to, digest, data)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ),
  moveChunks: database.prepare('UPDATE session SET chunks = ?, batches = ?, digest = ? WHERE key = ?'),
  putRow: database.prepare(
    `INSERT OR REPLACE INTO session_row (created_at, id, site, bay, phase, is_ended, patient_name, patient_initials,
       record_number, protocol_id, protocol_name, started_at, ended_at, had_high_alarm, is_signed, is_simulated, search)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ),
  dropCheckpoint: database.prepare('DELETE FROM checkpoint WHERE session = (SELECT key FROM session WHERE id = ?)'),
  putEndedView: database.prepare(
    'INSERT OR REPLACE INTO ended_view (session, version, last_hash, view) SELECT key, ?, ?, ? FROM session WHERE id = ?',
  ),
  putCheckpoint: database.prepare(
    `INSERT OR REPLACE INTO checkpoint (session, version, entry_count, state)
     SELECT key, ?, ?, ? FROM session
     WHERE id = ? AND NOT EXISTS (SELECT 1 FROM session_row WHERE session_row.id = session.id AND is_ended = 1)`,
  ),
  hold: database.prepare('INSERT INTO held (device, at, data) VALUES (?, ?, ?)'),
  dropHeld: database.prepare('DELETE FROM held WHERE at < ?'),
  noteShown: database.prepare('INSERT OR IGNORE INTO shown_alarm (alarm, session, display, at) VALUES (?, ?, ?, ?)'),
  putRecord: database.prepare(
    `INSERT INTO record (kind, id, value) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET value = excluded.value`,
  ),
  removeRecord: database.prepare('DELETE FROM record WHERE kind = ? AND id = ?'),
})

/** Everything that is ever written, and what the writer must know for it: one sentence of SQL each. */
export class WriteStatements {
  readonly #database: DatabaseSync
  readonly #sql: ReturnType<typeof prepareAll>

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#sql = prepareAll(database)
  }

  begin(): void {
    this.#sql.begin.run()
  }

  commit(): void {
    this.#sql.commit.run()
  }

  rollback(): void {
    this.#sql.rollback.run()
  }

  carryOverLog(mode: 'PASSIVE' | 'TRUNCATE'): void {
    this.#database.exec(`PRAGMA wal_checkpoint(${mode})`)
  }

  /** Largest number given to a session so far. */
  lastKey(): number {
    const row = this.#sql.lastKey.get()
    return row === undefined ? 0 : numberOf(row, 'key')
  }

  /** In order. */
  ticks(): readonly { readonly id: number; readonly digest: string; readonly data: Uint8Array }[] {
    return this.#sql.ticks
      .all()
      .map((row) => ({ id: numberOf(row, 'id'), digest: hexOf(row, 'digest'), data: bytesOf(row, 'data') }))
  }

  head(id: SessionId): Pick<Head, 'key' | 'seq' | 'hash'> | null {
    const row = this.#sql.head.get(id)
    if (row === undefined) return null
    return { key: numberOf(row, 'key'), seq: numberOf(row, 'seq'), hash: hexOf(row, 'hash') }
  }

  chunkHead(session: number): ChunkHead {
    const row = this.#sql.chunkHead.get(session)
    if (row === undefined) throw new StoreError('failed', `Session number ${session} is missing from the database.`)
    return {
      sessionId: sessionId(textOf(row, 'id')),
      chunks: numberOf(row, 'chunks'),
      batches: numberOf(row, 'batches'),
      digest: hexOf(row, 'digest'),
    }
  }

  putHead(id: SessionId, { key, seq, hash, isNew }: Head): void {
    if (isNew) this.#sql.addSession.run(key, id, seq, fromHex(hash), NO_HASH)
    else this.#sql.moveHead.run(seq, fromHex(hash), key)
  }

  addEvent({ session, seq, position, previousHash, hash, body }: EventRow): void {
    this.#sql.addEvent.run(session, seq, position, fromHex(previousHash), fromHex(hash), body)
  }

  addTick(id: number, digest: Uint8Array, data: Uint8Array): void {
    this.#sql.addTick.run(id, digest, data)
  }

  dropTicksBefore(id: number): void {
    this.#sql.dropTicks.run(id)
  }

  addChunk(chunk: Chunk): void {
    const { session, number, firstBatch, lastBatch, lastPosition, measuredFrom, measuredTo } = chunk
    const digest = fromHex(chunk.digest)
    const place = [session, number, firstBatch, lastBatch, lastPosition, measuredFrom, measuredTo]
    this.#sql.addChunk.run(...place, digest, chunk.data)
    this.#sql.moveChunks.run(number, lastBatch, digest, session)
  }

  putRow(row: SessionRow): void {
    const ended = isEnded(row.phase)
    const place = [row.createdAt, row.id, row.site, row.bay, row.phase, Number(ended)]
    const patient = [row.patientName, row.patientInitials, row.recordNumber]
    const course = [row.protocolId, row.protocolName, row.startedAt, row.endedAt]
    const marks = [Number(row.hadHighAlarm), Number(row.isSigned), Number(row.isSimulated)]
    this.#sql.putRow.run(...place, ...patient, ...course, ...marks, searchText(row))
    if (ended) this.#sql.dropCheckpoint.run(row.id)
  }

  run(job: OtherJob): void {
    switch (job.kind) {
      case 'saveCheckpoint': {
        const { version, entryCount, state } = job.checkpoint
        this.#sql.putCheckpoint.run(version, entryCount, state, job.sessionId)
        return
      }
      case 'saveEndedView': {
        const { version, lastHash, view } = job.view
        this.#sql.putEndedView.run(version, lastHash, view, job.sessionId)
        return
      }
      case 'hold':
        this.#sql.hold.run(job.device, job.batch.at, job.batch.data)
        return
      case 'dropHeld':
        this.#sql.dropHeld.run(job.before)
        return
      case 'noteShown':
        for (const { alarmId, sessionId: id, display, at } of job.shown)
          this.#sql.noteShown.run(alarmId, id, display, at)
        return
      case 'putRecords':
        for (const { kind, id, value } of job.records) this.#sql.putRecord.run(kind, id, value)
        return
      case 'removeRecord':
        this.#sql.removeRecord.run(job.record.kind, job.record.id)
        return
    }
  }
}
