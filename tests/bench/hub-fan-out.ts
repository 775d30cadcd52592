// Three ways to bring the same numbers to the same screens: the hub, a bare frame, a message for each sample.
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { createHub } from '../../server/hub/hub.ts'
import { createLiveServer } from '../../server/hub/live-server.ts'
import { sessionId, tokenId, userId, type SessionId } from '../../shared/domain/ids.ts'
import type { Reading } from '../../shared/domain/reading.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { instant } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'
import { reading } from '../support/live-hub.ts'
import { infusing, preparing, recovering, SCENE_SITE } from '../support/scene.ts'
import { silentLog } from '../support/silent-log.ts'
import { openScreens, type Screens } from './screens.ts'
import { noResponsibilities } from '../support/no-responsibilities.ts'

export interface FanOut {
  /** One second's values of one session. */
  take(index: number, readings: readonly Reading[]): void
  readonly screens: Screens
  close(): Promise<void>
}

export type OpenFanOut = (screens: number, sessions: number) => Promise<FanOut>

export const METRICS = ['hr', 'spo2', 'pr', 'rr'] as const satisfies readonly Metric[]
const FRAME_MS = 250

const now = () => instant(Date.now())

export const secondOf = (index: number): readonly Reading[] =>
  METRICS.map((metric, place) => reading(metric, 60 + ((index + place) % 40), now()))

const listen = async (http: HttpServer): Promise<string> => {
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`
}

const idOf = (index: number): SessionId => sessionId(`s_${String(index).padStart(16, '0')}`)

/** A whole view, as it goes out now and then: half of the sessions are infusing, half recover, as in a day of a clinic. */
const viewOf = (index: number): SessionView => {
  const patient = {
    bay: index,
    initials: 'A.B.',
    hr: 72,
    spo2: 98,
    pressure: [120, 80, 93],
    pressureAgeMin: 2,
  } as const
  const calm = preparing(patient, now())
  const view =
    index % 2 === 0
      ? infusing(calm, { leftMs: 600_000, deliveredMg: 30, nextMs: 60_000 }, now())
      : recovering(calm, { leftMs: 600_000, met: 3, status: 'recovering' }, now())
  return { ...view, id: idOf(index) }
}

export const openHub: OpenFanOut = async (screenCount, sessionCount) => {
  const http = createServer()
  const views = new Map(Array.from({ length: sessionCount }, (_, index) => [idOf(index), viewOf(index)]))
  const staff = { id: userId('u1'), name: 'Nora', role: 'nurse' } as const
  const hub = createHub({
    responsibilities: noResponsibilities,
    io: createLiveServer(http),
    clock: { speed: 1, now },
    log: silentLog,
    epoch: 'epoch',
    authenticate: ({ token }) =>
      Promise.resolve(
        token === 'staff'
          ? { kind: 'staff', staff, loginId: 'login' }
          : { kind: 'display', tokenId: tokenId('t'), name: 'Wall', site: SCENE_SITE },
      ),
    bays: () => [],
    onBaysChanged: () => undefined,
    store: {
      readEvents: () => Promise.resolve([]),
      readReadings: () => Promise.resolve([]),
      findRow: () => Promise.resolve(null),
      noteShown: () => Promise.resolve(),
    },
  })
  await hub.open({
    running: () => [...views.values()],
    view: (id) => views.get(id) ?? null,
    order: () => Promise.resolve({ ok: false, error: { code: 'notAllowed', message: 'Not here.' } }),
  })
  const screens = await openScreens(await listen(http), screenCount, 'live')
  return {
    screens,
    take: (index, readings) => {
      hub.committed({ sessionId: idOf(index), events: [], readings, view: () => viewOf(index) })
    },
    close: async () => {
      screens.close()
      hub.close()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}

type Frame = Record<string, Record<string, [number | null, number, string]>>

const addTo = (frame: Frame, index: number, readings: readonly Reading[]): void => {
  const session = (frame[idOf(index)] ??= {})
  for (const taken of readings) {
    if (taken.kind === 'sample') session[taken.metric] = [taken.value, taken.measuredAt, taken.quality]
  }
}

/** The least that can be done: one frame, written once, sent to all. */
export const openBareFrame: OpenFanOut = async (screenCount) => {
  const http = createServer()
  const server = new WebSocketServer({ server: http, perMessageDeflate: false })
  const screens = await openScreens(await listen(http), screenCount, 'plain')
  let frame: Frame = {}
  const sending = setInterval(() => {
    const bytes = Buffer.from(JSON.stringify({ at: now(), sessions: frame }))
    frame = {}
    for (const client of server.clients) client.send(bytes, { binary: false })
  }, FRAME_MS)
  return {
    screens,
    take: (index, readings) => {
      addTo(frame, index, readings)
    },
    close: async () => {
      clearInterval(sending)
      screens.close()
      for (const client of server.clients) client.terminate()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}

/** What a first try does: every sample is a message to the room. */
export const openMessagePerSample: OpenFanOut = async (screenCount) => {
  const http = createServer()
  const io = createLiveServer(http)
  const live = io.of('/live')
  live.on('connection', (socket) => {
    void socket.join('site')
    socket.on('watch', (_request, answer) => {
      answer({ ok: false, code: 'bench', message: 'Samples come one by one.' })
    })
  })
  const screens = await openScreens(await listen(http), screenCount, 'live')
  const room = live.to('site') as unknown as { emit(event: 'sample', payload: unknown): boolean }
  return {
    screens,
    take: (index, readings) => {
      for (const taken of readings) {
        if (taken.kind !== 'sample') continue
        const { metric, value, measuredAt, quality } = taken
        room.emit('sample', { sessionId: idOf(index), metric, value: [value, measuredAt, quality] })
      }
    },
    close: async () => {
      screens.close()
      await io.close()
    },
  }
}
