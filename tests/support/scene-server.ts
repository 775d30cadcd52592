// A small live server for tests of the screens: real Socket.IO and the real schemas, no rules and no store.
import { createReadStream, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { Server } from 'socket.io'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { instant, MS_PER_MINUTE, MS_PER_SECOND, type Instant } from '../../shared/domain/time.ts'
import {
  beatSchema,
  eventsMessageSchema,
  siteMessageSchema,
  vitalsFrameSchema,
  watchAnswerSchema,
  type DisplayState,
  type LiveBay,
  type LiveCommand,
  type LiveEvent,
  type Shown,
  type SiteAlarm,
  type Trend,
  type VitalsFrame,
} from '../../shared/wire/live-message.ts'
import {
  LIVE_NAMESPACE,
  type ClientToServerEvents,
  type ServerToClientEvents,
} from '../../shared/wire/socket-events.ts'

export const SCENE_TOKEN = 'scene-display-token'

export interface SceneParts {
  readonly sessions: (now: Instant) => SessionView[]
  readonly bays: LiveBay[]
  readonly speed?: number
  /** Numbers wander and are sent once a second. */
  readonly isMoving?: boolean
  /** The built screens, to be served beside the live feed. */
  readonly clientDir?: string
  readonly siteAlarms?: SiteAlarm[]
}

export interface SceneServer {
  readonly url: string
  readonly wallUrl: string
  readonly displayStates: DisplayState[]
  readonly shown: Shown[]
  /** The `since` of every watch; -1: none. */
  readonly watches: number[]
  readonly commands: LiveCommand[]
  now(): Instant
  /** Replaces a session's view and tells of it as the next numbered event. */
  change(id: string, change: (view: SessionView, now: Instant) => SessionView): void
  /** Numbers an event that nobody is sent: the next one leaves a gap. */
  loseEvent(id: string, change: (view: SessionView, now: Instant) => SessionView): void
  sendFrame(frame: VitalsFrame): void
  /** Says anything at all, unread. */
  sendRaw(event: 'vitals' | 'events' | 'site' | 'beat', payload: unknown): void
  setSiteAlarms(alarms: SiteAlarm[]): void
  /** The connection stays, nothing is said any more: what a stalled server looks like. */
  fallSilent(isSilent: boolean): void
  close(): Promise<void>
}

const MIME: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
}

const TREND_STEP_MS = 2_000
const TREND_MS = 10 * MS_PER_MINUTE

/** A gentle wandering that repeats, so that two runs draw the same. */
const wander = (seed: number, at: number, height: number): number =>
  height *
  (Math.sin(at / 47_000 + seed) * 0.6 +
    Math.sin(at / 13_000 + seed * 3) * 0.25 +
    Math.sin(at / 3_100 + seed * 5) * 0.15)

const line = (from: number, to: number, valueAt: (at: number) => number | null): Trend => {
  const time: number[] = []
  for (let at = from; at <= to; at += TREND_STEP_MS) time.push(at)
  return { time, value: time.map(valueAt) }
}

const seedOf = (id: string): number => Array.from(id, (char) => char.charCodeAt(0)).reduce((sum, code) => sum + code, 0)

const lastTwoMinutesFall = (now: number, at: number, base: number, value: number): number =>
  at > now - 2 * MS_PER_MINUTE ? base + ((value - base) * (at - now + 2 * MS_PER_MINUTE)) / (2 * MS_PER_MINUTE) : base

const trendsOf = (view: SessionView, now: number): Record<string, Trend> => {
  const seed = seedOf(view.id)
  const { hr, spo2, sbp, dbp } = view.vitals
  const trends: Record<string, Trend> = {}
  const from = now - TREND_MS
  if (typeof hr?.value === 'number') {
    const base = hr.value
    trends.hr = line(from, now, (at) => Math.round(base + wander(seed, at, 4)))
  }
  if (spo2 !== undefined) {
    const { value } = spo2
    const lost = Date.parse(spo2.last?.time ?? spo2.time)
    trends.spo2 = line(from, now, (at) => {
      if (value === null) return at > lost ? null : Math.round((spo2.last?.value ?? 97) + wander(seed, at, 0.8))
      return Math.round(lastTwoMinutesFall(now, at, value < 90 ? 96 : value, value) + wander(seed, at, 0.6))
    })
  }
  if (typeof sbp?.value === 'number' && typeof dbp?.value === 'number') {
    const newest = Date.parse(sbp.time)
    const times = [newest - 5 * MS_PER_MINUTE, newest].filter((at) => at > from)
    trends.sbp = { time: times, value: times.map((at) => (at === newest ? (sbp.value ?? 0) : (sbp.value ?? 0) - 8)) }
    trends.dbp = { time: times, value: times.map((at) => (at === newest ? (dbp.value ?? 0) : (dbp.value ?? 0) - 4)) }
  }
  return trends
}

