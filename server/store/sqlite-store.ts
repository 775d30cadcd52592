import type { RecordStore } from '../ports/record-store.ts'
import { StoreError } from '../ports/session-store.ts'
import type { Backup, SessionStore, VerifyReport } from '../ports/session-store.ts'
import { canonicalJson } from './canonical-json.ts'
import { storedEvent } from './entry-order.ts'
import { CommitQueue } from './sqlite/commit-queue.ts'
import type { ReaderCalls } from './sqlite/messages.ts'
import { startReader, startWriter } from './sqlite/start-worker.ts'
import type { FolderSettings } from './sqlite/start-worker.ts'
import { tryInThreads } from './sqlite/try-limits.ts'
import { unpackEntries, unpackReadings, unpackRunning } from './sqlite/unpack-answers.ts'
import type { WorkerLink } from './sqlite/worker-link.ts'
import { packAppend, packHold, packPlain } from './sqlite/write-job.ts'

/** One database file in the data folder, for sessions and records. */
export interface SqliteStore {
  /** Its `close` closes the records too. */
  readonly sessions: SessionStore & Backup
  readonly records: RecordStore
}

type Progress = (done: number, total: number) => void

type AskReader = <T>(ask: (reader: WorkerLink<ReaderCalls>) => Promise<T>) => Promise<T>

/** Opens the folder for the one server that may write to it. @throws StoreError with a sentence for the person who starts it. */
export const openSqliteStore = async (settings: FolderSettings): Promise<SqliteStore> => {
  // Both threads load at once; the reader opens what the writer has made.
  const writer = startWriter(settings)
  const reader = startReader(settings)
  try {
    await writer.call('open', [])
    await reader.call('open', [])
  } catch (error) {
    await Promise.all([reader.end(), writer.end()])
    throw error
  }
  const queue = new CommitQueue(writer)
  let closing: Promise<void> | null = null
  const askReader: AskReader = (ask) =>
    closing === null ? ask(reader) : Promise.reject(new StoreError('closed', 'The store is closed.'))
  const close = async (): Promise<void> => {
    await queue.close()
    try {
      await reader.call('close', [])
      await writer.call('close', [])
    } finally {
      await Promise.all([reader.end(), writer.end()])
    }
  }
  return {
    sessions: {
      ...sessionWrites(queue),
      ...sessionReads(askReader),
      tryLimits: (run) => askReader(() => tryInThreads(() => startReader(settings), run)),
      verify: (onProgress) => askReader(() => verifySqliteFolder(settings, onProgress)),
      verifySession: (id) => askReader(() => withReader(settings, (own) => own.call('verifySession', [id]))),
      backup: (file) => askReader(() => backupSqliteFolder(settings, file)),
      close: () => (closing ??= close()),
    },
    records: recordsOver(queue, askReader),
  }
}

/** Checks a folder, also while a server writes to it. */
export const verifySqliteFolder = (settings: FolderSettings, onProgress?: Progress): Promise<VerifyReport> =>
  withReader(settings, (reader) => reader.call('verify', [], { onProgress }))

/** Copies a folder's database, also while a server writes to it. */
export const backupSqliteFolder = async (settings: FolderSettings, file: string): Promise<void> => {
  await withReader(settings, (reader) => reader.call('backup', [file]))
}

/** Long reading has a thread of its own, so that nobody waits behind it. */
const withReader = async <T>(
  settings: FolderSettings,
  use: (reader: WorkerLink<ReaderCalls>) => Promise<T>,
): Promise<T> => {
  const reader = startReader(settings)
  try {
    await reader.call('open', [])
    const answer = await use(reader)
    await reader.call('close', [])
    return answer
  } finally {
    await reader.end()
  }
}

type SessionWrites = Pick<
  SessionStore,
  'append' | 'noteShown' | 'saveCheckpoint' | 'saveEndedView' | 'hold' | 'dropHeldBefore'
>

const sessionWrites = (queue: CommitQueue): SessionWrites => ({
  append: (appends) => queue.submit((group) => packAppend(appends, group)),
  saveCheckpoint: (sessionId, checkpoint) =>
    queue.submit((group) => packPlain({ kind: 'saveCheckpoint', sessionId, checkpoint }, group)),
  noteShown: (shown) => queue.submit((group) => packPlain({ kind: 'noteShown', shown }, group)),
  saveEndedView: (sessionId, view) =>
    queue.submit((group) => packPlain({ kind: 'saveEndedView', sessionId, view }, group)),
  hold: (device, batch) => queue.submit((group) => packHold(device, batch, group)),
  dropHeldBefore: (before) => queue.submit((group) => packPlain({ kind: 'dropHeld', before }, group)),
})

const sessionReads = (
  askReader: AskReader,
): Omit<SessionStore, keyof SessionWrites | 'tryLimits' | 'verify' | 'verifySession' | 'close'> => ({
  loadRunning: async () => {
    const running = await askReader((reader) => reader.call('loadRunning', []))
    const sessions = []
    for (const session of running) sessions.push(await unpackRunning(session))
    return sessions
  },
  readEntries: async (id) => unpackEntries(id, await askReader((reader) => reader.call('readEntries', [id]))),
  readEvents: async (id, afterSeq) => {
    const events = await askReader((reader) => reader.call('readEvents', [id, afterSeq]))
    return events.map((event) => storedEvent(id, event))
  },
  readReadings: async (id, query) =>
    unpackReadings(await askReader((reader) => reader.call('readReadings', [id, query])), query),
  readHeld: async (device, from, to) => {
    const held = await askReader((reader) => reader.call('readHeld', [device]))
    return unpackReadings(
      held.map((data) => ({ data })),
      { from, to },
    )
  },
  findSessions: (query) => askReader((reader) => reader.call('findSessions', [query])),
  findRow: (id) => askReader((reader) => reader.call('findRow', [id])),
  readShown: (id) => askReader((reader) => reader.call('readShown', [id])),
  readEndedView: (id) => askReader((reader) => reader.call('readEndedView', [id])),
  lastHash: (id) => askReader((reader) => reader.call('lastHash', [id])),
})

const recordsOver = (queue: CommitQueue, askReader: AskReader): RecordStore => ({
  all: async (kind) => {
    const records = await askReader((reader) => reader.call('allRecords', [kind]))
    return records.map(({ id, value }) => ({ id, value: JSON.parse(value) as unknown }))
  },
  put: (records) =>
    queue.submit((group) => {
      const texts = records.map(({ kind, id, value }) => ({ kind, id, value: canonicalJson(value) }))
      packPlain({ kind: 'putRecords', records: texts }, group)
    }),
  remove: (kind, id) => queue.submit((group) => packPlain({ kind: 'removeRecord', record: { kind, id } }, group)),
})
