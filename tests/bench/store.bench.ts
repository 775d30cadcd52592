import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SessionAppend, SessionQuery, SessionStore } from '../../server/ports/session-store.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { bayId, protocolId, sessionId } from '../../shared/domain/ids.ts'
import { after, note, rowOf } from '../contract/store-fixtures.ts'
import { silentLog } from '../support/silent-log.ts'
import { quantile } from './bench-row.ts'
import type { BenchRow } from './bench-row.ts'
import { createMonitors } from './store-load.ts'
import type { Monitor } from './store-load.ts'

const HOURS_3_S = 10_800
const SESSIONS = 64
/** Bytes of a packed second of one session: what the bare file writes for it. */
const PACKED_BYTES = 90
/** Until the compiler has seen the hot paths often enough. */
const WARM_UP_SAMPLES = 20_000
const CHECKPOINT_STATE = JSON.stringify({ state: 'x'.repeat(20_000) })

const median = (values: readonly number[]): number => quantile(values, 0.5)

const timed = async <T>(work: () => Promise<T> | T): Promise<number> => {
  const start = performance.now()
  await work()
  return performance.now() - start
}

const spent = ({ user, system }: NodeJS.CpuUsage): number => user + system

const inFolder = async <T>(use: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-bench-'))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const open = (folder: string) => openSqliteStore({ folder, log: silentLog })

const begin = (store: SessionStore, monitors: readonly Monitor[]): Promise<void> =>
  store.append(
    monitors.map(({ session }) => ({ sessionId: session, afterSeq: 0, entries: [note('begun')], row: rowOf(session) })),
  )

/** What all monitors say in one second. */
const saySecond = (monitors: readonly Monitor[], second: number): readonly SessionAppend[] =>
  monitors.map((monitor) => ({ sessionId: monitor.session, afterSeq: 1, entries: [monitor.second(second)] }))

/** One second of all sessions, each of them a call of its own, as the engine makes them. */
const appendSecond = async (store: SessionStore, appends: readonly SessionAppend[]): Promise<void> => {
  await Promise.all(appends.map((append) => store.append([append])))
}

/** Durable ingest beside a bare file: both wait for the same disk, turn by turn. */
const benchIngest = (sessions: number, seconds: number): Promise<readonly BenchRow[]> =>
  inFolder(async (folder) => {
    const { sessions: store } = await open(folder)
    const monitors = createMonitors(sessions)
    await begin(store, monitors)
    const bare = openSync(join(folder, 'bare'), 'w')
    const bytes = new Uint8Array(sessions * PACKED_BYTES)
    const stored: number[] = []
    const written: number[] = []
    const warmUp = Math.min(1_000, Math.ceil(WARM_UP_SAMPLES / sessions))
    for (let second = 0; second < warmUp; second++) await appendSecond(store, saySecond(monitors, second))
    let cpu = 0
    let own = 0
    for (let second = warmUp; second < seconds + warmUp; second++) {
      // What the monitors say is made before: it is no part of storing it.
      const appends = saySecond(monitors, second)
      const [before, ownBefore] = [process.cpuUsage(), process.threadCpuUsage()]
      stored.push(await timed(() => appendSecond(store, appends)))
      cpu += spent(process.cpuUsage(before))
      own += spent(process.threadCpuUsage(ownBefore))
      written.push(
        await timed(() => {
          writeSync(bare, bytes)
          fsyncSync(bare)
        }),
      )
    }
    closeSync(bare)
    await store.close()
    const what = `${sessions} sessions a commit`
    const [quickStored, quickWritten] = [quantile(stored, 0.1), quantile(written, 0.1)]
    const perThousand = (microseconds: number): number => microseconds / sessions / seconds
    return [
      { name: `store: durable ingest, ${what}, median`, value: median(stored), unit: 'ms' },
      { name: `store: durable ingest, ${what}, p99`, value: quantile(stored, 0.99), unit: 'ms' },
      { name: `bare file with fsync, same bytes, ${what}, median`, value: median(written), unit: 'ms' },
      { name: `store: ingest to bare file, ${what}`, value: median(stored) / median(written), unit: '×', goal: 3 },
      { name: `store: the same, of the quickest tenth of each`, value: quickStored / quickWritten, unit: '×' },
      { name: `store: CPU per 1,000 samples, ${what}`, value: perThousand(cpu), unit: 'ms' },
      { name: `store: of that in the server’s loop, ${what}`, value: perThousand(own), unit: 'ms' },
    ]
  })

/** Three hours of 64 sessions, two seconds a commit: written in order of time, as a clinic writes them. */
const writeHours = async (folder: string): Promise<void> => {
  const { sessions: store } = await open(folder)
  const monitors = createMonitors(SESSIONS)
  await begin(store, monitors)
  for (let second = 0; second < HOURS_3_S; second += 2) {
    await store.append(
      monitors.map(({ session, second: say }) => ({
        sessionId: session,
        afterSeq: 1,
        entries: Array.from({ length: 2 }, (_, index) => say(second + index)),
      })),
    )
  }
  await store.close()
}

/** Bytes of what cannot be read back are no bytes of a sample. */
const checkWhole = async (folder: string): Promise<void> => {
  const { sessions: store } = await open(folder)
  for (const { session } of createMonitors(SESSIONS)) {
    const batches = await store.readReadings(session, {})
    const values = batches.reduce((sum, { readings }) => sum + readings.length, 0)
    if (values !== HOURS_3_S * 4) throw new Error(`of ${HOURS_3_S * 4} values ${values} are there`)
  }
  await store.close()
}

const benchHours = (): Promise<readonly BenchRow[]> =>
  inFolder(async (folder) => {
    await writeHours(folder)
    const bytes = statSync(join(folder, 'vigil.db')).size / SESSIONS / HOURS_3_S
    await checkWhole(folder)
    const reads: number[] = []
    const starts: number[] = []
    const { sessions: unread } = await open(folder)
    const replay = await timed(() => unread.loadRunning())
    await unread.close()
    for (let index = 0; index < 5; index++) {
      const { sessions: store } = await open(folder)
      reads.push(await timed(() => store.readEntries(sessionId(`s_${index * 7}`))))
      const save = { version: '1', entryCount: HOURS_3_S - 58, state: CHECKPOINT_STATE }
      for (const { session } of createMonitors(SESSIONS)) await store.saveCheckpoint(session, save)
      await store.close()
      starts.push(
        await timed(async () => {
          const again = await open(folder)
          await again.sessions.loadRunning()
          await again.sessions.close()
        }),
      )
    }
    const { sessions: store } = await open(folder)
    const verified = await timed(() => store.verify())
    await store.close()
    return [
      { name: 'store: bytes per stored sample (one second, 4 values)', value: bytes, unit: 'B', goal: 12 },
      { name: 'store: read 3 h of one session, first after opening', value: median(reads), unit: 'ms' },
      { name: 'store: open, load 64 sessions of 3 h, close', value: median(starts), unit: 'ms', goal: 1_000 },
      { name: 'store: load the same without any checkpoint', value: replay, unit: 'ms' },
      { name: 'store: verify 64 sessions of 3 h', value: verified, unit: 'ms' },
    ]
  })

const LISTED = 100_000
const QUERIES: readonly (readonly [string, Omit<SessionQuery, 'limit'>])[] = [
  ['the newest', {}],
  ['text that one has', { text: 'patient 00042' }],
  ['text that nobody has', { text: 'nobody of that name' }],
  ['a bay, signed, with a high alarm', { bay: bayId('bay-3'), isSigned: true, hadHighAlarm: true }],
  ['a protocol and outcome', { protocolId: protocolId('p-2'), outcome: 'transferred' }],
  ['active', { state: 'active' }],
  ['a record number', { recordNumber: 'R-4711' }],
  ['not signed, of one hour', { isSigned: false, from: after(40_000_000), to: after(43_600_000) }],
]

const benchLists = (): Promise<readonly BenchRow[]> =>
  inFolder(async (folder) => {
    const { sessions: store } = await open(folder)
    for (let from = 0; from < LISTED; from += 1_000) {
      const rows = Array.from({ length: 1_000 }, (_, index) => listedRow(from + index))
      await store.append(rows.map((row) => ({ sessionId: row.id, afterSeq: 0, entries: [note('begun')], row })))
    }
    const rows: BenchRow[] = []
    for (const [name, query] of QUERIES) {
      const times: number[] = []
      for (let round = 0; round < 7; round++) times.push(await timed(() => store.findSessions({ ...query, limit: 50 })))
      rows.push({ name: `store: find in 100,000 sessions: ${name}`, value: median(times), unit: 'ms', goal: 200 })
    }
    let cursor: string | undefined
    const deep = await timed(async () => {
      for (let page = 0; page < 100; page++)
        cursor =
          (await store.findSessions({ limit: 500, ...(cursor === undefined ? {} : { cursor }) })).nextCursor ?? ''
    })
    rows.push({ name: 'store: a page of 500, deep in the list', value: deep / 100, unit: 'ms', goal: 200 })
    await store.close()
    return rows
  })

const listedRow = (index: number) =>
  rowOf(sessionId(`s_${index}`), {
    createdAt: after(index * 1_000),
    bay: bayId(`bay-${index % 8}`),
    protocolId: protocolId(`p-${index % 5}`),
    patientName: `Patient ${String(index % 20_000).padStart(5, '0')} of the benchmark`,
    recordNumber: `R-${index % 20_000}`,
    phase: index > LISTED - 20 ? 'infusing' : index % 50 === 7 ? 'transferred' : 'discharged',
    isSigned: index % 3 === 0,
    hadHighAlarm: index % 4 === 0,
  })

/** Every goal of the store is a figure that must not be passed. */
const judged = (row: BenchRow): BenchRow => (typeof row.goal === 'number' ? { ...row, ok: row.value <= row.goal } : row)

export const benchStore = async (): Promise<readonly BenchRow[]> => {
  const rows = [
    ...(await benchIngest(32, 300)),
    ...(await benchIngest(256, 200)),
    ...(await benchIngest(1, 400)),
    ...(await benchHours()),
    ...(await benchLists()),
  ]
  return rows.map(judged)
}
