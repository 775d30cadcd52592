// The hub behind a real socket on loopback, with sessions that a test moves by hand.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { io, type Socket } from 'socket.io-client'
import type { Staff } from '../../shared/domain/actor.ts'
import { siteId, tokenId, userId, type SessionId } from '../../shared/domain/ids.ts'
import type { Reading } from '../../shared/domain/reading.ts'
import { err } from '../../shared/domain/result.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { instant, type Instant } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'
import type { LiveBay, WatchAnswer, WatchRequest } from '../../shared/wire/live-message.ts'
import {
  LIVE_NAMESPACE,
  type ClientToServerEvents,
  type ServerToClientEvents,
} from '../../shared/wire/socket-events.ts'
import { createHub, type Hub } from '../../server/hub/hub.ts'
import { createLiveServer } from '../../server/hub/live-server.ts'
import type { Caller } from '../../server/ports/caller.ts'
import type { StaffOrder } from '../../server/ports/sessions.ts'
import type { ResponsibilityBook } from '../../server/ports/responsibility-book.ts'
import { noResponsibilities } from './no-responsibilities.ts'
import { SCENE_SITE } from './scene.ts'
import { silentLog } from './silent-log.ts'

export type LiveClient = Socket<ServerToClientEvents, ClientToServerEvents>

export const NURSE: Staff = { id: userId('u1'), name: 'Nora Nurse', role: 'nurse' }

const CALLERS: Readonly<Record<string, Caller>> = {
  nurse: { kind: 'staff', staff: NURSE, loginId: 'login-1' },
  colleague: { kind: 'staff', staff: { id: userId('u2'), name: 'Carl Colleague', role: 'nurse' }, loginId: 'login-2' },
  wall: { kind: 'display', tokenId: tokenId('t1'), name: 'Wall', site: SCENE_SITE },
  elsewhere: { kind: 'display', tokenId: tokenId('t2'), name: 'Wall', site: siteId('elsewhere') },
  monitor: { kind: 'device', tokenId: tokenId('t3'), name: 'Monitor', device: null },
}

/** Sessions that are exactly what a test says. */
export const createHandMadeSessions = () => {
  const views = new Map<SessionId, SessionView>()
  const orders: StaffOrder[] = []
  return {
    views,
    orders,
    set: (view: SessionView) => views.set(view.id, view),
    running: () => [...views.values()],
    view: (id: SessionId) => views.get(id) ?? null,
    order: (order: StaffOrder) => {
      orders.push(order)
      return Promise.resolve(err({ code: 'wrongPhase', message: 'Not now.' } as const))
    },
  }
}

export const reading = (metric: Metric, value: number, at: Instant, more: Partial<Reading> = {}): Reading =>
  ({
    kind: 'sample',
    metric,
    value,
    quality: 'good',
    measuredAt: at,
    receivedAt: at,
    deviceTime: null,
    origin: 'simulated',
    deviceId: null,
    isBacklog: false,
    ...more,
  }) as Reading

export interface HubUnderTest {
  readonly hub: Hub
  readonly url: string
  readonly sessions: ReturnType<typeof createHandMadeSessions>
  /** Commits a change as the engine would. */
  readonly commit: (view: SessionView, events?: readonly StoredEvent[], readings?: readonly Reading[]) => void
  readonly connect: (who: string) => Promise<LiveClient>
  readonly close: () => Promise<void>
}

export interface HubSetup {
  readonly epoch?: string
  readonly views?: readonly SessionView[]
  readonly bays?: readonly LiveBay[]
  readonly history?: readonly Reading[]
  readonly now?: () => Instant
  readonly responsibilities?: Pick<ResponsibilityBook, 'now' | 'onChanged'>
}

export const startHub = async (setup: HubSetup = {}): Promise<HubUnderTest> => {
  const server = createServer()
  const live = createLiveServer(server)
  const sessions = createHandMadeSessions()
  for (const view of setup.views ?? []) sessions.set(view)
  const clock = { speed: 1, now: setup.now ?? (() => instant(Date.now())) }
  const hub = createHub({
    responsibilities: setup.responsibilities ?? noResponsibilities,
    io: live,
    clock,
    log: silentLog,
    epoch: setup.epoch ?? 'epoch-1',
    authenticate: ({ cookie, token }) => Promise.resolve(CALLERS[token ?? cookie ?? ''] ?? null),
    bays: () => setup.bays ?? [],
    onBaysChanged: () => undefined,
    store: {
      readEvents: () => Promise.resolve([]),
      readReadings: () =>
        Promise.resolve([{ type: 'readingsStored', at: clock.now(), readings: setup.history ?? [], devices: [] }]),
      findRow: () => Promise.resolve(null),
      noteShown: () => Promise.resolve(),
    },
  })
  await hub.open(sessions)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const clients: LiveClient[] = []
  return {
    hub,
    url,
    sessions,
    commit: (view, events = [], readings = []) => {
      sessions.set(view)
      hub.committed({ sessionId: view.id, events, readings, view: () => view })
    },
    connect: async (who) => {
      const client = connectTo(url, who)
      clients.push(client)
      await opened(client)
      return client
    },
    close: async () => {
      for (const client of clients) client.disconnect()
      hub.close()
      await live.close()
    },
  }
}

/** @param who a key of the callers above: `nurse` comes with a cookie, the others with a token */
export const connectTo = (url: string, who: string, headers: Readonly<Record<string, string>> = {}): LiveClient =>
  io(`${url}${LIVE_NAMESPACE}`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: { ...(who === 'nurse' ? { cookie: who } : {}), ...headers },
    auth: who === 'nurse' || 'cookie' in headers ? {} : { token: who },
  })

export const opened = (client: LiveClient): Promise<void> =>
  new Promise((resolve, reject) => {
    client.once('connect', resolve)
    client.once('connect_error', reject)
  })

export const watch = (client: LiveClient, request: WatchRequest = {}): Promise<WatchAnswer> =>
  client.timeout(5_000).emitWithAck('watch', request)

/** Waits for a condition, with a deadline. */
export const until = async (what: string, holds: () => boolean, withinMs = 5_000): Promise<void> => {
  const deadline = performance.now() + withinMs
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
