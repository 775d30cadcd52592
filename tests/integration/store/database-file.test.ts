import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { SessionAppend } from '../../../server/ports/session-store.ts'
import { ByteWriter } from '../../../server/store/packing/byte-writer.ts'
import { verifySqliteFolder } from '../../../server/store/sqlite-store.ts'
import { openForReading, openForWriting } from '../../../server/store/sqlite/database.ts'
import { SqliteReader } from '../../../server/store/sqlite/reader.ts'
import { startReader } from '../../../server/store/sqlite/start-worker.ts'
import { unpackReadings } from '../../../server/store/sqlite/unpack-answers.ts'
import { packAppend } from '../../../server/store/sqlite/write-job.ts'
import { SqliteWriter } from '../../../server/store/sqlite/writer.ts'
import { S1, S2, note, rowOf, second } from '../../contract/store-fixtures.ts'
import { silentLog } from '../../support/silent-log.ts'
import { dataFolders } from './data-folder.ts'

const inDatabase = <T>(folder: string, use: (database: DatabaseSync) => T): T => {
  const database = new DatabaseSync(join(folder, 'vigil.db'))
  try {
    return use(database)
  } finally {
    database.close()
  }
}

const countOf = (folder: string, table: string): unknown =>
  inDatabase(folder, (database) => database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n)

describe('the database of a data folder', { timeout: 60_000 }, () => {
  const folders = dataFolders()

  it('waits for the disk at each commit, and keeps a log beside the database', async () => {
    const { database, close } = openForWriting(await folders.make())
    const pragma = (name: string): unknown => database.prepare(`PRAGMA ${name}`).get()?.[name]
    expect(pragma('synchronous')).toBe(2)
    expect(pragma('journal_mode')).toBe('wal')
    expect(pragma('fullfsync')).toBe(1)
    close()
  })

  it('is for its owner alone', async () => {
    const folder = await folders.make()
    const { sessions } = await folders.open(folder)
    await sessions.append([{ sessionId: S1, afterSeq: 0, entries: [note('a')], row: rowOf(S1) }])
    for (const file of ['vigil.db', 'vigil.db-wal', 'vigil.db-shm'])
      expect(((await stat(join(folder, file))).mode & 0o777).toString(8)).toBe('600')
  })

  it('is refused when a newer program wrote it', async () => {
    const folder = await folders.make()
    await (await folders.open(folder)).sessions.close()
    inDatabase(folder, (database) => database.exec('PRAGMA user_version = 9999'))
    await expect(folders.open(folder)).rejects.toThrow(/newer Vigil \(layout 9999; this program knows up to \d+\)/)
    await expect(verifySqliteFolder({ folder, log: silentLog })).rejects.toThrow(/newer Vigil/)
  })

  it('is refused, and not touched, when it is somebody else’s', async () => {
    const folder = await folders.make()
    inDatabase(folder, (database) => database.exec('CREATE TABLE theirs (a)'))
    await expect(folders.open(folder)).rejects.toThrow(/is not a Vigil database/)
    expect(countOf(folder, 'theirs')).toBe(0)
    const another = await folders.make()
    await writeFile(join(another, 'vigil.db'), 'this is a text of somebody, long enough to be a header of a page')
    await expect(folders.open(another)).rejects.toThrow(/is not a Vigil database/)
  })

  it('is not there to be verified where nobody ever wrote', async () => {
    const folder = await folders.make()
    await expect(verifySqliteFolder({ folder, log: silentLog })).rejects.toThrow(/no Vigil database/)
  })

  it('answers with a sentence when its thread is gone', async () => {
    const folder = await folders.make()
    await (await folders.open(folder)).sessions.close()
    const reader = startReader({ folder, log: silentLog })
    await reader.call('open', [])
    await reader.end()
    await expect(reader.call('findRow', [S1])).rejects.toThrow(/thread does not answer/)
  })

  it('is one server’s at a time, and free again as soon as that one has closed it', async () => {
    const folder = await folders.make()
    const first = await folders.open(folder)
    await expect(folders.open(folder)).rejects.toThrow(/Another Vigil server is using the data folder/)
    await first.sessions.close()
    await folders.open(folder)
  })
})

