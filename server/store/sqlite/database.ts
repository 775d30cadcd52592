import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StoreError } from '../../ports/session-store.ts'
import { numberOf, textOf } from './row.ts'

const DATABASE_FILE = 'vigil.db'
/** Held locked while a server runs; the system lets go of it however the server ends. */
const LOCK_FILE = 'vigil.lock'
/** "VIGL": tells our files from any other SQLite database. */
const APPLICATION_ID = 0x5649474c
const BUSY_TIMEOUT_MS = 5_000
/** Patient data: nobody else on the machine reads it. */
const OWNER_ONLY_FOLDER = 0o700
const OWNER_ONLY_FILE = 0o600
const MIGRATIONS = new URL('./migrations/', import.meta.url)

const databaseFile = (folder: string): string => join(folder, DATABASE_FILE)

export interface WritableDatabase {
  readonly database: DatabaseSync
  readonly close: () => void
}

/** Opens the one writer of a data folder, makes or updates its layout. @throws StoreError with a sentence for the person who starts it. */
export const openForWriting = (folder: string): WritableDatabase => {
  mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER })
  const lock = takeLock(folder)
  try {
    const database = new DatabaseSync(databaseFile(folder), { timeout: BUSY_TIMEOUT_MS })
    try {
      prepare(database, folder)
    } catch (error) {
      database.close()
      throw error
    }
    const close = (): void => {
      database.close()
      lock.close()
    }
    return { database, close }
  } catch (error) {
    lock.close()
    throw error
  }
}

/** Opens beside a writer, or without one. */
export const openForReading = (folder: string): DatabaseSync => {
  const file = databaseFile(folder)
  if (!existsSync(file)) throw new StoreError('failed', `There is no Vigil database in ${folder}.`)
  const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS })
  try {
    checkOwner(database, folder)
    checkVersion(database, folder)
  } catch (error) {
    database.close()
    throw error
  }
  return database
}

/** An open exclusive transaction: no process id that a crash would leave behind. */
const takeLock = (folder: string): DatabaseSync => {
  const lock = new DatabaseSync(join(folder, LOCK_FILE))
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch {
    lock.close()
    throw new StoreError(
      'failed',
      `Another Vigil server is using the data folder ${folder}. Stop it first, or give this one a folder of its own (VIGIL_DATA_DIR).`,
    )
  }
}

const prepare = (database: DatabaseSync, folder: string): void => {
  checkOwner(database, folder)
  chmodSync(databaseFile(folder), OWNER_ONLY_FILE)
  // FULL: each commit waits until the disk has it. fullfsync: macOS keeps a promise of that kind only when asked so.
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA wal_autocheckpoint = 8000;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA cache_size = -16000;
  `)
  if (textOf(pragma(database, 'journal_mode'), 'journal_mode') !== 'wal')
    throw new StoreError(
      'failed',
      `The data folder ${folder} cannot hold a write-ahead log; use a folder on a local disk.`,
    )
  checkVersion(database, folder)
  migrate(database)
}

const pragma = (database: DatabaseSync, name: string) => {
  const row = database.prepare(`PRAGMA ${name}`).get()
  if (row === undefined) throw new StoreError('failed', `The database does not answer PRAGMA ${name}.`)
  return row
}

const numberPragma = (database: DatabaseSync, name: string): number => numberOf(pragma(database, name), name)

const checkOwner = (database: DatabaseSync, folder: string): void => {
  const foreign = `${databaseFile(folder)} is not a Vigil database; nothing in it was touched.`
  let isOurs: boolean
  try {
    const isEmpty = numberPragma(database, 'schema_version') === 0 && numberPragma(database, 'application_id') === 0
    isOurs = isEmpty || numberPragma(database, 'application_id') === APPLICATION_ID
  } catch {
    throw new StoreError('failed', foreign)
  }
  if (!isOurs) throw new StoreError('failed', foreign)
}

const checkVersion = (database: DatabaseSync, folder: string): void => {
  const version = numberPragma(database, 'user_version')
  const newest = migrations().at(-1)?.number ?? 0
  if (version <= newest) return
  throw new StoreError(
    'failed',
    `The database in ${folder} was written by a newer Vigil (layout ${version}; this program knows up to ${newest}). Start that version, or restore a backup that this one made.`,
  )
}

interface Migration {
  readonly number: number
  readonly file: URL
}

const migrations = (): readonly Migration[] =>
  readdirSync(MIGRATIONS)
    .filter((name) => /^\d{4}-.*[.]sql$/.test(name))
    .sort()
    .map((name) => ({ number: Number.parseInt(name, 10), file: new URL(name, MIGRATIONS) }))

/** Each step whole or not at all; the number of the last one stands in the file. */
const migrate = (database: DatabaseSync): void => {
  const version = numberPragma(database, 'user_version')
  for (const { number, file } of migrations()) {
    if (number <= version) continue
    database.exec('BEGIN IMMEDIATE')
    try {
      database.exec(readFileSync(file, 'utf8'))
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${number}`)
      database.exec('COMMIT')
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }
}
