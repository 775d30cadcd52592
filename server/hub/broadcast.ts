import type { BayId, SessionId, SiteId } from '../../shared/domain/ids.ts'
import { isEnded } from '../../shared/domain/phase.ts'
import type { Responsibilities } from '../../shared/domain/responsibility.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { LiveBay } from '../../shared/wire/live-message.ts'
import type { Authenticate } from '../ports/caller.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { SessionChange } from '../ports/publisher.ts'
import type { SessionStore } from '../ports/session-store.ts'
import type { Sessions } from '../ports/sessions.ts'
import type { SiteChannel } from '../ports/site-conditions.ts'
import { addressAlarms } from './address-alarms.ts'
import { recheck, RECHECK_EVERY_MS } from './admission.ts'
import { serveConnection } from './connection.ts'
import type { LiveNamespace, LiveSocket } from './live-server.ts'
import { createPump } from './pump.ts'
import type { Intake } from './receive.ts'
import { followAlarms, type Site } from './site.ts'
import { createSites, GRACE_MS, type Sites } from './sites.ts'
import type { Trends } from './trends.ts'

export type LiveSessions = Pick<Sessions, 'running' | 'view' | 'order'>

export interface BroadcastParts {
  readonly namespace: LiveNamespace
  readonly store: Pick<SessionStore, 'readEvents' | 'findRow' | 'noteShown'>
  readonly sessions: LiveSessions
  readonly clock: Clock
  readonly log: Log
  readonly epoch: string
  readonly authenticate: Authenticate
  readonly bays: () => readonly LiveBay[]
  readonly trends: Trends
  readonly intake: Intake
  readonly responsibilities: () => Responsibilities
  /** What stands at every site, as others in the server told it. */
  readonly standing: ReadonlyMap<SiteChannel, string>
}

/** The hub at work: everything that is sent goes out from here, in its time. */
export interface Broadcast {
  committed(change: SessionChange): void
  /** @param bays those for which somebody else answers now, or nobody */
  responsibilitiesChanged(bays: readonly BayId[]): void
  baysChanged(): void
  serve(socket: LiveSocket): void
  stop(): void
}

/** live.md: a frame goes out at most every 250 ms per site. */
const FRAME_EVERY_MS = 250
const BEAT_EVERY_MS = 1_000
const TICKS_PER_BEAT = BEAT_EVERY_MS / FRAME_EVERY_MS
const TICKS_PER_RECHECK = RECHECK_EVERY_MS / FRAME_EVERY_MS

/** Transport lives by the machine's steady clock; no demo's speed and no set clock reaches it. */
const realNow = (): number => performance.now()

/** A view is projected once a change, however many want it. */
const withOneView = (change: SessionChange): SessionChange => {
  if (change.events.length === 0) return change
  let view: SessionView | null = null
  return { ...change, view: () => (view ??= change.view()) }
}

const meet = (site: Site, view: SessionView, from: number): void => {
  site.feed.meet(view, from)
  site.displays.session(view)
  const open = view.alarms.filter((alarm) => !alarm.acknowledged)
  // Screens come back after a start and show what stands; from then on an alarm that none of them confirms is told.
  for (const alarm of open) site.displays.alarmRaised(alarm.id, view.bay, from + GRACE_MS)
}

const recheckAll = ({ namespace, authenticate, log }: BroadcastParts): void => {
  for (const socket of namespace.sockets.values()) {
    recheck(authenticate, socket).catch((error: unknown) => {
      log.error('live.recheckFailed', { err: String(error) })
    })
  }
}

/** What has waited long enough on the screens of others sounds there from now on. */
const endWaiting = ({ held, presence, feed }: Site, now: Instant, realNow: number): void => {
  const changed = held.look({ now, realNow }, (person) => presence.isHere(person, realNow))
  for (const id of changed) feed.renewView(id, realNow)
}

/** One tick does all that has its time: a process that wakes up seldom costs little. Frames first, while sockets are free to take them. */
const createTick = (parts: BroadcastParts, sites: Sites) => {
  let ticks = 0
  const beat = (now: number): void => {
    const { clock, standing } = parts
    sites.updateAlarms(
      [...standing].map(([channel, text]) => ({ channel, text })),
      now,
    )
    for (const { rooms, feed } of sites.all()) {
      rooms.beat({ serverTime: clock.now(), speed: clock.speed, seq: feed.seq() })
    }
  }
  return (): void => {
    const now = realNow()
    ticks += 1
    const isBeat = ticks % TICKS_PER_BEAT === 0
    for (const site of sites.all()) {
      const { rooms, feed } = site
      // Before anything is sent: no socket takes more in the turn in which it was given something.
      if (isBeat) parts.intake.closedStuck += rooms.closeStuck(now)
      if (feed.hasFrame()) feed.sendFrame()
      endWaiting(site, parts.clock.now(), now)
      feed.refreshViews(now)
      feed.sendEvents()
    }
    if (isBeat) beat(now)
    if (ticks % TICKS_PER_RECHECK === 0) recheckAll(parts)
  }
}

export const createBroadcast = (parts: BroadcastParts): Broadcast => {
  const { sessions } = parts
  const pump = createPump()
  const siteOf = new Map<SessionId, SiteId>()
  const running = () => sessions.running()
  const sites = createSites({ ...parts, running, viewOf: (id) => sessions.view(id), startedAt: realNow() })
  for (const view of running()) {
    siteOf.set(view.id, view.site)
    meet(sites.at(view.site), view, realNow())
  }
  const connectionParts = {
    ...parts,
    running,
    siteNamed: (id: SiteId) => sites.named(id),
    settle: (id: SiteId) => sites.at(id).feed.settle(),
    defaultSite: () => sites.defaultSite(),
    realNow,
  }
  const ticking = setInterval(createTick(parts, sites), FRAME_EVERY_MS)

  const follow = (site: Site, change: SessionChange, now: number): void => {
    if (change.events.length === 0) return
    const view = change.view()
    site.displays.session(view)
    followAlarms(site.displays, change.events, view.bay, now)
    const responsibilities = parts.responsibilities()
    addressAlarms(site, { events: change.events, view, responsibilities, now: parts.clock.now(), realNow: now })
    if (isEnded(view.phase)) siteOf.delete(view.id)
  }

  return {
    committed: (told) => {
      const change = withOneView(told)
      const now = realNow()
      const site = sites.at(siteOf.get(change.sessionId) ?? change.view().site)
      if (!siteOf.has(change.sessionId)) meet(site, change.view(), now)
      siteOf.set(change.sessionId, site.id)
      site.feed.committed(change, now)
      follow(site, change, now)
      pump.nudge(site.feed)
    },
    responsibilitiesChanged: (bays) => {
      for (const { held } of sites.all()) held.releaseWhere(({ bay }) => bays.includes(bay))
      sites.tellResponsibilities()
    },
    baysChanged: () => {
      sites.tellBays()
    },
    serve: (socket) => {
      serveConnection(connectionParts, socket)
    },
    stop: () => {
      clearInterval(ticking)
      pump.stop()
    },
  }
}
