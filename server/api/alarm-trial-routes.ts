import { toIso } from '../../shared/domain/time.ts'
import {
  alarmTrialLineSchema,
  alarmTrialRequestSchema,
  type AlarmTrialLine,
  type AlarmTrialResult,
} from '../../shared/wire/alarm-log.ts'
import { sumOfTrials } from '../core/statistics-alarm-trials.ts'
import type { Log } from '../ports/log.ts'
import type { LoggedVisit } from '../ports/alarm-log.ts'
import type { SessionStore, TrialRun, VisitTrial } from '../ports/session-store.ts'
import type { AlarmLog } from './alarm-log.ts'
import { defineRoute, staff, type Route } from './route.ts'

interface AlarmTrialParts {
  readonly log: AlarmLog
  readonly store: Pick<SessionStore, 'tryLimits'>
  readonly logger: Pick<Log, 'error'>
}

const resultOf = (tried: readonly VisitTrial[], visits: readonly LoggedVisit[]): AlarmTrialResult => {
  const { missed, channels, ...sum } = sumOfTrials(tried)
  const byId = new Map(visits.map((visit) => [visit.row.id, visit]))
  return {
    ...sum,
    channels: channels.map((channel) => ({ ...channel })),
    missed: missed.map(({ id, sessionId, channel, priority, raisedAt, isMarked }) => {
      const visit = byId.get(sessionId)
      const place = { bay: visit?.bayName ?? '', initials: visit?.row.patientInitials ?? '' }
      return { id, sessionId, ...place, channel, priority, raisedAt: toIso(raisedAt), isMarked }
    }),
  }
}

const line = (said: AlarmTrialLine): string => `${JSON.stringify(said)}\n`

const FAILED = 'The stored readings could not be gone through. Try again; `vigil verify` tells whether they are whole.'

/** Says how far the run is as it goes. Whoever stops reading gives it up. */
async function* trialLines(
  { store, logger }: AlarmTrialParts,
  visits: readonly LoggedVisit[],
  trials: TrialRun['trials'],
): AsyncGenerator<string> {
  const givenUp = new AbortController()
  const tried: VisitTrial[] = []
  let news = Promise.withResolvers<null>()
  const ids = visits.map(({ row }) => row.id)
  const onTried: TrialRun['onTried'] = (more) => {
    tried.push(...more)
    news.resolve(null)
    news = Promise.withResolvers<null>()
  }
  const over = store.tryLimits({ ids, trials, onTried, signal: givenUp.signal }).then(
    () => 'done' as const,
    (error: unknown) => {
      logger.error('trial.failed', { err: String(error) })
      return 'failed' as const
    },
  )
  try {
    yield line({ kind: 'progress', done: 0, total: ids.length })
    let end = await Promise.race([over, news.promise])
    while (end === null) {
      yield line({ kind: 'progress', done: tried.length, total: ids.length })
      end = await Promise.race([over, news.promise])
    }
    yield line(end === 'done' ? { kind: 'done', result: resultOf(tried, visits) } : { kind: 'failed', message: FAILED })
  } finally {
    givenUp.abort()
    await over
  }
}

/** Many visits at once; for one visit with its transitions see `POST /sessions/:id/what-if`. */
export const alarmTrialRoutes = (parts: AlarmTrialParts): readonly Route[] => [
  defineRoute({
    method: 'post',
    path: '/alarms/what-if',
    summary:
      'How many alarms other limits or delays would have given in many visits, and which real ones would have been missed: a line of JSON for each step.',
    access: staff,
    body: alarmTrialRequestSchema,
    answer: { status: 200, schema: alarmTrialLineSchema },
    handle: async ({ body: { trials, ...filter } }) => {
      const visits = await parts.log.visits(filter)
      const headers = { 'content-type': 'application/x-ndjson' }
      return { kind: 'file', status: 200, pieces: trialLines(parts, visits, trials), headers }
    },
  }),
]
