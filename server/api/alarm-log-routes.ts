import { toIso } from '../../shared/domain/time.ts'
import {
  alarmAnalysisQuerySchema,
  alarmAnalysisSchema,
  alarmFilterSchema,
  alarmLogAnswerSchema,
  alarmLogQuerySchema,
  type AlarmAnalysis,
  type AlarmLogAnswer,
  type LoggedAlarmAnswer,
} from '../../shared/wire/alarm-log.ts'
import type { Staff } from '../../shared/domain/actor.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { AlarmLifeEvent } from '../core/alarm-transitions.ts'
import { TRANSITION_OF_EVENT } from '../core/alarm-transitions.ts'
import { alarmLoad } from '../core/statistics-alarm-load.ts'
import type { LogEntry } from '../ports/alarm-log.ts'
import type { Clock } from '../ports/clock.ts'
import type { AlarmLog } from './alarm-log.ts'
import { json } from './answer.ts'
import { problem } from './problem.ts'
import { defineRoute, staff, type Route } from './route.ts'

export interface AlarmLogRouteParts {
  readonly log: AlarmLog
  readonly clock: Clock
  /** RFC 4180, one transition a line. */
  readonly csv: (entries: readonly LogEntry[]) => AsyncIterable<string>
}

const isoOrNull = (at: Instant | null | undefined): string | null =>
  at === null || at === undefined ? null : toIso(at)

const person = ({ name, role, screen }: Staff) => ({ name, role, screen: screen ?? null })

const transition = ({ type, at, by, data }: AlarmLifeEvent): LoggedAlarmAnswer['transitions'][number] => ({
  type: TRANSITION_OF_EVENT[type],
  at: toIso(at),
  priority: data.priority,
  value: data.value ?? null,
  limit: data.limit?.value ?? null,
  readingAt: isoOrNull(data.readingAt),
  origin: data.origin ?? null,
  by: by === undefined ? null : person(by),
})

const acknowledgement = ({ transitions }: LogEntry['alarm']): LoggedAlarmAnswer['acknowledged'] => {
  const first = transitions.find(({ type }) => type === 'alarmAcknowledged')
  return first?.by === undefined ? null : { ...person(first.by), at: toIso(first.at) }
}

const alarmAnswer = ({ row, bayName, alarm, shown }: LogEntry): LoggedAlarmAnswer => {
  const { id, channel, kind, highest, raisedAt, overAt, worst, limit, isNotConfirmed, wasUnattended, marked } = alarm
  return {
    id,
    sessionId: row.id,
    bay: bayName,
    initials: row.patientInitials,
    protocol: row.protocolName,
    isSimulated: row.isSimulated,
    channel,
    kind,
    highest,
    raisedAt: toIso(raisedAt),
    overAt: isoOrNull(overAt),
    worst,
    limit: limit?.value ?? null,
    firstShown: shown === null ? null : { at: toIso(shown.at), display: shown.display },
    acknowledged: acknowledgement(alarm),
    isNotConfirmed,
    wasUnattended,
    marked:
      marked === null
        ? null
        : { mark: marked.mark, by: marked.by?.name ?? null, at: toIso(marked.at), note: marked.note },
    hadIntervention: alarm.interventionAt !== null,
    transitions: alarm.transitions.map(transition),
  }
}

/** The last line of a page: what is newer by then does not move the next one. */
const cursorOf = ({ alarm }: Pick<LogEntry, 'alarm'>): string =>
  Buffer.from(`${alarm.raisedAt} ${alarm.id}`).toString('base64url')

const isAfter = (cursor: string, { alarm }: Pick<LogEntry, 'alarm'>): boolean => {
  const [raisedAt = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split(' ')
  return alarm.raisedAt < Number(raisedAt) || (alarm.raisedAt === Number(raisedAt) && alarm.id < id)
}

const isCursor = (cursor: string): boolean => /^-?\d+ \S+$/.test(Buffer.from(cursor, 'base64url').toString())

const logRoute = ({ log }: AlarmLogRouteParts): Route =>
  defineRoute({
    method: 'get',
    path: '/alarms',
    summary: 'Every alarm of every visit with its transitions, newest first.',
    access: staff,
    query: alarmLogQuerySchema,
    answer: { status: 200, schema: alarmLogAnswerSchema },
    handle: async ({ query: { cursor, limit, ...filter } }) => {
      if (cursor !== undefined && !isCursor(cursor))
        return problem({ code: 'badRequest', message: 'The cursor is not one that this log gave; ask without one.' })
      const all = await log.alarms(filter)
      const from = cursor === undefined ? 0 : all.findIndex((entry) => isAfter(cursor, entry))
      const page = from === -1 ? [] : all.slice(from, from + limit)
      const last = page.at(-1)
      const isMore = last !== undefined && from + limit < all.length
      const alarms = (await log.withShown(page)).map(alarmAnswer)
      const next = isMore ? { nextCursor: cursorOf(last) } : {}
      return json({ alarms, total: all.length, ...next } satisfies AlarmLogAnswer)
    },
  })

const csvRoute = ({ log, csv }: AlarmLogRouteParts): Route =>
  defineRoute({
    method: 'get',
    path: '/alarms/export.csv',
    summary: 'The log as CSV (RFC 4180), one transition a line, newest alarm first.',
    access: staff,
    query: alarmFilterSchema,
    answer: { status: 200, type: 'text/csv' },
    handle: async ({ query }) => {
      const entries = await log.withShown(await log.alarms(query))
      const headers = {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': 'attachment; filename="alarms.csv"',
      }
      return { kind: 'file', status: 200, pieces: csv(entries), headers }
    },
  })

const hoursIn = (zone: string): ((at: Instant) => number) => {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' })
  return (at) => Number(format.format(at))
}

const analysisRoute = ({ log, clock }: AlarmLogRouteParts): Route =>
  defineRoute({
    method: 'get',
    path: '/alarms/analysis',
    summary:
      'Alarms per bay-hour by channel, priority, protocol and hour of the day; how soon staff came; the noisiest.',
    access: staff,
    query: alarmAnalysisQuerySchema,
    answer: { status: 200, schema: alarmAnalysisSchema },
    handle: async ({ query: { zone, ...filter } }) => {
      const visits = await log.visits(filter)
      const oldest = visits.at(-1)?.row.createdAt ?? clock.now()
      const period = { from: filter.from ?? oldest, to: filter.to ?? clock.now(), hourOf: hoursIn(zone) }
      const watched = visits.map(({ row, alarms, watched: spans }) => {
        return { id: row.id, protocol: row.protocolName, alarms, watched: spans }
      })
      const load = alarmLoad(watched, period)
      const byId = new Map(visits.map((visit) => [visit.row.id, visit]))
      const noisiest = load.noisiest.flatMap(({ id, ...figures }) => {
        const visit = byId.get(id)
        if (visit === undefined) return []
        const { bayName: bay, row } = visit
        return [{ id, bay, initials: row.patientInitials, createdAt: toIso(row.createdAt), ...figures }]
      })
      return json({ ...load, noisiest } satisfies {
        readonly [Key in keyof AlarmAnalysis]: Readonly<AlarmAnalysis[Key]>
      })
    },
  })

export const alarmLogRoutes = (parts: AlarmLogRouteParts): readonly Route[] =>
  [logRoute, csvRoute, analysisRoute].map((routeOf) => routeOf(parts))
