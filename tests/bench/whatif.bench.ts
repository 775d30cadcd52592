import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { playHistory, type History } from '../../server/demo-history.ts'
import { sessionRow } from '../../server/engine/session-row.ts'
import type { SessionAppend, SessionStore } from '../../server/ports/session-store.ts'
import { createMonitor } from '../../server/sources/simulator/monitor.ts'
import type { ScenarioName } from '../../server/sources/simulator/scenarios.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { bayId, deviceId, sessionId, siteId, userId, type SessionId } from '../../shared/domain/ids.ts'
import { IV_DEPRESSION } from '../../shared/domain/protocols/iv-depression.ts'
import { instant, plusMinutes, plusSeconds, type Instant } from '../../shared/domain/time.ts'
import { alarmTrialLineSchema } from '../../shared/wire/alarm-log.ts'
import { startApp } from '../support/running-app.ts'
import { silentLog } from '../support/silent-log.ts'
import type { BenchRow } from './bench-row.ts'

/** A month of a clinic of 8 bays, as the goal means it. */
const BAYS = 8
const WORKING_DAYS = 22
const VISITS_A_BAY_AND_DAY = 3
const VISIT_MIN = 120
const VISITS = BAYS * WORKING_DAYS * VISITS_A_BAY_AND_DAY
const GOAL_MS = 10_000

/** Most visits have the everyday disturbances and short dips; of each twelve, two have what a bad day brings. */
const SCENARIOS: readonly (ScenarioName | null)[] = [
  ...Array.from({ length: 10 }, () => null),
  'desaturation',
  'probe-off',
]
const ENTRIES_A_COMMIT = 120
const RUNS = 3
/** The next visit comes so long after the last of the month. */
const AFTER_MIN = 5

/** A visit of two hours, a reading a second, played through the same core as a live one. */
const visitOf = (scenario: ScenarioName | null, index: number, until: Instant): History =>
  playHistory({
    visit: {
      seed: `month-${index}`,
      admittedAt: plusMinutes(until, -VISIT_MIN),
      patient: { displayName: 'Bench Patient', initials: 'B.P.', recordNumber: `BENCH-${index}`, weightKg: 80 },
      protocol: IV_DEPRESSION,
      course: {
        doseMgPerKg: 0.5,
        startMin: 13,
        infusionMin: 40,
        pause: null,
        recoveryMin: 65,
        isSigned: false,
        episodeAtMin: null,
      },
      monitor: createMonitor({
        ...{ seed: `month-${index}`, scenario, cuffEveryS: 600, isProbeOnCuffedArm: index % 2 === 0 },
        dipsPerHour: 6,
      }),
    },
    sessionId: sessionId(`month-${index}`),
    site: siteId('main'),
    bay: bayId(`bay-${index}`),
    device: { deviceId: deviceId(`monitor-${index}`), name: 'Bench monitor' },
    nurse: { id: userId('nurse'), name: 'Nurse', role: 'nurse' },
    clinician: { id: userId('clinician'), name: 'Clinician', role: 'clinician' },
    until,
  })

interface Writing {
  readonly id: SessionId
  readonly history: History
}

const partOf = ({ id, history }: Writing, from: number): SessionAppend | null => {
  const { entries, state } = history
  const part = entries.slice(from, from + ENTRIES_A_COMMIT)
  if (part.length === 0) return null
  const afterSeq = entries.slice(0, from).filter(({ type }) => type !== 'readingsStored').length
  return { sessionId: id, afterSeq, entries: part, row: { ...sessionRow(state), id } }
}

/** In order of time: the bays of a clinic are written side by side. */
const writeTogether = async (store: SessionStore, visits: readonly Writing[]): Promise<void> => {
  const longest = Math.max(...visits.map(({ history }) => history.entries.length))
  for (let from = 0; from < longest; from += ENTRIES_A_COMMIT)
    await store.append(visits.flatMap((visit) => partOf(visit, from) ?? []))
}

