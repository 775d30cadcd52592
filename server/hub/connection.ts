import { sessionOfAlarm, siteId, type AlarmId, type SiteId } from '../../shared/domain/ids.ts'
import {
  displayStateSchema,
  liveCommandSchema,
  shownSchema,
  watchRequestSchema,
  watchSessionRequestSchema,
  type DisplayState,
  type SimpleAnswer,
  type WatchAnswer,
  type WatchRequest,
} from '../../shared/wire/live-message.ts'
import type { Log } from '../ports/log.ts'
import type { SessionStore } from '../ports/session-store.ts'
import type { Sessions } from '../ports/sessions.ts'
import { createAllowance } from './allowance.ts'
import { handleCommand } from './command-handler.ts'
import type { LiveSocket } from './live-server.ts'
import { receive, refused, type Intake, type Refused } from './receive.ts'
import { audienceOf } from './rooms.ts'
import type { Site } from './site.ts'
import { answerWatch } from './snapshot.ts'
import { handleWatchSession, type WatchSessionParts } from './watch-session.ts'

export interface ConnectionParts extends WatchSessionParts {
  readonly store: WatchSessionParts['store'] & Pick<SessionStore, 'noteShown'>
  readonly log: Log
  readonly intake: Intake
  readonly sessions: Pick<Sessions, 'view' | 'order'>
  /** null: no bay and no session stands there. */
  readonly siteNamed: (id: SiteId) => Site | null
  /** The site of staff who name none. */
  readonly defaultSite: () => SiteId
  readonly realNow: () => number
}

const WATCH_FIRST = 'Watch a site first.'

/** A snapshot is the dearest thing to ask for: a screen that asks in a loop must not cost the others their numbers. */
const WATCHES = { burst: 10, perSecond: 1 }

const siteAsked = (parts: ConnectionParts, socket: LiveSocket, asked: string | undefined): Site | Refused => {
  const { caller } = socket.data
  const own = caller.kind === 'display' ? caller.site : parts.defaultSite()
  if (caller.kind === 'display' && asked !== undefined && asked !== own) {
    return refused('notAllowed', 'This display may look at its own site alone.')
  }
  return parts.siteNamed(asked === undefined ? own : siteId(asked)) ?? refused('notFound', 'There is no such site.')
}

const watchedSite = (parts: ConnectionParts, socket: LiveSocket): Site | null =>
  socket.data.site === null ? null : parts.siteNamed(socket.data.site)

const leaveSite = (parts: ConnectionParts, socket: LiveSocket): void => {
  const site = watchedSite(parts, socket)
  site?.rooms.leave(socket)
  site?.displays.leave(socket.id)
  site?.presence.leave(socket.id)
  socket.data.site = null
}

const watch = (parts: ConnectionParts, socket: LiveSocket, request: WatchRequest): WatchAnswer => {
  const site = siteAsked(parts, socket, request.site)
  if ('ok' in site) return site
  if (socket.data.site !== site.id) leaveSite(parts, socket)
  // What is numbered already goes out before the screen joins, so that its first message is the one after its answer.
  site.feed.settle()
  const audience = audienceOf(socket)
  const answer = answerWatch(parts, site, audience, request)
  socket.data.site = site.id
  site.rooms.join(socket, audience)
  // A view is a snapshot of the numbers; whoever catches up gets no views of quiet sessions and is owed their numbers.
  if (answer.mode === 'catchUp') site.rooms.oweFramesSince(socket, 0)
  return answer
}

const withSite = (parts: ConnectionParts, socket: LiveSocket, act: (site: Site) => void): SimpleAnswer => {
  const site = watchedSite(parts, socket)
  if (site === null) return refused('badRequest', WATCH_FIRST)
  act(site)
  return { ok: true }
}

const hearState = (site: Site, { id, data: { caller } }: LiveSocket, state: DisplayState, realNow: number): void => {
  site.displays.report(id, state, realNow)
  if (caller.kind === 'staff') site.presence.report(id, caller.staff.id, state, realNow)
}

const screenName = ({ data: { caller } }: LiveSocket): string =>
  caller.kind === 'display' ? caller.name : `screen of ${caller.staff.name}`

/** For the log: which display painted an alarm first. Nobody waits for it, and an alarm is shown without it. */
const noteShown = ({ store, clock, log }: ConnectionParts, socket: LiveSocket, ids: readonly AlarmId[]): void => {
  if (ids.length === 0) return
  const stamp = { display: screenName(socket), at: clock.now() }
  const shown = ids.map((alarmId) => ({ alarmId, sessionId: sessionOfAlarm(alarmId), ...stamp }))
  store.noteShown(shown).catch((error: unknown) => log.error('live.shownNotKept', { err: String(error) }))
}

/** Hears one screen, from its connection to its end. */
export const serveConnection = (parts: ConnectionParts, socket: LiveSocket): void => {
  const { intake, log } = parts
  const mayWatch = createAllowance(WATCHES)
  socket.on('watch', (payload, answer) => {
    const handle = (request: WatchRequest) =>
      mayWatch(parts.realNow()) ? watch(parts, socket, request) : refused('busy', 'Asked too often; ask again later.')
    void receive(intake, log, { event: 'watch', schema: watchRequestSchema, payload, answer, handle })
  })
  socket.on('watchSession', (payload, answer) => {
    const handle = ({ sessionId }: ReturnType<typeof watchSessionRequestSchema.parse>) =>
      handleWatchSession(parts, socket.data.caller, sessionId)
    void receive(intake, log, { event: 'watchSession', schema: watchSessionRequestSchema, payload, answer, handle })
  })
  socket.on('command', (payload, answer) => {
    const handle = (sent: ReturnType<typeof liveCommandSchema.parse>) =>
      handleCommand(parts.sessions, socket.data.caller, sent)
    void receive(intake, log, { event: 'command', schema: liveCommandSchema, payload, answer, handle })
  })
  socket.on('displayState', (payload, answer) => {
    const handle = (state: ReturnType<typeof displayStateSchema.parse>) =>
      withSite(parts, socket, (site) => hearState(site, socket, state, parts.realNow()))
    void receive(intake, log, { event: 'displayState', schema: displayStateSchema, payload, answer, handle })
  })
  socket.on('shown', (payload, answer) => {
    const handle = ({ alarmIds }: ReturnType<typeof shownSchema.parse>) =>
      withSite(parts, socket, (site) => noteShown(parts, socket, site.displays.shown(alarmIds)))
    void receive(intake, log, { event: 'shown', schema: shownSchema, payload, answer, handle })
  })
  socket.on('disconnect', () => leaveSite(parts, socket))
}
