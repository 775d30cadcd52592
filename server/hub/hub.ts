import type { SessionView } from '../../shared/domain/session-view.ts'
import { plusMs } from '../../shared/domain/time.ts'
import type { LiveBay } from '../../shared/wire/live-message.ts'
import { LIVE_NAMESPACE } from '../../shared/wire/socket-events.ts'
import type { Ended } from '../ports/accounts.ts'
import type { Authenticate } from '../ports/caller.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Publisher } from '../ports/publisher.ts'
import type { ResponsibilityBook } from '../ports/responsibility-book.ts'
import type { SessionStore } from '../ports/session-store.ts'
import type { SiteChannel, SiteConditions } from '../ports/site-conditions.ts'
import { admit, NotAdmitted } from './admission.ts'
import { createBroadcast, type Broadcast, type LiveSessions } from './broadcast.ts'
import type { LiveNamespace, LiveServer, LiveSocket } from './live-server.ts'
import type { Intake } from './receive.ts'
import { createTrends, TREND_WINDOW_MS, type Trends } from './trends.ts'

export interface HubParts {
  readonly io: LiveServer
  readonly store: Pick<SessionStore, 'readEvents' | 'readReadings' | 'findRow' | 'noteShown'>
  readonly clock: Clock
  readonly log: Log
  /** New at each start of the server. */
  readonly epoch: string
  readonly authenticate: Authenticate
  readonly bays: () => readonly LiveBay[]
  readonly onBaysChanged: (listener: () => void) => void
  readonly responsibilities: Pick<ResponsibilityBook, 'now' | 'onChanged'>
}

export interface HubCounts {
  readonly connections: number
  readonly droppedPayloads: number
  readonly closedStuck: number
}

/** Feeds the screens (live.md). Made before the engine, which publishes to it; opened once the engine has restored its sessions. */
export interface Hub extends Publisher, SiteConditions {
  /** Reads the last minutes of every running session, and begins to let screens in. */
  open(sessions: LiveSessions): Promise<void>
  /** Closes what is open under a login or token that no longer holds. */
  end(ended: Ended): void
  counts(): HubCounts
  close(): void
}

const primeTrends = async (parts: HubParts, trends: Trends, views: readonly SessionView[]): Promise<void> => {
  const from = plusMs(parts.clock.now(), -TREND_WINDOW_MS)
  await Promise.all(
    views.map(async ({ id }) => {
      for (const { readings } of await parts.store.readReadings(id, { from })) trends.add(id, readings)
    }),
  )
}

const holdsUnder = (socket: LiveSocket, ended: Ended): boolean => {
  const { caller } = socket.data
  if ('loginId' in ended) return caller.kind === 'staff' && caller.loginId === ended.loginId
  return caller.kind === 'display' && caller.tokenId === ended.tokenId
}

const STARTING = new NotAdmitted('starting', 'The server is starting; the screen connects again by itself.')

export const createHub = (parts: HubParts): Hub => {
  const namespace: LiveNamespace = parts.io.of(LIVE_NAMESPACE)
  const intake: Intake = { droppedPayloads: 0, closedStuck: 0 }
  const standing = new Map<SiteChannel, string>()
  let live: Broadcast | null = null

  parts.onBaysChanged(() => live?.baysChanged())
  parts.responsibilities.onChanged((bays) => live?.responsibilitiesChanged(bays))
  namespace.use((socket, next) => {
    if (live === null) next(STARTING)
    else admit(parts.authenticate, socket).then(() => next(), next)
  })
  namespace.on('connection', (socket) => live?.serve(socket))

  return {
    open: async (sessions) => {
      const trends = createTrends()
      const views = sessions.running()
      await primeTrends(parts, trends, views)
      live = createBroadcast({
        ...parts,
        responsibilities: () => parts.responsibilities.now(),
        namespace,
        intake,
        standing,
        trends,
        sessions,
      })
    },
    committed: (change) => {
      live?.committed(change)
    },
    stands: (channel, text) => {
      standing.set(channel, text)
    },
    isOver: (channel) => {
      standing.delete(channel)
    },
    end: (ended) => {
      for (const socket of namespace.sockets.values()) if (holdsUnder(socket, ended)) socket.disconnect(true)
    },
    counts: () => ({ connections: namespace.sockets.size, ...intake }),
    close: () => {
      live?.stop()
      live = null
      namespace.disconnectSockets(true)
    },
  }
}
