import { sessionId, type BayId, type SessionId } from '../../shared/domain/ids.ts'
import { isEnded } from '../../shared/domain/phase.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { instant, type Instant } from '../../shared/domain/time.ts'
import { isMetric, type Metric } from '../../shared/domain/vital.ts'
import type {
  Beat,
  EventsMessage,
  LiveEvent,
  SiteMessage,
  Trends,
  VitalsFrame,
  WatchAnswer,
} from '../../shared/wire/live-message.ts'
import type { LiveSession, LiveState } from './live-state.ts'
import { gapMsOf, newerVitals, pointFromFrame, vitalFromFrame } from './live-vital.ts'
import { appendPoint, EMPTY_TREND, joinTrends, type SessionTrends, type TrendLine } from './trend.ts'

export type Watched = Extract<WatchAnswer, { ok: true }>

/** What the server says, each already read by its schema. */
export type LiveMessage =
  | { readonly kind: 'watched'; readonly answer: Watched }
  | { readonly kind: 'events'; readonly message: EventsMessage }
  | { readonly kind: 'vitals'; readonly frame: VitalsFrame }
  | { readonly kind: 'site'; readonly message: SiteMessage }
  | { readonly kind: 'beat'; readonly beat: Beat }

type Sessions = LiveState['sessions']

const trendsOf = (trends: Trends, id: string): SessionTrends => {
  const lines: Partial<Record<Metric, TrendLine>> = {}
  for (const [metric, line] of Object.entries(trends[id] ?? {})) if (isMetric(metric)) lines[metric] = line
  return lines
}

/** An ended visit stays until the next one of its bay ends, so that a bedside still sees how it ended. */
const withoutOldEnded = (sessions: Sessions, bay: BayId, except: SessionId): Sessions =>
  Object.fromEntries(
    Object.entries(sessions).filter(([id, { view }]) => id === except || view.bay !== bay || !isEnded(view.phase)),
  )

const applyEvent = (sessions: Sessions, event: LiveEvent, viewAt: Instant): Sessions => {
  const before = sessions[event.sessionId]
  const vitals = before === undefined ? event.view.vitals : newerVitals(before.view.vitals, event.view.vitals, viewAt)
  const view: SessionView = { ...event.view, vitals }
  const ended = isEnded(view.phase)
  const others = ended ? withoutOldEnded(sessions, view.bay, event.sessionId) : sessions
  return { ...others, [event.sessionId]: { view, viewAt, trends: ended ? {} : (before?.trends ?? {}) } }
}

/** Applies what is new and next; what was applied before is passed over, what leaves a gap is not applied. */
const applyEvents = (state: LiveState, events: readonly LiveEvent[], at: Instant): LiveState => {
  let { seq, sessions } = state
  for (const event of events.toSorted((one, other) => one.seq - other.seq)) {
    if (event.seq > seq + 1) return { ...state, seq, sessions, behind: 'gap' }
    if (event.seq <= seq) continue
    seq = event.seq
    sessions = applyEvent(sessions, event, at)
  }
  return seq === state.seq ? state : { ...state, seq, sessions }
}

const onEvents = (state: LiveState, message: EventsMessage, now: Instant): LiveState => {
  if (state.epoch === null) return state
  if (message.epoch !== state.epoch) return { ...state, behind: 'epoch' }
  return applyEvents(state, message.events, now)
}

/** Everything anew; a number that a frame of the same number line brought since stays. */
const snapshot = (answer: Extract<Watched, { mode: 'snapshot' }>, known: Sessions): Sessions => {
  const viewAt = instant(answer.serverTime)
  return Object.fromEntries(
    answer.sessions.map((view): [string, LiveSession] => {
      const before = known[view.id]
      const vitals = before === undefined ? view.vitals : newerVitals(before.view.vitals, view.vitals, viewAt)
      return [view.id, { view: { ...view, vitals }, viewAt, trends: trendsOf(answer.trends, view.id) }]
    }),
  )
}

const withJoinedTrends = (session: LiveSession, later: SessionTrends): LiveSession => {
  const joined = Object.entries(later).map(([metric, line]): [string, TrendLine] => [
    metric,
    joinTrends(session.trends[metric as Metric] ?? EMPTY_TREND, line),
  ])
  return joined.length === 0 ? session : { ...session, trends: { ...session.trends, ...Object.fromEntries(joined) } }
}