const frameOf = (views: Iterable<SessionView>, now: Instant): VitalsFrame => {
  const sessions: VitalsFrame['sessions'] = {}
  for (const view of views) {
    const seed = seedOf(view.id)
    const metrics: VitalsFrame['sessions'][string] = {}
    for (const metric of ['hr', 'spo2', 'rr'] as const) {
      const vital = view.vitals[metric]
      if (vital === undefined) continue
      if (vital.value === null) metrics[metric] = [null, now, 'none']
      else metrics[metric] = [Math.round(vital.value + (metric === 'spo2' ? 0 : wander(seed, now, 2))), now, 'good']
    }
    sessions[view.id] = metrics
  }
  return { at: now, sessions }
}

const serveFiles = (clientDir: string) =>
  createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://scene')
    const asked = path.join(clientDir, path.normalize(pathname))
    const file =
      pathname !== '/' && asked.startsWith(clientDir) && existsSync(asked) ? asked : path.join(clientDir, 'index.html')
    response.writeHead(200, { 'content-type': MIME[path.extname(file)] ?? 'application/octet-stream' })
    createReadStream(file)
      // Screens may be built anew at this moment.
      .on('error', () => response.destroy())
      .pipe(response)
  })

/** Starts on a free port of loopback. */
export const startSceneServer = async (parts: SceneParts): Promise<SceneServer> => {
  const { bays, speed = 1, isMoving = false, clientDir } = parts
  const http = clientDir === undefined ? createServer() : serveFiles(clientDir)
  const io = new Server<ClientToServerEvents, ServerToClientEvents>(http, {
    serveClient: false,
    transports: ['websocket'],
  })
  const live = io.of(LIVE_NAMESPACE)
  const startedAt = Date.now()
  const now = (): Instant => instant(startedAt + (Date.now() - startedAt) * speed)
  const sessions = new Map(parts.sessions(now()).map((view) => [view.id as string, view]))
  const trends = Object.fromEntries([...sessions].map(([id, view]) => [id, trendsOf(view, now())]))
  const log: LiveEvent[] = []
  const epoch = `scene-${startedAt}`
  const displayStates: DisplayState[] = []
  const shown: Shown[] = []
  const watches: number[] = []
  const commands: LiveCommand[] = []
  let siteAlarms = parts.siteAlarms ?? []
  let isSilent = false

  live.use((socket, next) => {
    const { token } = socket.handshake.auth
    next(token === SCENE_TOKEN ? undefined : new Error('This display link is not known here, or was withdrawn.'))
  })
  live.on('connection', (socket) => {
    socket.on('watch', (request, answer) => {
      watches.push(request.since ?? -1)
      if (isSilent) return
      const head = { ok: true as const, epoch, seq: log.length, serverTime: now(), speed, trends, siteAlarms }
      const since = request.epoch === epoch ? request.since : undefined
      void socket.join('site')
      answer(
        watchAnswerSchema.parse(
          since === undefined
            ? { ...head, mode: 'snapshot', sessions: [...sessions.values()], bays }
            : { ...head, mode: 'catchUp', events: log.slice(since) },
        ),
      )
    })
    socket.on('displayState', (state, answer) => {
      displayStates.push(state)
      answer({ ok: true })
    })
    socket.on('command', (command, answer) => {
      commands.push(command)
      answer({ ok: false, code: 'notAllowed', message: 'A display gives no orders.' })
    })
    socket.on('shown', (what, answer) => {
      shown.push(what)
      answer({ ok: true })
    })
  })

  const beats = setInterval(() => {
    if (isSilent) return
    live.to('site').emit('beat', beatSchema.parse({ serverTime: now(), speed, seq: log.length }))
  }, MS_PER_SECOND)
  const frames = setInterval(() => {
    if (isMoving && !isSilent)
      live.to('site').emit('vitals', vitalsFrameSchema.parse(frameOf(sessions.values(), now())))
  }, MS_PER_SECOND)

  const record = (id: string, change: (view: SessionView, at: Instant) => SessionView): LiveEvent => {
    const before = sessions.get(id)
    if (before === undefined) throw new Error(`The scene has no session ${id}.`)
    const view = { ...change(before, now()), seq: before.seq + 1 }
    sessions.set(id, view)
    const event: LiveEvent = { seq: log.length + 1, sessionId: view.id, events: [], view }
    log.push(event)
    return event
  }

  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  return {
    url,
    wallUrl: `${url}/wall#token=${SCENE_TOKEN}`,
    displayStates,
    shown,
    watches,
    commands,
    now,
    change: (id, change) => {
      const event = record(id, change)
      if (isSilent) return
      live
        .to('site')
        .emit('events', eventsMessageSchema.parse({ epoch, from: event.seq, to: event.seq, events: [event] }))
    },
    loseEvent: (id, change) => void record(id, change),
    sendFrame: (frame) => live.to('site').emit('vitals', vitalsFrameSchema.parse(frame)),
    sendRaw: (event, payload) => live.to('site').emit(event, payload as never),
    setSiteAlarms: (alarms) => {
      siteAlarms = alarms
      live.to('site').emit('site', siteMessageSchema.parse({ siteAlarms }))
    },
    fallSilent: (silent) => {
      isSilent = silent
    },
    close: async () => {
      clearInterval(beats)
      clearInterval(frames)
      await io.close()
    },
  }
}
