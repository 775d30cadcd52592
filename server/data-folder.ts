import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Log } from './ports/log.ts'
import { StoreError, type VerifyReport } from './ports/session-store.ts'
import { backupSqliteFolder, openSqliteStore, verifySqliteFolder, type SqliteStore } from './store/sqlite-store.ts'

export type DataFolder = SqliteStore

interface Folder {
  readonly folder: string
  readonly log: Log
}

type Progress = (done: number, total: number) => void

/** Opens the folder for the one server that may write to it. @throws StoreError */
export const openDataFolder = (at: Folder): Promise<DataFolder> => openSqliteStore(at)

/** Also while a server writes to it. @throws StoreError */
export const verifyDataFolder = (at: Folder, onProgress?: Progress): Promise<VerifyReport> =>
  verifySqliteFolder(at, onProgress)

/** One consistent copy in a new file, also while a server writes. @throws StoreError */
export const backupDataFolder = (at: Folder, file: string): Promise<void> => backupSqliteFolder(at, file)

const DATABASE = 'vigil.db'

const syncTo = async (place: string): Promise<void> => {
  const handle = await open(place, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Puts a backup where a server will find it; only into a folder without a database, and only if nothing in it is damaged. @throws StoreError */
export const restoreDataFolder = async (
  { folder, log }: Folder,
  file: string,
  onProgress?: Progress,
): Promise<void> => {
  if (!existsSync(file)) throw new StoreError('failed', `There is no file ${file}.`)
  if (existsSync(path.join(folder, DATABASE))) {
    throw new StoreError(
      'failed',
      `${folder} holds a database already: stop the server, and move that folder away first.`,
    )
  }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // Looked at beside its place, so that a damaged one never stands in it.
  const fresh = await mkdtemp(path.join(folder, 'restore-'))
  try {
    const copy = path.join(fresh, DATABASE)
    await copyFile(file, copy)
    const { faults } = await verifySqliteFolder({ folder: fresh, log }, onProgress)
    const [first] = faults
    if (first !== undefined) {
      throw new StoreError('failed', `${file} is damaged (${first.where}: ${first.message}): nothing was restored.`)
    }
    await syncTo(copy)
    await rename(copy, path.join(folder, DATABASE))
    if (process.platform !== 'win32') await syncTo(folder)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}