const withTrends = (sessions: Sessions, trends: Trends): Sessions =>
  Object.fromEntries(
    Object.entries(sessions).map(([id, session]) => [id, withJoinedTrends(session, trendsOf(trends, id))]),
  )

type Told = LiveState['responsibilities']

/** What overtook an older word stays; where nothing is told, what was known stays. */
const newerTold = (known: Told, told: Told | undefined): Told =>
  told === undefined || told === null || (known !== null && known.seq > told.seq) ? known : told

const onWatched = (state: LiveState, answer: Watched): LiveState => {
  // Events that overtook the answer are newer than it: an old answer would turn the number line back.
  if (answer.epoch === state.epoch && answer.seq < state.seq) return state
  // A restored backup counts from less: another epoch forgets what was known.
  const known = answer.epoch === state.epoch ? state.responsibilities : null
  const responsibilities = newerTold(known, answer.responsibilities)
  const site = { siteAlarms: answer.siteAlarms, speed: answer.speed, responsibilities }
  if (answer.mode === 'snapshot') {
    const { epoch, seq, bays } = answer
    return {
      ...state,
      ...site,
      epoch,
      seq,
      bays,
      behind: null,
      sessions: snapshot(answer, epoch === state.epoch ? state.sessions : {}),
    }
  }
  if (answer.epoch !== state.epoch) return { ...state, behind: 'epoch' }
  const bays = answer.bays ?? state.bays
  const caughtUp = applyEvents({ ...state, ...site, bays, behind: null }, answer.events, instant(answer.serverTime))
  const behind = caughtUp.seq < answer.seq ? 'gap' : caughtUp.behind
  return { ...caughtUp, behind, sessions: withTrends(caughtUp.sessions, answer.trends) }
}

const withFrame = (session: LiveSession, metrics: VitalsFrame['sessions'][string], at: number, speed: number) => {
  const vitals = { ...session.view.vitals }
  const trends: Partial<Record<Metric, TrendLine>> = { ...session.trends }
  for (const [metric, live] of Object.entries(metrics)) {
    if (!isMetric(metric)) continue
    const vital = vitalFromFrame(session.view, metric, live, at)
    if (vital === null) continue
    vitals[metric] = vital
    trends[metric] = appendPoint(trends[metric] ?? EMPTY_TREND, pointFromFrame(live), gapMsOf(metric, vital, speed))
  }
  return { ...session, view: { ...session.view, vitals }, trends }
}

const onVitals = (state: LiveState, frame: VitalsFrame): LiveState => {
  const changed = Object.entries(frame.sessions).flatMap(([id, metrics]): [string, LiveSession][] => {
    const session = state.sessions[sessionId(id)]
    if (session === undefined || isEnded(session.view.phase)) return []
    return [[id, withFrame(session, metrics, frame.at, state.speed)]]
  })
  return changed.length === 0 ? state : { ...state, sessions: { ...state.sessions, ...Object.fromEntries(changed) } }
}

const onBeat = (state: LiveState, beat: Beat): LiveState => {
  const behind = state.epoch !== null && beat.seq > state.seq ? 'gap' : null
  if (state.speed === beat.speed && (behind === null || state.behind !== null)) return state
  return { ...state, speed: beat.speed, behind: state.behind ?? behind }
}

const onSite = (state: LiveState, { siteAlarms, responsibilities, bays }: SiteMessage): LiveState => ({
  ...state,
  siteAlarms,
  bays: bays ?? state.bays,
  responsibilities: newerTold(state.responsibilities, responsibilities),
})

/**
 * The next state after one message; the same state where the message says nothing new.
 * @param now the server's time as this screen knows it: events bring views as they are at that moment
 */
export const applyMessage = (state: LiveState, message: LiveMessage, now: Instant): LiveState => {
  switch (message.kind) {
    case 'watched':
      return onWatched(state, message.answer)
    case 'events':
      return onEvents(state, message.message, now)
    case 'vitals':
      return onVitals(state, message.frame)
    case 'site':
      return onSite(state, message.message)
    case 'beat':
      return onBeat(state, message.beat)
  }
}
