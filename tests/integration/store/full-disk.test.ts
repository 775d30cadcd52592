import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { StoreError } from '../../../server/ports/session-store.ts'
import { ByteWriter } from '../../../server/store/packing/byte-writer.ts'
import { openSqliteStore } from '../../../server/store/sqlite-store.ts'
import { openForWriting } from '../../../server/store/sqlite/database.ts'
import { verifyDatabase } from '../../../server/store/sqlite/verify.ts'
import { packAppend } from '../../../server/store/sqlite/write-job.ts'
import { SqliteWriter } from '../../../server/store/sqlite/writer.ts'
import { S1, S2, note, rowOf, second } from '../../contract/store-fixtures.ts'
import { silentLog } from '../../support/silent-log.ts'
import { dataFolders } from './data-folder.ts'

/** A file system of its own of 4 MiB; null where this user may not mount one. */
const smallDisk = (): string | null => {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], { stdio: 'ignore' })
    return folder
  } catch {
    rmSync(folder, { recursive: true })
    return null
  }
}

const disk = smallDisk()
const BALLAST_BYTES = 1_500_000
const SECONDS_PER_APPEND = 100

const TITLE = disk === null ? 'NOT TESTED HERE, no right to mount: a disk that is full' : 'a disk that is full'

describe.skipIf(disk === null)(TITLE, { timeout: 60_000 }, () => {
  const folder = disk ?? ''

  afterEach(() => {
    execFileSync('umount', [folder])
    rmSync(folder, { recursive: true })
  })

  it('refuses what it cannot keep, keeps the rest, and goes on when there is room', async () => {
    writeFileSync(join(folder, 'ballast'), new Uint8Array(BALLAST_BYTES))
    const { sessions } = await openSqliteStore({ folder, log: silentLog })
    await sessions.append([{ sessionId: S1, afterSeq: 0, entries: [note('a')], row: rowOf(S1) }])
    let kept = 0
    const appendMore = async (): Promise<string | null> => {
      const entries = Array.from({ length: SECONDS_PER_APPEND }, (_, index) => second(kept + index))
      try {
        await sessions.append([{ sessionId: S1, afterSeq: 1, entries }])
        kept += SECONDS_PER_APPEND
        return null
      } catch (error) {
        return error instanceof StoreError ? error.code : String(error)
      }
    }
    const expectKept = async (): Promise<void> => {
      const expected = Array.from({ length: kept }, (_, index) => second(index))
      expect(await sessions.readReadings(S1, {})).toEqual(expected)
      expect((await sessions.verify()).faults).toEqual([])
    }

    let refusal: string | null = null
    while (refusal === null && kept < 1_000_000) refusal = await appendMore()
    expect(refusal).toBe('full')
    expect(await appendMore()).toBe('full')
    await expectKept()

    rmSync(join(folder, 'ballast'))
    const before = kept
    for (let round = 0; round < 20; round++) expect(await appendMore()).toBeNull()
    expect(kept).toBe(before + 20 * SECONDS_PER_APPEND)
    await expectKept()
    await sessions.close()
  })
})

describe('a database that may not grow', { timeout: 60_000 }, () => {
  const folders = dataFolders()

  it('fails every call of the commit as full, and takes them all once it may', async () => {
    const folder = await folders.make()
    const { database, close } = openForWriting(folder)
    const writer = new SqliteWriter({ database, folder, onTrouble: () => undefined })
    const entries = [note('a'), ...Array.from({ length: 2_000 }, (_, index) => second(index))]
    const codes = (): (string | undefined)[] | undefined => {
      const group = new ByteWriter()
      for (const id of [S1, S2]) packAppend([{ sessionId: id, afterSeq: 0, entries, row: rowOf(id) }], group)
      packAppend([{ sessionId: S1, afterSeq: 7, entries: [note('late')] }], group)
      return writer.commit(group.take())?.map((outcome) => outcome?.code)
    }

    database.exec('PRAGMA max_page_count = 40')
    expect(codes()).toEqual(['full', 'full', 'stale'])
    database.exec('PRAGMA max_page_count = 100000')
    expect(codes()).toEqual([undefined, undefined, 'stale'])
    expect(verifyDatabase(database, () => undefined)).toMatchObject({ sessions: 2, events: 2, faults: [] })
    close()
  })
})
