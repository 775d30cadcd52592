import type { RequestListener, Server as HttpServer } from 'node:http'
import { createApiRoutes } from './api-routes.ts'
import { createApi } from './api/create-api.ts'
import { createAppMetrics } from './app-metrics.ts'
import { createBayBook } from './bay-book.ts'
import type { Config } from './config.ts'
import { createCountedDoor } from './counted-door.ts'
import { createSessions, type SessionsRuntime } from './engine/session-registry.ts'
import { closeHttp, createHttp, isFromOurPage } from './http-server.ts'
import { createHub, type Hub } from './hub/hub.ts'
import { createLiveServer } from './hub/live-server.ts'
import { createIngest, type Ingest } from './ingest/ingest.ts'
import { openAccounts } from './offline-accounts.ts'
import type { Accounts } from './ports/accounts.ts'
import type { Bays } from './ports/bays.ts'
import type { Clock } from './ports/clock.ts'
import type { Deliveries } from './ports/deliveries.ts'
import { createNoticeOutbox } from './notice-outbox.ts'
import type { Log } from './ports/log.ts'
import type { Notifications } from './ports/notifications.ts'
import type { ProtocolBook } from './ports/protocols.ts'
import type { ResponsibilityBook } from './ports/responsibility-book.ts'
import type { Publisher } from './ports/publisher.ts'
import type { RecordStore } from './ports/record-store.ts'
import type { SessionStore } from './ports/session-store.ts'
import type { SettingsBook } from './ports/settings.ts'
import type { Door } from './ports/source.ts'
import { createProtocolBook } from './protocol-book.ts'
import { randomIdentify } from './random-identify.ts'
import { realNow } from './real-time.ts'
import { createStoreProbe } from './readiness.ts'
import { createResponsibilityBook } from './responsibility-book.ts'
import { createRecordOutbox } from './record-outbox.ts'
import type { SystemClock } from './system-clock.ts'

export interface AppParts {
  readonly config: Pick<Config, 'tls' | 'probes'> & Partial<Pick<Config, 'hl7Send' | 'notices'>>
  /** Closed with the app. */
  readonly store: { readonly sessions: SessionStore; readonly records: RecordStore }
  readonly clock: SystemClock
  readonly log: Log
  readonly version: string
  /** Where the built screens lie. */
  readonly clientFolder: string
}

/** The whole server, made and not listening. */
export interface App {
  readonly http: HttpServer
  readonly accounts: Accounts
  readonly bays: Bays
  readonly sessions: SessionsRuntime
  readonly ingest: Ingest
  readonly clock: Clock
  /** Says from now on that it is able to take readings and to write them. */
  readonly ready: () => void
  readonly close: () => Promise<void>
}

/** Expired sign-ins are looked for this often. Real time. */
const HOUSEKEEPING_MS = 60_000

/** What everything else stands on. */
interface Ground extends AppParts {
  readonly accounts: Accounts & { endExpired(): Promise<void> }
  readonly settings: SettingsBook
  readonly bays: Bays
  readonly responsibilities: ResponsibilityBook
  readonly protocols: ProtocolBook
  readonly hub: Hub
}

const createGround = async (parts: AppParts, http: HttpServer): Promise<Ground> => {
  const { config, store, clock, log } = parts
  const { accounts, settings } = await openAccounts(store.records, config.tls !== null)
  const bays = await createBayBook(store.records, randomIdentify)
  const responsibilities = await createResponsibilityBook({
    records: store.records,
    bays,
    users: accounts.users,
    clock,
    identify: randomIdentify,
  })
  const protocols = await createProtocolBook({ records: store.records, now: realNow })
  const hub = createHub({
    io: createLiveServer(http),
    store: store.sessions,
    clock,
    log,
    epoch: randomIdentify.newId('e'),
    authenticate: accounts.authenticate,
    bays: () => bays.list(),
    onBaysChanged: (listener) => bays.onChanged(listener),
    responsibilities,
  })
  accounts.onEnded((ended) => hub.end(ended))
  return { ...parts, accounts, settings, bays, responsibilities, protocols, hub }
}

/** Sessions tell devices where they stand and devices give sessions their readings: sessions are made first. */
const createSpine = async ({ store, clock, log, hub, bays }: Ground, publisher: Publisher) => {
  let ingest: Ingest | null = null
  const bindings = () => {
    if (ingest === null) throw new Error('no order is taken before the devices are there')
    return ingest.bindings
  }
  const parts = { clock, log, identify: randomIdentify }
  const sessions = await createSessions({
    ...parts,
    store: store.sessions,
    publisher,
    conditions: hub,
    bindings,
    bays: () => bays.list(),
    restored: (lastAt) => clock.goOnFrom(lastAt),
  })
  const metrics = createAppMetrics({ sessions, hub: () => hub.counts(), startedAt: Date.now() })
  const around = (door: Door) => createCountedDoor(door, metrics)
  ingest = await createIngest({ ...parts, sessions, store, around })
  await sessions.adoptDevices()
  await hub.open(sessions)
  return { sessions, ingest, metrics }
}

type Spine = Awaited<ReturnType<typeof createSpine>>

interface EdgeParts {
  readonly isReady: () => boolean
  readonly deliveries: Deliveries
  readonly notifications: Notifications
}

const createEdge = (ground: Ground, spine: Spine, edge: EdgeParts): RequestListener => {
  const { config, store, clock, log, accounts, version, clientFolder } = ground
  const { sessions, ingest, metrics } = spine
  const storeProbe = createStoreProbe(store.records, () => performance.now())
  return createApi({
    routes: createApiRoutes({
      ...ground,
      ...ingest,
      sessions,
      store: store.sessions,
      clock,
      deliveries: edge.deliveries,
      notifications: edge.notifications,
    }),
    version,
    readiness: () => (edge.isReady() ? storeProbe() : Promise.resolve('the server is starting or stopping')),
    probes: config.probes,
    isTls: config.tls !== null,
    clientFolder,
    authenticate: accounts.authenticate,
    audit: accounts.audit,
    metrics,
    log,
    isSameOrigin: isFromOurPage,
  })
}

/** Builds every part and joins them; `http` is the caller's to start. */
export const createApp = async (parts: AppParts): Promise<App> => {
  let isReady = false
  const { http, serve } = createHttp(parts.config.tls)
  const ground = await createGround(parts, http)
  const outbox = createRecordOutbox({ ...ground, receiver: ground.config.hl7Send ?? null })
  const notices = createNoticeOutbox({
    ...ground,
    settings: ground.config.notices ?? { webhooks: [], mail: null },
    identify: randomIdentify,
    conditions: ground.hub,
  })
  const spine = await createSpine(ground, notices.after(outbox.after(ground.hub)))
  await outbox.open(spine.sessions)
  await notices.open(spine.sessions)
  const { deliveries } = outbox
  const { notifications } = notices
  serve(createEdge(ground, spine, { isReady: () => isReady, deliveries, notifications }))
  const { accounts, bays, hub, store, clock, log } = ground
  const housekeeping = setInterval(() => {
    accounts.endExpired().catch((error: unknown) => log.error('logins.notEnded', { err: String(error) }))
  }, HOUSEKEEPING_MS)
  return {
    sessions: spine.sessions,
    ingest: spine.ingest,
    http,
    accounts,
    bays,
    clock,
    ready: () => {
      isReady = true
    },
    /** First what comes in, then what works on it, at last the store. */
    close: async () => {
      isReady = false
      clearInterval(housekeeping)
      hub.close()
      await closeHttp(http)
      await outbox.close()
      await notices.close()
      await spine.sessions.close()
      await store.sessions.close()
    },
  }
}
