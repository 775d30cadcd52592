// From a reading to the screens, through engine, disk and hub: 64 bays, 32 screens in a process of their own.
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createSessions } from '../../server/engine/session-registry.ts'
import { createHub } from '../../server/hub/hub.ts'
import { createLiveServer } from '../../server/hub/live-server.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { deviceId, tokenId, type SessionId } from '../../shared/domain/ids.ts'
import { instant, type Instant } from '../../shared/domain/time.ts'
import { createCountingIdentify } from '../support/counting-identify.ts'
import { accepted, createHandMadeBindings, newSession, SITE } from '../support/engine.ts'
import { silentLog } from '../support/silent-log.ts'
import { nurse, sample } from '../support/visit.ts'
import { quantile, type BenchRow } from './bench-row.ts'
import { openScreens, type Screens } from './screens.ts'
import { noResponsibilities } from '../support/no-responsibilities.ts'

const BAYS = 64
const SCREENS = 32
const WARM_UP_S = 3
const MEASURED_S = 20
/** Every session breaches its limit once in so many seconds. */
const BREACH_EVERY = 8
const FRAME_MS = 250
const FSYNCS = 300
/** So many seconds a screen may be behind, and is still waited for. */
const LATE_S = 10
const METRICS_SPOKEN = 4

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const now = (): Instant => instant(Date.now())
const bayName = (index: number): string => `bay-${index + 1}`

const openServer = async (folder: string) => {
  const store = await openSqliteStore({ folder, log: silentLog })
  const http = createServer()
  const clock = { speed: 1, now }
  const bays = Array.from({ length: BAYS }, (_, index) => ({ id: bayName(index), name: bayName(index), site: SITE }))
  const parts = { store: store.sessions, clock, log: silentLog, bays: () => bays, onBaysChanged: () => undefined }
  const hub = createHub({
    responsibilities: noResponsibilities,
    ...parts,
    io: createLiveServer(http),
    epoch: 'epoch',
    authenticate: ({ token }) =>
      Promise.resolve(
        token === 'staff'
          ? { kind: 'staff', staff: nurse, loginId: 'login' }
          : { kind: 'display', tokenId: tokenId('t'), name: 'Wall', site: SITE },
      ),
  })
  const sessions = await createSessions({
    ...parts,
    identify: createCountingIdentify(),
    publisher: hub,
    conditions: hub,
    bindings: () => createHandMadeBindings().bindings,
  })
  await hub.open(sessions)
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return {
    sessions,
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    close: async () => {
      hub.close()
      await new Promise((resolve) => http.close(resolve))
      await sessions.close()
      await store.sessions.close()
    },
  }
}

type Server = Awaited<ReturnType<typeof openServer>>

/** A limit that rises and falls at once, so that every breach is an alarm and every return its end. */
const SHARP = { metric: 'spo2', direction: 'low', threshold: 90, priority: 'medium', hysteresis: 0 } as const

const admitAll = async ({ sessions }: Server): Promise<readonly SessionId[]> => {
  const ids: SessionId[] = []
  for (let index = 0; index < BAYS; index += 1) {
    const { id } = accepted(await sessions.create(newSession(bayName(index)), nurse))
    const limits = [{ ...SHARP, onDelay: 0, offDelay: 0 }]
    const command = { type: 'setLimits', limits, reason: 'bench' } as const
    accepted(await sessions.order({ sessionId: id, staff: nurse, command, idempotencyKey: `limits ${index}` }))
    await sessions.attach(id, { deviceId: deviceId(`d${index}`), name: `Monitor ${index}`, intervals: {} })
    ids.push(id)
  }
  return ids
}

const speak = async ({ sessions }: Server, id: SessionId, index: number, second: number): Promise<void> => {
  const at = now()
  const device = { deviceId: deviceId(`d${index}`) }
  const spo2 = second % BREACH_EVERY === index % BREACH_EVERY ? 85 : 97
  const values = { spo2, hr: 70 + (second % 9), pr: 70, rr: 14 } as const
  const readings = Object.entries(values).map(([metric, value]) =>
    sample(metric as keyof typeof values, value, at, device),
  )
  await sessions.take(id, readings, [])
}

