import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { openSqliteStore } from '../../../server/store/sqlite-store.ts'
import type { SqliteStore } from '../../../server/store/sqlite-store.ts'
import { silentLog } from '../../support/silent-log.ts'

export interface DataFolders {
  /** A new empty folder, gone after the test. */
  readonly make: () => Promise<string>
  /** Opens a store, closed after the test. */
  readonly open: (folder: string) => Promise<SqliteStore>
}

/** To be called once in a describe block. */
export const dataFolders = (): DataFolders => {
  const folders: string[] = []
  const stores: SqliteStore[] = []
  afterEach(async () => {
    for (const { sessions } of stores.splice(0)) await sessions.close()
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
  })
  return {
    make: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'vigil-store-'))
      folders.push(folder)
      return folder
    },
    open: async (folder) => {
      const store = await openSqliteStore({ folder, log: silentLog })
      stores.push(store)
      return store
    },
  }
}