describe('commits', { timeout: 60_000 }, () => {
  const folders = dataFolders()

  it('are shared by calls that are made at the same time', async () => {
    const folder = await folders.make()
    const { sessions } = await folders.open(folder)
    await sessions.append([{ sessionId: S1, afterSeq: 0, entries: [note('a')], row: rowOf(S1) }])
    const calls = Array.from({ length: 100 }, (_, index) =>
      sessions.append([{ sessionId: S1, afterSeq: 1, entries: [second(index % 50)] }]),
    )
    await Promise.all(calls)
    expect(countOf(folder, 'tick')).toBe(1)
  })

  it('fail alone where the database cannot take what one caller gave', async () => {
    const folder = await folders.make()
    const { sessions } = await folders.open(folder)
    const broken = rowOf(S1, { createdAt: 0.5 as ReturnType<typeof rowOf>['createdAt'] })
    const calls = await Promise.allSettled([
      sessions.append([{ sessionId: S1, afterSeq: 0, entries: [note('a')], row: broken }]),
      sessions.append([{ sessionId: S2, afterSeq: 0, entries: [note('b')], row: rowOf(S2) }]),
    ])
    expect(calls.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
    expect(await sessions.readEntries(S1)).toEqual([])
    expect((await sessions.verify()).faults).toEqual([])
  })
})

describe('folding', { timeout: 60_000 }, () => {
  const folders = dataFolders()

  /** A writer in this thread, which has tidied up after each commit. */
  const startWriting = (folder: string) => {
    const { database, close } = openForWriting(folder)
    const writer = new SqliteWriter({ database, folder, onTrouble: () => undefined })
    const append = (...appends: readonly SessionAppend[]): void => {
      const group = new ByteWriter()
      packAppend(appends, group)
      expect(writer.commit(group.take())).toBeNull()
      while (writer.tidy());
    }
    return { append, close }
  }

  it('makes chunks of each session’s minutes, and drops what they were folded from', async () => {
    const folder = await folders.make()
    const { append, close } = startWriting(folder)
    append({ sessionId: S1, afterSeq: 0, entries: [note('a')], row: rowOf(S1) })
    const written = Array.from({ length: 600 }, (_, index) => second(index))
    for (const one of written) append({ sessionId: S1, afterSeq: 1, entries: [one] })
    close()
    expect(countOf(folder, 'chunk')).toBeGreaterThanOrEqual(9)
    expect(countOf(folder, 'tick')).toBeLessThanOrEqual(75)
    const { sessions } = await folders.open(folder)
    expect(await sessions.readReadings(S1, {})).toEqual(written)
  })

  it('takes what was written in one go, and a session that has fallen silent', async () => {
    const folder = await folders.make()
    const { append, close } = startWriting(folder)
    const written = Array.from({ length: 1_500 }, (_, index) => second(index))
    append({ sessionId: S1, afterSeq: 0, entries: [note('a'), ...written], row: rowOf(S1) })
    append({ sessionId: S2, afterSeq: 0, entries: [note('x'), second(1_700)], row: rowOf(S2) })
    for (let index = 1; index < 12; index++) append({ sessionId: S2, afterSeq: 1, entries: [second(1_700 + index)] })
    close()
    expect(countOf(folder, 'chunk')).toBe(26)
    expect(countOf(folder, 'tick')).toBe(12)
    const { sessions } = await folders.open(folder)
    expect(await sessions.readReadings(S1, {})).toEqual(written)
    expect((await sessions.verify()).faults).toEqual([])
  })

  it('is followed by a reader that stays open: nothing twice, nothing left out', async () => {
    const folder = await folders.make()
    const { append, close } = startWriting(folder)
    append({ sessionId: S1, afterSeq: 0, entries: [note('a')], row: rowOf(S1) })
    append({ sessionId: S2, afterSeq: 0, entries: [note('b')], row: rowOf(S2) })
    const database = openForReading(folder)
    const reader = new SqliteReader(database)
    const written = Array.from({ length: 150 }, (_, index) => second(index))
    for (const [index, one] of written.entries()) {
      append({ sessionId: S1, afterSeq: 1, entries: [one] }, { sessionId: S2, afterSeq: 1, entries: [one] })
      for (const id of [S1, S2])
        expect(await unpackReadings(reader.readReadings(id, {}), {})).toEqual(written.slice(0, index + 1))
    }
    database.close()
    close()
  })

  it('keeps up with a record that comes without a pause', async () => {
    const folder = await folders.make()
    const { database, close } = openForWriting(folder)
    const writer = new SqliteWriter({ database, folder, onTrouble: () => undefined })
    let most = 0
    for (let minutes = 0; minutes < 80; minutes++) {
      const group = new ByteWriter()
      const entries = Array.from({ length: 600 }, (_, index) => second(minutes * 600 + index))
      const row = rowOf(S1)
      packAppend([{ sessionId: S1, afterSeq: 0, entries, row }], group)
      expect(writer.commit(group.take())).toBeNull()
      // One turn between two commits, however much there is to do.
      writer.tidy()
      most = Math.max(most, Number(database.prepare('SELECT count(*) AS n FROM tick').get()?.n))
    }
    close()
    expect(most).toBeLessThan(60)
  })
})
