import { DatabaseSync } from 'node:sqlite'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { VerifyReport } from '../../../server/ports/session-store.ts'
import { backupSqliteFolder, openSqliteStore, verifySqliteFolder } from '../../../server/store/sqlite-store.ts'
import { openForReading } from '../../../server/store/sqlite/database.ts'
import { verifyDatabase } from '../../../server/store/sqlite/verify.ts'
import { S1, S2, note, rowOf, second } from '../../contract/store-fixtures.ts'
import { silentLog } from '../../support/silent-log.ts'
import { dataFolders } from './data-folder.ts'

const change = (folder: string, sql: string): void => {
  const database = new DatabaseSync(join(folder, 'vigil.db'))
  expect(database.prepare(sql).run().changes).toBeGreaterThan(0)
  database.close()
}

const verify = (folder: string): VerifyReport => {
  const database = openForReading(folder)
  try {
    return verifyDatabase(database, () => undefined)
  } finally {
    database.close()
  }
}

describe('a database that somebody changed', { timeout: 60_000 }, () => {
  const folders = dataFolders()
  let original: string

  /** Two sessions: the first of four events and five minutes in chunks, with some seconds that are not folded yet. */
  beforeAll(async () => {
    original = await mkdtemp(join(tmpdir(), 'vigil-original-'))
    const { sessions } = await openSqliteStore({ folder: original, log: silentLog })
    await sessions.append([{ sessionId: S1, afterSeq: 0, entries: [note('a'), note('b'), note('c')], row: rowOf(S1) }])
    await sessions.append([{ sessionId: S2, afterSeq: 0, entries: [note('x')], row: rowOf(S2) }])
    for (let index = 0; index < 320; index++)
      await sessions.append([{ sessionId: S1, afterSeq: 3, entries: [second(index)] }])
    await sessions.append([{ sessionId: S1, afterSeq: 3, entries: [note('d')] }])
    await sessions.close()
  }, 30_000)

  afterAll(async () => {
    await rm(original, { recursive: true })
  })

  const recorded = async (): Promise<string> => {
    const folder = await folders.make()
    await cp(original, folder, { recursive: true })
    return folder
  }

  it('is not found where nobody changed anything', async () => {
    const report = await verifySqliteFolder({ folder: await recorded(), log: silentLog })
    expect(report).toEqual({ sessions: 2, events: 5, chunks: 5, faults: [] })
  })

  it.each([
    ['the text of an event', `UPDATE event SET body = replace(body, '"b"', '"B"') WHERE session = 1`, S1, 'event 2'],
    ['the place of an event', 'UPDATE event SET position = 2 WHERE session = 1 AND seq = 4', S1, 'event 4'],
    ['the hash of an event', 'UPDATE event SET hash = randomblob(32) WHERE session = 1 AND seq = 1', S1, 'event 1'],
    ['an event taken out', 'DELETE FROM event WHERE session = 1 AND seq = 2', S1, 'event 2'],
    ['the last event taken out', 'DELETE FROM event WHERE session = 1 AND seq = 4', S1, 'event 4'],
    ['the only event taken out', 'DELETE FROM event WHERE session = 2', S2, 'event 1'],
    [
      'an event added',
      `INSERT INTO event (session, seq, position, previous_hash, hash, body)
       SELECT session, 5, position + 1, hash, hash, body FROM event WHERE session = 1 AND seq = 4`,
      S1,
      'event 5',
    ],
    ['the head of a session', 'UPDATE session SET hash = randomblob(32) WHERE key = 2', S2, 'event 1'],
    ['readings', 'UPDATE chunk SET data = zeroblob(length(data)) WHERE number = 3', S1, 'readings chunk 3'],
    [
      'the time span of readings',
      'UPDATE chunk SET measured_to = measured_to + 1 WHERE number = 2',
      S1,
      'readings chunk 2',
    ],
    ['readings taken out', 'DELETE FROM chunk WHERE number = 2', S1, 'readings chunk 2'],
    ['the last chunk taken out', 'DELETE FROM chunk WHERE number = 5', S1, 'readings chunk 5'],
    ['a session taken out', 'DELETE FROM session WHERE key = 1', null, 'session number 1'],
    ['the newest seconds', 'UPDATE tick SET data = zeroblob(length(data)) WHERE id = 320', null, 'commit 320'],
    ['a newest second taken out', 'DELETE FROM tick WHERE id = 310', S1, 'readings batch 310'],
    ['the last second before an event taken out', 'DELETE FROM tick WHERE id = 320', S1, 'readings batch 320'],
  ])('is found: %s', async (_what, sql, sessionId, where) => {
    const folder = await recorded()
    change(folder, sql)
    const { faults } = verify(folder)
    expect(faults).toContainEqual(expect.objectContaining({ sessionId, where }))
  })

  it('is named by one fault, not by a trail of them', async () => {
    const folder = await recorded()
    change(folder, `UPDATE event SET body = replace(body, '"b"', '"B"') WHERE session = 1`)
    const { faults } = verify(folder)
    expect(faults).toEqual([
      { sessionId: S1, where: 'event 2', message: 'It was changed: its hash does not fit what it holds.' },
    ])
  })

  it('is not opened to go on as if nothing had happened to its newest readings', async () => {
    const folder = await recorded()
    change(folder, 'UPDATE tick SET data = zeroblob(length(data)) WHERE id = 320')
    await expect(folders.open(folder)).rejects.toThrow(/Commit 320 .* is damaged/)
  })

  it('says so when damaged readings are asked for', async () => {
    const folder = await recorded()
    change(folder, 'UPDATE chunk SET data = zeroblob(length(data)) WHERE number = 3')
    const { sessions } = await folders.open(folder)
    await expect(sessions.readEntries(S1)).rejects.toThrow(/Stored readings are damaged/)
  })
})

describe('a copy of a working database', { timeout: 60_000 }, () => {
  const folders = dataFolders()

  it('is whole, and never overwrites a file', async () => {
    const folder = await folders.make()
    const { sessions, records } = await folders.open(folder)
    await records.put([{ kind: 'bay', id: 'b1', value: { name: 'Bay 1' } }])
    await sessions.append([{ sessionId: S1, afterSeq: 0, entries: [note('a'), second(0)], row: rowOf(S1) }])
    const other = await folders.make()
    const during = Array.from({ length: 200 }, (_, index) =>
      sessions.append([{ sessionId: S1, afterSeq: 1, entries: [second(index + 1)] }]),
    )
    await sessions.backup(join(other, 'vigil.db'))
    await Promise.all(during)
    const copy = await folders.open(other)
    const copied = await copy.sessions.readEntries(S1)
    expect(copied).toEqual((await sessions.readEntries(S1)).slice(0, copied.length))
    expect(copied.length).toBeGreaterThanOrEqual(2)
    expect(await copy.records.all('bay')).toEqual(await records.all('bay'))
    expect((await copy.sessions.verify()).faults).toEqual([])
    await expect(sessions.backup(join(other, 'vigil.db'))).rejects.toThrow(/exists already/)
    await expect(backupSqliteFolder({ folder, log: silentLog }, join(other, 'no', 'such', 'folder'))).rejects.toThrow()
  })
})