/** Every monitor speaks once a second, each at its own moment of it. */
const feed = async (server: Server, ids: readonly SessionId[], seconds: number): Promise<void> => {
  const start = performance.now()
  const spoken: Promise<void>[] = []
  for (let turn = 0; turn < seconds * ids.length; turn += 1) {
    const index = turn % ids.length
    const id = ids[index]
    if (id !== undefined) spoken.push(speak(server, id, index, Math.floor(turn / ids.length)))
    const dueAt = start + ((turn + 1) * 1_000) / ids.length
    if (dueAt > performance.now()) await wait(dueAt - performance.now())
  }
  await Promise.all(spoken)
}

const fsyncs = (folder: string): readonly number[] => {
  const file = openSync(path.join(folder, 'bare'), 'w')
  const bytes = Buffer.alloc(4_096, 1)
  const took = Array.from({ length: FSYNCS }, () => {
    const start = performance.now()
    writeSync(file, bytes)
    fsyncSync(file)
    return performance.now() - start
  })
  closeSync(file)
  return took
}

interface Arrived {
  readonly sampleMs: readonly number[]
  readonly alarmMs: readonly number[]
}

/** Until nothing more comes: what is late counts with all of its delay. */
const allThatArrives = async (screens: Screens): Promise<Arrived> => {
  let arrived = await screens.report()
  for (let again = 0; again < LATE_S; again += 1) {
    await wait(1_000)
    const before = arrived.sampleMs.length
    arrived = await screens.report()
    if (arrived.sampleMs.length === before) break
  }
  return arrived
}

/** What never came has no delay: a run that lost much of it tells nothing. Only staff are told which reading an alarm is of. */
const shareOf = ({ sampleMs, alarmMs }: Arrived): number => {
  const perScreen = BAYS * MEASURED_S
  return Math.min(
    sampleMs.length / (perScreen * METRICS_SPOKEN * SCREENS),
    alarmMs.length / ((perScreen / BREACH_EVERY) * (SCREENS / 2)),
  )
}

const rowsOf = (arrived: Arrived, fsyncMs: number): readonly BenchRow[] => {
  const { sampleMs, alarmMs } = arrived
  const share = shareOf(arrived)
  const [sampleP99, alarmP99] = [quantile(sampleMs, 0.99), quantile(alarmMs, 0.99)].map(Math.round) as [number, number]
  const alarmGoal = Math.round(50 + fsyncMs)
  const place = `${BAYS} bays × ${SCREENS} screens`
  return [
    {
      name: `live: samples and alarms that arrived, ${place}`,
      value: share * 100,
      unit: '%',
      goal: '≥ 95',
      ok: share >= 0.95,
    },
    { name: `live: sample to screen p50, ${place}`, value: Math.round(quantile(sampleMs, 0.5)), unit: 'ms' },
    {
      name: `live: sample to screen p99, ${place}`,
      value: sampleP99,
      unit: 'ms',
      goal: `≤ ${FRAME_MS + 50}`,
      ok: sampleP99 <= FRAME_MS + 50,
    },
    { name: `live: alarm to screen p50, ${place}`, value: Math.round(quantile(alarmMs, 0.5)), unit: 'ms' },
    {
      name: `live: alarm to screen p99, ${place}`,
      value: alarmP99,
      unit: 'ms',
      goal: `≤ 50 + fsync = ${alarmGoal}`,
      ok: alarmP99 <= alarmGoal,
    },
    { name: 'live: bare fsync of 4 KiB p99, same run', value: Number(fsyncMs.toFixed(1)), unit: 'ms' },
  ]
}

export const benchLatency = async (): Promise<readonly BenchRow[]> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigil-bench-live-'))
  try {
    const server = await openServer(folder)
    const ids = await admitAll(server)
    const screens = await openScreens(server.url, SCREENS, 'live')
    await feed(server, ids, WARM_UP_S)
    screens.reset()
    const before = fsyncs(folder)
    await feed(server, ids, MEASURED_S)
    const arrived = await allThatArrives(screens)
    screens.close()
    await server.close()
    return rowsOf(arrived, quantile([...before, ...fsyncs(folder)], 0.99))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
