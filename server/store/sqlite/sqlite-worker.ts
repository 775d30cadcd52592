import type { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { StoreError } from '../../ports/session-store.ts'
import { copyDatabase } from './copy-database.ts'
import { openForReading, openForWriting } from './database.ts'
import { findRow, findSessions } from './find-sessions.ts'
import type { ReaderCalls, WorkerSettings, WriterCalls } from './messages.ts'
import { SqliteReader } from './reader.ts'
import { refusalOf } from './sqlite-errors.ts'
import { verifyDatabase, verifySession } from './verify.ts'
import { tryVisit } from './try-limits.ts'
import { answerCalls } from './worker-link.ts'
import type { Aside, Service } from './worker-link.ts'
import { SqliteWriter } from './writer.ts'

/** The thread that waits for the disk, so that the server's does not: one writes, others read beside it. */

const notOpen = (): StoreError => new StoreError('closed', 'The database is not open.')

const serveWriter = (folder: string, aside: Aside): Service<WriterCalls> => {
  let open: { readonly writer: SqliteWriter; readonly close: () => void } | null = null
  return {
    refusalOf: (error) => refusalOf(error, folder),
    tidy: () => open?.writer.tidy() ?? false,
    handlers: {
      open: () => {
        const { database, close } = openForWriting(folder)
        open = { writer: new SqliteWriter({ database, folder, onTrouble: aside.warn }), close }
        return null
      },
      commit: (group) => {
        if (open === null) throw notOpen()
        return open.writer.commit(group)
      },
      close: () => {
        open?.writer.close()
        open?.close()
        open = null
        return null
      },
    },
  }
}

interface OpenReader {
  readonly database: DatabaseSync
  readonly reader: SqliteReader
}

const serveReader = (folder: string, { progress }: Aside): Service<ReaderCalls> => {
  let open: OpenReader | null = null
  const opened = (): OpenReader => {
    if (open === null) throw notOpen()
    return open
  }
  return {
    refusalOf: (error) => refusalOf(error, folder),
    tidy: () => false,
    handlers: {
      open: () => {
        const database = openForReading(folder)
        open = { database, reader: new SqliteReader(database) }
        return null
      },
      loadRunning: () => opened().reader.loadRunning(),
      readEntries: (id) => opened().reader.readEntries(id),
      readEvents: (id, afterSeq) => opened().reader.readEvents(id, afterSeq),
      readReadings: (id, query) => opened().reader.readReadings(id, query),
      readEndedView: (id) => opened().reader.readEndedView(id),
      readHeld: (device) => opened().reader.readHeld(device),
      findSessions: (query) => findSessions(opened().database, query),
      findRow: (id) => findRow(opened().database, id),
      lastHash: (id) => opened().reader.lastHash(id),
      readShown: (id) => opened().reader.readShown(id),
      tryLimits: (ids, trials) => ids.map((id) => tryVisit(id, opened().reader.readEntries(id), trials)),
      allRecords: (kind) => opened().reader.allRecords(kind),
      verify: () => verifyDatabase(opened().database, progress),
      verifySession: (id) => verifySession(opened().database, id),
      backup: (file) => copyDatabase(opened().database, file),
      close: () => {
        open?.database.close()
        open = null
        return null
      },
    },
  }
}

const { role, folder } = workerData as WorkerSettings
if (parentPort === null) throw new Error('This is the store’s worker; it does nothing by itself.')
if (role === 'writer') answerCalls<WriterCalls>(parentPort, (aside) => serveWriter(folder, aside))
else answerCalls<ReaderCalls>(parentPort, (aside) => serveReader(folder, aside))
