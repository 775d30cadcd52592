import { setImmediate } from 'node:timers/promises'
import { sessionId } from '../../shared/domain/ids.ts'
import type { Limit } from '../../shared/domain/limit.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import { toIso, type Instant } from '../../shared/domain/time.ts'
import {
  whatIfAnswerSchema,
  whatIfRequestSchema,
  type AlarmTransitionAnswer,
  type WhatIfAnswer,
} from '../../shared/wire/what-if.ts'
import { checkLimits } from '../core/alarm-limit-check.ts'
import { NOT_BEGUN, rerunEntry, rerunUntil } from '../core/alarm-rerun.ts'
import { isLifeEvent, TRANSITION_OF_EVENT, type AlarmLifeEvent } from '../core/alarm-transitions.ts'
import type { Clock } from '../ports/clock.ts'
import type { SessionStore, StoredEntry } from '../ports/session-store.ts'
import { json } from './answer.ts'
import { notFound, problem } from './problem.ts'
import { defineRoute, staff, type Route } from './route.ts'

interface WhatIfParts {
  readonly store: Pick<SessionStore, 'readEntries'>
  readonly clock: Clock
}

/** A visit has ten thousand entries: whoever waits for a reading or a beat comes in after so many. */
const ENTRIES_PER_TURN = 200

const rerunOf = async (
  entries: readonly StoredEntry[],
  limits: readonly Limit[],
  now: Instant,
): Promise<readonly AlarmLifeEvent[]> => {
  const events: AlarmLifeEvent[] = []
  let rerun = NOT_BEGUN
  for (const [index, entry] of entries.entries()) {
    rerun = rerunEntry(rerun, entry, () => limits)
    events.push(...rerun.events)
    if (index % ENTRIES_PER_TURN === ENTRIES_PER_TURN - 1) await setImmediate()
  }
  return [...events, ...rerunUntil(rerun, now).events]
}

const transitionAnswer = ({ type, at, data }: AlarmLifeEvent): AlarmTransitionAnswer => {
  const { alarmId, channel, kind, priority, value, limit, readingAt } = data
  return {
    at: toIso(at),
    type: TRANSITION_OF_EVENT[type],
    alarmId,
    channel,
    kind,
    priority,
    ...(value === undefined ? {} : { value }),
    ...(limit === undefined ? {} : { limit }),
    ...(readingAt === undefined ? {} : { readingAt: toIso(readingAt) }),
  }
}

interface Stretch {
  readonly from?: Instant
  readonly to?: Instant
}

const isWithin = (at: Instant, { from, to }: Stretch): boolean =>
  (from === undefined || from <= at) && (to === undefined || at <= to)

const OVER: ReadonlySet<AlarmLifeEvent['type']> = new Set(['alarmLatched', 'alarmCleared', 'alarmEnded'])

/** The alarms whose condition held as the stretch began; an acknowledgement changes nothing of that. */
const activeAtStart = (events: readonly AlarmLifeEvent[], { from }: Stretch): number => {
  const active = new Set<string>()
  for (const { type, at, data } of events) {
    if (from === undefined || at >= from) break
    if (OVER.has(type)) active.delete(data.alarmId)
    else if (type === 'alarmRaised' || type === 'alarmResumed') active.add(data.alarmId)
  }
  return active.size
}

const alarmsIn = (events: readonly AlarmLifeEvent[], stretch: Stretch) => {
  const within = events.filter(({ at }) => isWithin(at, stretch))
  const raised = within.filter(({ type }) => type === 'alarmRaised').length
  return {
    raised,
    alarms: raised + activeAtStart(events, stretch),
    transitions: within.map(transitionAnswer),
  }
}

const isEvent = (entry: StoredEntry): entry is StoredEvent => entry.type !== 'readingsStored'

const whatIfRoute = ({ store, clock }: WhatIfParts): Route =>
  defineRoute({
    method: 'post',
    path: '/sessions/:id/what-if',
    summary: 'The alarms that other limits would have given in a visit, beside those that there were.',
    access: staff,
    body: whatIfRequestSchema,
    answer: { status: 200, schema: whatIfAnswerSchema },
    handle: async ({ params, body: { limits, ...stretch } }) => {
      const objection = checkLimits(limits)
      if (objection !== null) return problem(objection)
      const entries = await store.readEntries(sessionId(params.id ?? ''))
      if (entries.length === 0) return notFound('session of this id')
      const wouldBe = await rerunOf(entries, limits, clock.now())
      const were = entries.filter(isEvent).filter(isLifeEvent)
      return json({ were: alarmsIn(were, stretch), wouldBe: alarmsIn(wouldBe, stretch) } satisfies WhatIfAnswer)
    },
  })

export const whatIfRoutes = (parts: WhatIfParts): readonly Route[] => [whatIfRoute(parts)]
