import { setImmediate } from 'node:timers/promises'
import type { BayId, SessionId } from '../../shared/domain/ids.ts'
import { plusMs, MS_PER_HOUR, type Instant } from '../../shared/domain/time.ts'
import type { AlarmFilter } from '../../shared/wire/alarm-log.ts'
import { visitAlarms, type LoggedAlarm, type VisitAlarms } from '../core/statistics-alarm-visit.ts'
import type { LogEntry, LoggedVisit } from '../ports/alarm-log.ts'
import type { SessionRow, SessionStore } from '../ports/session-store.ts'

export interface AlarmLogParts {
  readonly store: Pick<SessionStore, 'findRow' | 'findSessions' | 'lastHash' | 'readEvents' | 'readShown'>
  readonly bayName: (id: BayId) => string
}

/** Alarms over all visits, from what was stored of each. */
export interface AlarmLog {
  /** Visits that can have an alarm in the time asked for, newest first, with those that fit. */
  visits(filter: AlarmFilter): Promise<readonly LoggedVisit[]>
  /** The same alarms in one list, newest first, before it is known who showed them. */
  alarms(filter: AlarmFilter): Promise<readonly Omit<LogEntry, 'shown'>[]>
  withShown(entries: readonly Omit<LogEntry, 'shown'>[]): Promise<readonly LogEntry[]>
}

/** No visit lasts longer: an alarm belongs to one that began at most so long before. */
const LONGEST_VISIT_MS = 36 * MS_PER_HOUR
const ROWS_PER_PAGE = 500
/** Some months of a busy clinic: an alarm is a few hundred bytes. */
const KEPT = 4_000
const VISITS_PER_TURN = 10

const isWithin = (at: Instant, { from, to }: AlarmFilter): boolean =>
  (from === undefined || from <= at) && (to === undefined || at <= to)

const isAsked = <T>(asked: T | undefined, given: T): boolean => asked === undefined || asked === given

const fits = (alarm: LoggedAlarm, filter: AlarmFilter): boolean =>
  isWithin(alarm.raisedAt, filter) &&
  isAsked(filter.channel, alarm.channel) &&
  isAsked(filter.priority, alarm.highest) &&
  isAsked(filter.kind, alarm.kind) &&
  isAsked(filter.acknowledged, alarm.acknowledged === null ? 'no' : 'yes')

const rowsOf = async (store: AlarmLogParts['store'], filter: AlarmFilter): Promise<readonly SessionRow[]> => {
  if (filter.session !== undefined) {
    const row = await store.findRow(filter.session)
    return row === null ? [] : [row]
  }
  const { from, to, bay, protocol } = filter
  const query = {
    ...(from === undefined ? {} : { from: plusMs(from, -LONGEST_VISIT_MS) }),
    ...(to === undefined ? {} : { to }),
    ...(bay === undefined ? {} : { bay }),
    ...(protocol === undefined ? {} : { protocolId: protocol }),
    limit: ROWS_PER_PAGE,
  }
  const rows: SessionRow[] = []
  let cursor: string | null = null
  do {
    const page = await store.findSessions(cursor === null ? query : { ...query, cursor })
    rows.push(...page.rows)
    cursor = page.nextCursor
  } while (cursor !== null)
  return rows
}

/** What a visit says is kept for as long as its newest event is the same. */
const createKept = (store: AlarmLogParts['store']) => {
  const kept = new Map<SessionId, { readonly hash: string; readonly said: VisitAlarms }>()
  return async (id: SessionId): Promise<VisitAlarms> => {
    const hash = (await store.lastHash(id)) ?? ''
    const known = kept.get(id)
    const said = known?.hash === hash ? known.said : visitAlarms(await store.readEvents(id, 0))
    kept.delete(id)
    kept.set(id, { hash, said })
    const [oldest] = kept.keys()
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
    return said
  }
}

const newestFirst = (first: Omit<LogEntry, 'shown'>, second: Omit<LogEntry, 'shown'>): number =>
  second.alarm.raisedAt - first.alarm.raisedAt || (first.alarm.id < second.alarm.id ? 1 : -1)

export const createAlarmLog = ({ store, bayName }: AlarmLogParts): AlarmLog => {
  const saidOf = createKept(store)

  const visits = async (filter: AlarmFilter): Promise<readonly LoggedVisit[]> => {
    const found: LoggedVisit[] = []
    for (const [index, row] of (await rowsOf(store, filter)).entries()) {
      const { alarms, watched } = await saidOf(row.id)
      found.push({ row, bayName: bayName(row.bay), watched, alarms: alarms.filter((alarm) => fits(alarm, filter)) })
      if (index % VISITS_PER_TURN === VISITS_PER_TURN - 1) await setImmediate()
    }
    return found
  }

  return {
    visits,
    alarms: async (filter) =>
      (await visits(filter))
        .flatMap(({ row, bayName: name, alarms }) => alarms.map((alarm) => ({ row, bayName: name, alarm })))
        .sort(newestFirst),
    withShown: async (entries) => {
      const ids = [...new Set(entries.map(({ row }) => row.id))]
      const shown = (await Promise.all(ids.map((id) => store.readShown(id)))).flat()
      const byAlarm = new Map(shown.map((one) => [one.alarmId, one]))
      return entries.map((entry) => ({ ...entry, shown: byAlarm.get(entry.alarm.id) ?? null }))
    },
  }
}
