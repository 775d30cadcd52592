import { statfsSync } from 'node:fs'
import { StoreError } from '../../ports/session-store.ts'
import type { Refused } from './messages.ts'

const SQLITE_IOERR = 10
const SQLITE_FULL = 13
/** With less than this free, a failed write failed for want of room. */
const NO_ROOM_BYTES = 1_048_576

/** The low byte of SQLite's extended result code; null for an error of another origin. */
const sqliteCode = (error: unknown): number | null =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : null

const hasNoRoom = (folder: string): boolean => {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize < NO_ROOM_BYTES
}

/** What a caller is told of a write that failed; nothing of it was kept. */
export const refusalOf = (error: unknown, folder: string): Refused => {
  if (error instanceof StoreError) return { code: error.code, message: error.message }
  const code = sqliteCode(error)
  if (code === SQLITE_FULL || (code === SQLITE_IOERR && hasNoRoom(folder)))
    return { code: 'full', message: 'The disk of the data folder is full: nothing of this was stored.' }
  return { code: 'failed', message: error instanceof Error ? error.message : String(error) }
}
