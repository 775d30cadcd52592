// Engine and hub together behind a real socket on loopback, as the server puts them together; the store is in memory.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSessions } from '../../server/engine/session-registry.ts'
import { createHub } from '../../server/hub/hub.ts'
import { createLiveServer } from '../../server/hub/live-server.ts'
import type { Caller } from '../../server/ports/caller.ts'
import type { SessionStore } from '../../server/ports/session-store.ts'
import { createMemoryStore } from '../../server/store/memory-store.ts'
import type { Staff } from '../../shared/domain/actor.ts'
import { tokenId } from '../../shared/domain/ids.ts'
import { instant, type Instant } from '../../shared/domain/time.ts'
import { createCountingIdentify } from './counting-identify.ts'
import { BAYS, createHandMadeBindings, SITE } from './engine.ts'
import { connectTo, opened, type LiveClient } from './live-hub.ts'
import { silentLog } from './silent-log.ts'
import { nurse } from './visit.ts'
import { noResponsibilities } from './no-responsibilities.ts'

export interface LiveEngineSetup {
  readonly store?: SessionStore
  readonly staff?: Staff
  readonly now?: () => Instant
  readonly epoch?: string
}

export const startLiveEngine = async (setup: LiveEngineSetup = {}) => {
  const store = setup.store ?? createMemoryStore()
  const clock = { speed: 1, now: setup.now ?? (() => instant(Date.now())) }
  const callers: Readonly<Record<string, Caller>> = {
    nurse: { kind: 'staff', staff: setup.staff ?? nurse, loginId: 'login' },
    wall: { kind: 'display', tokenId: tokenId('t1'), name: 'Wall', site: SITE },
  }
  const server = createServer()
  const io = createLiveServer(server)
  const hub = createHub({
    responsibilities: noResponsibilities,
    io,
    store,
    clock,
    log: silentLog,
    epoch: setup.epoch ?? 'epoch-1',
    bays: () => BAYS,
    onBaysChanged: () => undefined,
    authenticate: ({ cookie, token }) => Promise.resolve(callers[token ?? cookie ?? ''] ?? null),
  })
  const devices = createHandMadeBindings()
  const sessions = await createSessions({
    store,
    clock,
    log: silentLog,
    identify: createCountingIdentify(),
    publisher: hub,
    conditions: hub,
    bindings: () => devices.bindings,
    bays: () => BAYS,
  })
  await hub.open(sessions)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const clients: LiveClient[] = []
  return {
    url,
    hub,
    sessions,
    devices,
    connect: async (who: 'nurse' | 'wall') => {
      const client = connectTo(url, who)
      clients.push(client)
      await opened(client)
      return client
    },
    close: async () => {
      for (const client of clients) client.disconnect()
      hub.close()
      await io.close()
      await sessions.close()
    },
  }
}
