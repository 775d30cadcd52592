import { hash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { sessionId } from '../../../shared/domain/ids.ts'
import type { SessionId } from '../../../shared/domain/ids.ts'
import type { VerifyFault, VerifyReport } from '../../ports/session-store.ts'
import { chunkFaults, eventFaults } from '../chain-check.ts'
import type { ChainedChunk, ChainedEvent } from '../chain-check.ts'
import { readTick } from '../packing/tick-format.ts'
import type { LooseBatch } from '../packing/tick-format.ts'
import { unpackLoose } from './fold.ts'
import { bytesOf, hexOf, numberOf, numberOrNull, textOf } from './row.ts'
import type { Row } from './row.ts'

type Progress = (done: number, total: number) => void

const SESSIONS_PER_PROGRESS = 50

const prepareAll = (database: DatabaseSync) => ({
  integrity: database.prepare('PRAGMA integrity_check(10)'),
  sessions: database.prepare('SELECT * FROM session ORDER BY key'),
  session: database.prepare('SELECT * FROM session WHERE id = ?'),
  events: database.prepare('SELECT * FROM event WHERE session = ? ORDER BY seq'),
  chunks: database.prepare('SELECT * FROM chunk WHERE session = ? ORDER BY number'),
  ticks: database.prepare('SELECT * FROM tick ORDER BY id'),
  strays: database.prepare(`
    SELECT session AS key FROM event WHERE session NOT IN (SELECT key FROM session)
    UNION SELECT session FROM chunk WHERE session NOT IN (SELECT key FROM session)`),
})

/** Recomputes every hash and digest of a database at one moment; finds what was changed, moved or taken out. */
export const verifyDatabase = (database: DatabaseSync, onProgress: Progress): VerifyReport =>
  atOneMoment(database, () => new Verification(database).run(onProgress))

/** The same of one session: its events, its readings in chunks, and every commit that may hold newer ones. */
export const verifySession = (database: DatabaseSync, id: SessionId): VerifyReport | null =>
  atOneMoment(database, () => new Verification(database).runOne(id))

const atOneMoment = <T>(database: DatabaseSync, check: () => T): T => {
  database.exec('BEGIN')
  try {
    return check()
  } finally {
    database.exec('COMMIT')
  }
}

class Verification {
  readonly #sql: ReturnType<typeof prepareAll>
  readonly #faults: VerifyFault[] = []
  #events = 0
  #chunks = 0

  constructor(database: DatabaseSync) {
    this.#sql = prepareAll(database)
  }

  run(onProgress: Progress): VerifyReport {
    this.#checkFile()
    const loose = this.#readTicks()
    const sessions = this.#sql.sessions.all()
    this.#checkKeys(sessions)
    for (const [index, session] of sessions.entries()) {
      this.#checkSession(session, loose.get(numberOf(session, 'key')) ?? [])
      const done = index + 1
      if (done % SESSIONS_PER_PROGRESS === 0 || done === sessions.length) onProgress(done, sessions.length)
    }
    return this.#report(sessions.length)
  }

  runOne(id: SessionId): VerifyReport | null {
    const session = this.#sql.session.get(id)
    if (session === undefined) return null
    this.#checkSession(session, this.#readTicks().get(numberOf(session, 'key')) ?? [])
    return this.#report(1)
  }

  #report(sessions: number): VerifyReport {
    return { sessions, events: this.#events, chunks: this.#chunks, faults: this.#faults }
  }

  #add(id: SessionId | null, where: string, message: string): void {
    this.#faults.push({ sessionId: id, where, message })
  }

  #checkFile(): void {
    for (const row of this.#sql.integrity.all()) {
      const message = textOf(row, 'integrity_check')
      if (message !== 'ok') this.#add(null, 'database file', message)
    }
  }

  /** Sessions are numbered without a gap. */
  #checkKeys(sessions: readonly Row[]): void {
    const keys = new Set(sessions.map((row) => numberOf(row, 'key')))
    const missing = new Set(this.#sql.strays.all().map((row) => numberOf(row, 'key')))
    const last = sessions.at(-1)
    for (let key = 1; last !== undefined && key < numberOf(last, 'key'); key++) if (!keys.has(key)) missing.add(key)
    for (const key of missing) this.#add(null, `session number ${key}`, 'It is missing.')
  }

  #readTicks(): ReadonlyMap<number, readonly LooseBatch[]> {
    const loose = new Map<number, LooseBatch[]>()
    for (const row of this.#sql.ticks.all()) {
      const data = bytesOf(row, 'data')
      if (hash('sha256', data) !== hexOf(row, 'digest')) {
        this.#add(null, `commit ${numberOf(row, 'id')}`, 'It was changed: its hash does not fit what it holds.')
        continue
      }
      for (const batch of readTick(data)) {
        const list = loose.get(batch.session)
        if (list === undefined) loose.set(batch.session, [batch])
        else list.push(batch)
      }
    }
    return loose
  }

  #checkSession(row: Row, loose: readonly LooseBatch[]): void {
    const id = sessionId(textOf(row, 'id'))
    const key = numberOf(row, 'key')
    const events = this.#sql.events.all(key).map((event) => eventOf(id, event))
    const chunks = this.#sql.chunks.all(key).map((chunk) => chunkOf(id, chunk))
    this.#events += events.length
    this.#chunks += chunks.length
    this.#faults.push(
      ...eventFaults(id, events, { length: numberOf(row, 'seq'), hash: hexOf(row, 'hash') }),
      ...chunkFaults(id, chunks, { length: numberOf(row, 'chunks'), hash: hexOf(row, 'digest') }),
    )
    const batches = this.#checkLoose(id, numberOf(row, 'batches'), loose)
    const newest = events.at(-1)
    if (newest !== undefined && newest.position - newest.seq > batches)
      this.#add(id, `readings batch ${batches + 1}`, 'It is missing: a later event came after it.')
  }

  /** The newest readings follow those in chunks, one after the other. @returns how many batches there are. */
  #checkLoose(id: SessionId, folded: number, loose: readonly LooseBatch[]): number {
    let last = folded
    for (const batch of loose) {
      if (batch.number <= last) continue
      if (batch.number !== last + 1) this.#add(id, `readings batch ${last + 1}`, 'It is missing.')
      last = batch.number
      try {
        unpackLoose(batch)
      } catch {
        this.#add(id, `readings batch ${last}`, 'It cannot be read.')
      }
    }
    return last
  }
}

const eventOf = (id: SessionId, row: Row): ChainedEvent => ({
  sessionId: id,
  seq: numberOf(row, 'seq'),
  position: numberOf(row, 'position'),
  previousHash: hexOf(row, 'previous_hash'),
  hash: hexOf(row, 'hash'),
  body: textOf(row, 'body'),
})

const chunkOf = (id: SessionId, row: Row): ChainedChunk => ({
  sessionId: id,
  number: numberOf(row, 'number'),
  firstBatch: numberOf(row, 'first_batch'),
  lastBatch: numberOf(row, 'last_batch'),
  lastPosition: numberOf(row, 'last_position'),
  measuredFrom: numberOrNull(row, 'measured_from'),
  measuredTo: numberOrNull(row, 'measured_to'),
  digest: hexOf(row, 'digest'),
  data: bytesOf(row, 'data'),
})
