import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { StoreError } from '../../ports/session-store.ts'

const OWNER_ONLY = 0o600

/** One consistent copy, taken while the writer goes on. The name appears only once the whole of it is on the disk. */
export const copyDatabase = (database: DatabaseSync, file: string): null => {
  if (existsSync(file)) throw new StoreError('failed', `${file} exists already; a backup never overwrites a file.`)
  const unfinished = `${file}.unfinished`
  rmSync(unfinished, { force: true })
  try {
    database.prepare('VACUUM INTO ?').run(unfinished)
    chmodSync(unfinished, OWNER_ONLY)
    sync(unfinished)
    renameSync(unfinished, file)
    // Windows has no such thing as a folder that is synced.
    if (process.platform !== 'win32') sync(dirname(file))
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
  return null
}

const sync = (path: string): void => {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
