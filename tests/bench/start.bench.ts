import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { evolve } from '../../server/core/evolve.ts'
import { SESSION_STATE_VERSION, type SessionState } from '../../server/core/session.ts'
import { ensureClientBuilt } from '../../server/cli/client-build.mjs'
import { playHistory, type History } from '../../server/demo-history.ts'
import { sessionRow } from '../../server/engine/session-row.ts'
import type { SessionAppend, SessionStore } from '../../server/ports/session-store.ts'
import { createMonitor } from '../../server/sources/simulator/monitor.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { bayId, deviceId, sessionId, siteId, userId, type SessionId } from '../../shared/domain/ids.ts'
import { IV_DEPRESSION } from '../../shared/domain/protocols/iv-depression.ts'
import { instant, plusMinutes, type Instant } from '../../shared/domain/time.ts'
import { silentLog } from '../support/silent-log.ts'
import { quantile, type BenchRow } from './bench-row.ts'

const NAMES: readonly SessionId[] = Array.from({ length: 64 }, (_, index) => sessionId(`bench-${index}`))
const ENTRIES_A_MINUTE = 60
const HOURS_MIN = 180
/** A running server writes a checkpoint a minute: a killed one has at most this much to replay. */
const CHECKPOINT_AGE_S = 60
/** Readings of the last one to two minutes are not folded into chunks yet. */
const LOOSE_S = 120
const STARTS = 5
const ROOT = path.resolve(import.meta.dirname, '..', '..')

/** One calm visit that has run for three hours and is still recovering. */
const threeHours = (until: Instant): History =>
  playHistory({
    visit: {
      seed: 'bench',
      admittedAt: plusMinutes(until, -HOURS_MIN),
      patient: { displayName: 'Bench Patient', initials: 'B.P.', recordNumber: 'BENCH-1', weightKg: 80 },
      protocol: IV_DEPRESSION,
      course: {
        doseMgPerKg: 0.5,
        startMin: 13,
        infusionMin: 40,
        pause: null,
        recoveryMin: 400,
        isSigned: false,
        episodeAtMin: null,
      },
      monitor: createMonitor({ seed: 'bench', scenario: 'calm', cuffEveryS: 600, isProbeOnCuffedArm: false }),
    },
    sessionId: sessionId('bench'),
    site: siteId('main'),
    bay: bayId('bay-1'),
    device: { deviceId: deviceId('bench-monitor'), name: 'Bench monitor' },
    nurse: { id: userId('nurse'), name: 'Nurse', role: 'nurse' },
    clinician: { id: userId('clinician'), name: 'Clinician', role: 'clinician' },
    until,
  })

const stateAt = ({ entries }: History, id: SessionId, count: number): SessionState => {
  const state = entries.slice(0, count).reduce<SessionState | null>((before, entry) => evolve(before, entry), null)
  if (state === null) throw new Error('a visit has entries')
  return { ...state, id }
}

/** Writes the same entries for every session. @returns the number of the newest event */
const appendToAll = async (
  { entries, state }: History,
  from: number,
  to: number,
  append: (id: SessionId, part: Omit<SessionAppend, 'sessionId'>) => Promise<void>,
): Promise<void> => {
  const afterSeq = entries.slice(0, from).filter(({ type }) => type !== 'readingsStored').length
  const part = { afterSeq, entries: entries.slice(from, to) }
  for (const id of NAMES) await append(id, { ...part, row: { ...sessionRow(state), id } })
}

/** The same three hours under 64 names: what a start has to read does not depend on what the values are. In order of time, as a clinic writes. */
const writeHistory = async (store: SessionStore, history: History): Promise<void> => {
  const { length } = history.entries
  const looseFrom = length - LOOSE_S
  for (let from = 0; from < looseFrom; from += ENTRIES_A_MINUTE) {
    const minute: SessionAppend[] = []
    await appendToAll(history, from, Math.min(from + ENTRIES_A_MINUTE, looseFrom), (id, part) => {
      minute.push({ sessionId: id, ...part })
      return Promise.resolve()
    })
    await store.append(minute)
    // A clinic leaves the store time to fold a minute before the next one comes.
    await pause(40)
  }
  // What is not folded yet lies as it came: each monitor's second in a commit of its own.
  for (let second = looseFrom; second < length; second += 1) {
    await appendToAll(history, second, second + 1, (id, part) => store.append([{ sessionId: id, ...part }]))
  }
}