/** Commits that readings of the newest minutes may still lie in. */
const COMMITS_LEFT = 60
const COMMITS_AT_MOST = 5_000

/** A month's readings are in their chunks long since: one more visit goes on until these are too. */
const goOn = async (folder: string, store: SessionStore, { entries, state }: History): Promise<void> => {
  const id = sessionId('month-after')
  const row = { ...sessionRow(state), id }
  await store.append([{ sessionId: id, afterSeq: 0, entries: entries.slice(0, 1), row }])
  const database = new DatabaseSync(path.join(folder, 'vigil.db'), { readOnly: true })
  const commits = database.prepare('SELECT count(*) AS left FROM tick')
  for (let second = 0; Number(commits.get()?.left) > COMMITS_LEFT; second += 1) {
    if (second > COMMITS_AT_MOST) throw new Error('the readings do not get into their chunks')
    const at = plusSeconds(plusMinutes(state.lastAt, AFTER_MIN), second)
    const batch = { type: 'readingsStored' as const, at, readings: [], devices: [] }
    await store.append([{ sessionId: id, afterSeq: 1, entries: [batch], row }])
  }
  database.close()
}

/** Twelve visits under 44 names each: what a run has to do for one does not depend on the others. */
const writeMonth = async (folder: string, store: SessionStore): Promise<number> => {
  const until = instant(Date.now())
  const played = SCENARIOS.map((scenario, index) => visitOf(scenario, index, until))
  const month = Array.from({ length: VISITS / played.length }, (_, round) =>
    played.map((history, index) => ({ id: sessionId(`month-${round}-${index}`), history })),
  ).flat()
  for (let from = 0; from < month.length; from += BAYS) await writeTogether(store, month.slice(from, from + BAYS))
  const [first] = played
  if (first !== undefined) await goOn(folder, store, first)
  return month.reduce((seconds, { history }) => seconds + history.entries.length, 0)
}

interface Run {
  readonly ms: number
  readonly visits: number
}

const runOnce = async (ask: () => Promise<{ readonly status: number; readonly text: string }>): Promise<Run> => {
  const start = performance.now()
  const answer = await ask()
  const ms = performance.now() - start
  const lines = answer.text.split('\n').filter((line) => line !== '')
  const last = alarmTrialLineSchema.parse(JSON.parse(lines.at(-1) ?? ''))
  if (answer.status !== 200 || last.kind !== 'done') throw new Error(`the run failed: ${answer.text.slice(-300)}`)
  return { ms, visits: last.result.visits }
}

/** Another delay over a month of visits, through the route as a screen asks for it. */
export const benchWhatIf = async (): Promise<readonly BenchRow[]> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigil-bench-whatif-'))
  try {
    const { sessions, records } = await openSqliteStore({ folder, log: silentLog })
    const entries = await writeMonth(folder, sessions)
    const running = await startApp({ store: { sessions, records } })
    const body = { trials: [{ metric: 'spo2', direction: 'low', onDelay: 15 }] }
    const runs: Run[] = []
    for (let run = 0; run < RUNS; run += 1) {
      runs.push(await runOnce(() => running.as.nurse('POST', '/alarms/what-if', { body })))
    }
    await running.stop()
    if (runs.some(({ visits }) => visits !== VISITS + 1))
      throw new Error(`not all ${VISITS + 1} visits were gone through`)
    const sorted = runs.map(({ ms }) => ms).toSorted((first, second) => first - second)
    const name = `what-if over ${BAYS} bays × ${WORKING_DAYS} days × ${VISITS_A_BAY_AND_DAY} visits of 2 h at 1 Hz`
    return [
      { name: `${name}, median of ${RUNS}`, value: sorted[1] ?? Number.NaN, unit: 'ms', goal: GOAL_MS },
      { name: 'the same, the quickest', value: sorted[0] ?? Number.NaN, unit: 'ms' },
      { name: 'entries gone through', value: entries, unit: '' },
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}
