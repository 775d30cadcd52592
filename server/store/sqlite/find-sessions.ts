import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { bayId, protocolId, sessionId, siteId } from '../../../shared/domain/ids.ts'
import type { SessionId } from '../../../shared/domain/ids.ts'
import { PHASES } from '../../../shared/domain/phase.ts'
import type { Phase } from '../../../shared/domain/phase.ts'
import { instant } from '../../../shared/domain/time.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { SessionPage, SessionQuery, SessionRow } from '../../ports/session-store.ts'
import { checkLimit, readCursor, searchKey, writeCursor } from '../session-search.ts'
import { numberOf, numberOrNull, textOf } from './row.ts'
import type { Row } from './row.ts'

type Condition = readonly [sql: string, ...values: readonly SQLInputValue[]]

/** One condition for each part of the query that asks for something. */
const conditionsOf = (query: SessionQuery): readonly Condition[] => {
  const given = <T>(value: T | undefined, condition: (value: T) => Condition): readonly Condition[] =>
    value === undefined ? [] : [condition(value)]
  return [
    // Written out, not bound: only so does SQLite use the index over the running ones.
    ...given(query.state, (state): Condition => [state === 'active' ? 'is_ended = 0' : 'is_ended = 1']),
    ...given(query.from, (from) => ['created_at >= ?', from]),
    ...given(query.to, (to) => ['created_at <= ?', to]),
    ...given(query.text, (text) => ['instr(search, ?) > 0', searchKey(text)]),
    ...given(query.bay, (bay) => ['bay = ?', bay]),
    ...given(query.protocolId, (protocol) => ['protocol_id = ?', protocol]),
    ...given(query.outcome, (phase) => ['phase = ?', phase]),
    ...given(query.recordNumber, (number) => ['record_number = ?', number]),
    ...given(query.hadHighAlarm, (had) => ['had_high_alarm = ?', Number(had)]),
    // Written out, for the index over what nobody has signed.
    ...given(query.isSigned, (is): Condition => [is ? 'is_signed = 1' : 'is_signed = 0']),
    ...given(query.cursor, (cursor) => {
      const { createdAt, id } = readCursor(cursor)
      return [`(created_at, id) ${query.order === 'oldest' ? '>' : '<'} (?, ?)`, createdAt, id]
    }),
  ]
}

/** @throws StoreError `badQuery` */
export const findSessions = (database: DatabaseSync, query: SessionQuery): SessionPage => {
  const limit = checkLimit(query.limit)
  const conditions = conditionsOf(query)
  const direction = query.order === 'oldest' ? 'ASC' : 'DESC'
  const where = conditions.map(([sql]) => sql).join(' AND ')
  const statement = database.prepare(
    `SELECT * FROM session_row ${where === '' ? '' : `WHERE ${where}`} ORDER BY created_at ${direction}, id ${direction} LIMIT ?`,
  )
  const found = statement.all(...conditions.flatMap(([, ...values]) => values), limit + 1).map(rowOf)
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return { rows, nextCursor: found.length > limit && last !== undefined ? writeCursor(last) : null }
}

export const findRow = (database: DatabaseSync, id: SessionId): SessionRow | null => {
  const row = database.prepare('SELECT * FROM session_row WHERE id = ?').get(id)
  return row === undefined ? null : rowOf(row)
}

const rowOf = (row: Row): SessionRow => ({
  id: sessionId(textOf(row, 'id')),
  site: siteId(textOf(row, 'site')),
  bay: bayId(textOf(row, 'bay')),
  phase: phaseOf(textOf(row, 'phase')),
  patientName: textOf(row, 'patient_name'),
  patientInitials: textOf(row, 'patient_initials'),
  recordNumber: textOf(row, 'record_number'),
  protocolId: protocolId(textOf(row, 'protocol_id')),
  protocolName: textOf(row, 'protocol_name'),
  createdAt: instant(numberOf(row, 'created_at')),
  startedAt: instantOrNull(numberOrNull(row, 'started_at')),
  endedAt: instantOrNull(numberOrNull(row, 'ended_at')),
  hadHighAlarm: numberOf(row, 'had_high_alarm') === 1,
  isSigned: numberOf(row, 'is_signed') === 1,
  isSimulated: numberOf(row, 'is_simulated') === 1,
})

const phaseOf = (text: string): Phase => {
  const phase = PHASES.find((one) => one === text)
  if (phase === undefined) throw new TypeError(`phase ${text} is not known`)
  return phase
}

const instantOrNull = (ms: number | null): Instant | null => (ms === null ? null : instant(ms))