const fillFolder = async (folder: string): Promise<void> => {
  const { sessions: store } = await openSqliteStore({ folder, log: silentLog })
  const history = threeHours(instant(Date.now()))
  const entryCount = history.entries.length - CHECKPOINT_AGE_S
  await writeHistory(store, history)
  for (const id of NAMES) {
    const state = JSON.stringify(stateAt(history, id, entryCount))
    await store.saveCheckpoint(id, { version: SESSION_STATE_VERSION, entryCount, state })
  }
  await store.close()
}

const isReady = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  )

/** As a clinic starts it. */
const vigil = (folder: string, port: number, args: readonly string[]) =>
  spawn(process.execPath, [path.join(ROOT, 'server', 'cli', 'vigil.mjs'), ...args], {
    cwd: ROOT,
    stdio: 'ignore',
    env: { ...process.env, VIGIL_DATA_DIR: folder, VIGIL_PORT: String(port), VIGIL_HL7_PORT: String(port + 1) },
  })

interface Start {
  readonly readyMs: number
  /** Of all its threads until then, where the system tells it: what other programs do meanwhile does not lengthen it. */
  readonly cpuMs: number | null
}

/** Clock ticks of Linux's `/proc`, the same on every machine. */
const MS_PER_TICK = 10

const cpuMsOf = (pid: number | undefined): number | null => {
  if (process.platform !== 'linux') return null
  // Behind the name of the program, which stands in brackets: state is the first, user time the 12th, system time the 13th.
  const fields = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK
}

const startOnce = async (folder: string, port: number, stop: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<Start> => {
  const start = performance.now()
  const server = vigil(folder, port, ['serve'])
  try {
    while (!(await isReady(port))) {
      if (server.exitCode !== null || performance.now() - start > 120_000) throw new Error('the server did not start')
      await pause(10)
    }
    return { readyMs: performance.now() - start, cpuMs: cpuMsOf(server.pid) }
  } finally {
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill(stop)
    await ended
  }
}

/** Leaves a folder as a killed server does that had written no checkpoint that this program can read. */
const dropCheckpoints = (folder: string): void => {
  const database = new DatabaseSync(path.join(folder, 'vigil.db'))
  database.exec('DELETE FROM checkpoint')
  database.close()
}

const middle = (values: readonly number[]): number => quantile(values, 0.5)

const startRows = (starts: readonly Start[], bare: Start): readonly BenchRow[] => {
  const name = 'start to ready, 64 running sessions of 3 h'
  const readyMs = middle(starts.map((start) => start.readyMs))
  const cpuMs = starts.flatMap((start) => start.cpuMs ?? [])
  const cpu = { name: `${name}: CPU of all threads`, value: middle(cpuMs), unit: 'ms' }
  return [
    { name, value: readyMs, unit: 'ms', goal: '≤ 2,000', ok: readyMs <= 2_000 },
    { name: `${name}: the quickest`, value: Math.min(...starts.map((start) => start.readyMs)), unit: 'ms' },
    ...(cpuMs.length > 0 ? [cpu] : []),
    { name: 'start to ready, the same without any checkpoint', value: bare.readyMs, unit: 'ms' },
  ]
}

/** From the start of the process to `/readyz`, with 64 running sessions of 3 h and checkpoints a minute old. */
export const benchStart = async (): Promise<readonly BenchRow[]> => {
  await ensureClientBuilt()
  const folder = mkdtempSync(path.join(tmpdir(), 'vigil-bench-start-'))
  const firstPort = 20_000 + (process.pid % 20_000)
  try {
    await fillFolder(folder)
    const adding = vigil(folder, firstPort, ['user', 'add', 'admin', '--role', 'admin', '--generate'])
    await new Promise((resolve) => adding.once('exit', resolve))
    // What is measured is a server that starts again: it has run here before, and left its program compiled.
    await startOnce(folder, firstPort, 'SIGTERM')
    const starts: Start[] = []
    for (let run = 0; run < STARTS; run++) starts.push(await startOnce(folder, firstPort + 2 + 2 * run))
    dropCheckpoints(folder)
    return startRows(starts, await startOnce(folder, firstPort + 2 + 2 * STARTS))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
