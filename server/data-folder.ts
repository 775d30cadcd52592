import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises'
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
const BESIDE = 'unfinished-'
const CUT_OFF_AFTER_MS = 600_000

const syncTo = async (place: string): Promise<void> => {
  const handle = await open(place, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export const holdsDatabase = (folder: string): boolean => existsSync(path.join(folder, DATABASE))

/** What was cut off long ago; what is younger may be somebody else's work of this moment. Real time. */
const removeCutOff = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    const place = path.join(folder, name)
    if (!name.startsWith(BESIDE) || Date.now() - (await stat(place)).mtimeMs < CUT_OFF_AFTER_MS) continue
    await rm(place, { recursive: true, force: true })
  }
}

/** Makes a database beside its place and moves it there when it is whole: what is cut off in between never stands there. */
export const placeDatabase = async <T>(folder: string, make: (beside: string) => Promise<T>): Promise<T> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await removeCutOff(folder)
  const beside = await mkdtemp(path.join(folder, BESIDE))
  try {
    const made = await make(beside)
    await syncTo(path.join(beside, DATABASE))
    await rename(path.join(beside, DATABASE), path.join(folder, DATABASE))
    if (process.platform !== 'win32') await syncTo(folder)
    return made
  } finally {
    await rm(beside, { recursive: true, force: true })
  }
}

/** Puts a backup where a server will find it; only into a folder without a database, and only if nothing in it is damaged. @throws StoreError */
export const restoreDataFolder = async (
  { folder, log }: Folder,
  file: string,
  onProgress?: Progress,
): Promise<void> => {
  if (!existsSync(file)) throw new StoreError('failed', `There is no file ${file}.`)
  if (holdsDatabase(folder)) {
    throw new StoreError(
      'failed',
      `${folder} holds a database already: stop the server, and move that folder away first.`,
    )
  }
  await placeDatabase(folder, async (beside) => {
    await copyFile(file, path.join(beside, DATABASE))
    const { faults } = await verifySqliteFolder({ folder: beside, log }, onProgress)
    const [first] = faults
    if (first !== undefined) {
      throw new StoreError('failed', `${file} is damaged (${first.where}: ${first.message}): nothing was restored.`)
    }
  })
}
