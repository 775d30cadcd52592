// The whole server over a store in memory, on a free port of loopback, with one person of each role and both tokens.
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createApp, type App, type AppParts } from '../../server/app.ts'
import { createMemoryRecords } from '../../server/store/memory-records.ts'
import { createMemoryStore } from '../../server/store/memory-store.ts'
import { createSystemClock, machineClock } from '../../server/system-clock.ts'
import type { SessionStore } from '../../server/ports/session-store.ts'
import type { Role } from '../../shared/domain/actor.ts'
import { siteId, type BayId } from '../../shared/domain/ids.ts'
import { silentLog } from './silent-log.ts'

export const PASSWORD = 'a long test password'

export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** undefined: the answer is no JSON. */
  readonly json: unknown
}

export interface Asked {
  readonly body?: unknown
  /** Sent as it is, where `body` would be made JSON. */
  readonly raw?: string
  readonly headers?: Readonly<Record<string, string>>
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** Asks under /api/v1 as one caller. */
export type Ask = (method: Method, path: string, asked?: Asked) => Promise<HttpAnswer>

export type CallerName = Role | 'device' | 'display' | 'nobody'

export interface RunningApp {
  readonly app: App
  readonly store: SessionStore
  readonly url: string
  readonly as: Readonly<Record<CallerName, Ask>>
  readonly bays: readonly BayId[]
  readonly tokens: { readonly device: string; readonly display: string }
  stop(): Promise<void>
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const asking =
  (url: string, identity: Readonly<Record<string, string>>): Ask =>
  async (method, at, { body, raw, headers = {} } = {}) => {
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body))
    const response = await fetch(`${url}/api/v1${at}`, {
      method,
      headers: { ...identity, ...(content === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(content === undefined ? {} : { body: content }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: parsed(text) }
  }

export const signInAt = async (url: string, name: string, password: string): Promise<string> => {
  const answer = await asking(url, {})('POST', '/auth/login', { body: { name, password } })
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0]
  if (cookie === undefined) throw new Error(`${name} cannot sign in: ${answer.text}`)
  return cookie
}

const addPeople = async ({ accounts }: App): Promise<void> => {
  for (const role of ['nurse', 'clinician', 'admin'] as const) {
    const added = await accounts.users.add({ name: role, role, password: PASSWORD })
    if (!added.ok) throw new Error(added.error.message)
  }
}

const addBays = async ({ bays }: App): Promise<readonly BayId[]> => {
  const ids: BayId[] = []
  for (const name of ['Bay 1', 'Bay 2', 'Bay 3']) {
    const added = await bays.add({ name, site: siteId('main') })
    if (added.ok) ids.push(added.value.id)
  }
  return ids
}

const addTokens = async ({ accounts: { tokens } }: App) => {
  const createdBy = 'test'
  const device = await tokens.create({ kind: 'device', name: 'D', device: null, createdBy })
  const display = await tokens.create({ kind: 'display', name: 'W', site: siteId('main'), createdBy })
  return { device: device.secret, display: display.secret }
}

export type AppChange = Partial<Pick<AppParts, 'clock' | 'config' | 'clientFolder' | 'log' | 'store'>>

export const startApp = async (change: AppChange = {}): Promise<RunningApp> => {
  const emptyFolder = mkdtempSync(path.join(tmpdir(), 'vigil-client-'))
  const store = change.store ?? { sessions: createMemoryStore(), records: createMemoryRecords() }
  const app = await createApp({
    config: { tls: null, probes: 'loopback' },
    clock: createSystemClock({ machine: machineClock, speed: 1 }),
    log: silentLog,
    version: '0.0.0-test',
    clientFolder: emptyFolder,
    ...change,
    store,
  })
  await addPeople(app)
  const bays = await addBays(app)
  const tokens = await addTokens(app)
  await new Promise<void>((resolve) => app.http.listen(0, '127.0.0.1', resolve))
  app.ready()
  const url = `http://127.0.0.1:${(app.http.address() as AddressInfo).port}`
  const staff = async (role: Role) => asking(url, { cookie: await signInAt(url, role, PASSWORD) })
  return {
    app,
    store: store.sessions,
    url,
    bays,
    tokens,
    as: {
      nurse: await staff('nurse'),
      clinician: await staff('clinician'),
      admin: await staff('admin'),
      device: asking(url, { authorization: `Bearer ${tokens.device}` }),
      display: asking(url, { authorization: `Bearer ${tokens.display}` }),
      nobody: asking(url, {}),
    },
    stop: async () => {
      await app.close()
      rmSync(emptyFolder, { recursive: true, force: true })
    },
  }
}

/** The body of `POST /sessions` for a patient of its own. */
export const newVisit = (bay: BayId, more: Readonly<Record<string, unknown>> = {}) => ({
  bay,
  patient: { displayName: 'Test Person', recordNumber: `R-${bay}`, weightKg: 80 },
  protocol: 'iv-depression',
  admit: true,
  ...more,
})
