import { isEnded } from '../../shared/domain/phase.ts'
import { StoreError } from '../ports/session-store.ts'
import type { SessionQuery, SessionRow } from '../ports/session-store.ts'

/** Text as it is compared: any case, one form for one character. */
export const searchKey = (text: string): string => text.normalize('NFC').toLowerCase()

/** What `text` of a query is looked for in. */
export const searchText = ({ patientName, recordNumber }: SessionRow): string =>
  searchKey(`${patientName}\n${recordNumber}`)

/** The last row of a page; the next page begins after it. */
export interface Cursor {
  readonly createdAt: number
  readonly id: string
}

export const writeCursor = ({ createdAt, id }: Cursor): string =>
  Buffer.from(`${createdAt}.${id}`).toString('base64url')

/** @throws StoreError `badQuery` for one that writeCursor did not write. */
export const readCursor = (cursor: string): Cursor => {
  const found = /^(-?\d{1,16})[.](.+)$/s.exec(Buffer.from(cursor, 'base64url').toString())
  const [, createdAt, id] = found ?? []
  if (createdAt === undefined || id === undefined)
    throw new StoreError('badQuery', 'The cursor is not one that a list of sessions gave; ask for the first page.')
  return { createdAt: Number(createdAt), id }
}

const LARGEST_PAGE = 500

export const checkLimit = (limit: number): number => {
  if (Number.isInteger(limit) && limit >= 1 && limit <= LARGEST_PAGE) return limit
  throw new StoreError('badQuery', `A page holds 1 to ${LARGEST_PAGE} sessions.`)
}

/** Newest first; sessions of one instant by their id, the last first. */
export const byNewest = (first: Cursor, second: Cursor): number => {
  if (first.createdAt !== second.createdAt) return second.createdAt - first.createdAt
  if (first.id === second.id) return 0
  return first.id > second.id ? -1 : 1
}

/** All of a query but its page. */
export const rowMatches = (row: SessionRow, query: SessionQuery): boolean =>
  isInTime(row, query) &&
  (query.state === undefined || (query.state === 'ended') === isEnded(row.phase)) &&
  (query.text === undefined || searchText(row).includes(searchKey(query.text))) &&
  isSame(query.bay, row.bay) &&
  isSame(query.protocolId, row.protocolId) &&
  isSame(query.outcome, row.phase) &&
  isSame(query.recordNumber, row.recordNumber) &&
  isSame(query.hadHighAlarm, row.hadHighAlarm) &&
  isSame(query.isSigned, row.isSigned)

const isInTime = ({ createdAt }: SessionRow, { from, to }: SessionQuery): boolean =>
  (from === undefined || createdAt >= from) && (to === undefined || createdAt <= to)

const isSame = <T>(asked: T | undefined, given: T): boolean => asked === undefined || asked === given
