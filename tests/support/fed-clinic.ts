// A server as a clinic runs it, whose monitors are in the hands of a test.
import type { Role } from '../../shared/domain/actor.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { asking, newVisit, signInAt, type Ask } from './running-app.ts'
import { VigilFolder, type VigilProcess } from './vigil-process.ts'

/** Twice a second, as the fastest feeds do. */
const FEED_EVERY_MS = 500

/** What a monitor says in each of its words; null: it does not speak of it. */
interface Words {
  spo2: number | 'off'
  hr: number
}

export interface FedBay {
  readonly name: string
  readonly id: string
  readonly sessionId: string
  /** What the monitor says from now on. */
  say(words: Partial<Words>): void
  /** One measurement of the cuff. */
  pressure(sbp: number, dbp: number): Promise<void>
  view(): Promise<SessionView>
  eventTypes(): Promise<readonly string[]>
}

export interface FedClinic {
  readonly url: () => string
  readonly nurse: { readonly name: string; readonly password: string }
  readonly displayToken: string
  /** One more who may sign in. */
  addPerson(name: string, role: Role): Promise<{ readonly name: string; readonly password: string }>
  /** Before the screens open: they learn of a bay when they ask. */
  addBay(name: string): Promise<void>
  /** A patient with a monitor in that bay, whose infusion runs. */
  infusing(name: string): Promise<FedBay>
  kill(): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

const BASELINE = { type: 'recordBaseline', sbp: 125, dbp: 80, hr: 70, spo2: 97 }
const START = { type: 'startInfusion', doseMg: 40, durationMin: 40, override: { reason: 'test' } }

const generated = async (folder: VigilFolder, args: readonly string[]): Promise<Readonly<Record<string, string>>> => {
  const ended = await folder.run([...args, '--json'])
  if (ended.code !== 0) throw new Error(ended.stderr)
  return JSON.parse(ended.stdout) as Record<string, string>
}

const done = async (answer: ReturnType<Ask>): Promise<unknown> => {
  const { status, text, json } = await answer
  if (status >= 300) throw new Error(`${status} ${text}`)
  return json
}

export const startFedClinic = async (): Promise<FedClinic> => {
  const folder = new VigilFolder()
  const root = await generated(folder, ['user', 'add', 'root', '--role', 'admin', '--generate'])
  const nora = await generated(folder, ['user', 'add', 'nora', '--role', 'nurse', '--generate'])
  const device = await generated(folder, ['token', 'create', '--kind', 'device'])
  const display = await generated(folder, ['token', 'create', '--kind', 'display'])
  let server: VigilProcess = await folder.start(['serve'])
  const url = () => server.access.url
  const cookies = {
    root: await signInAt(url(), 'root', root.password ?? ''),
    nora: await signInAt(url(), 'nora', nora.password ?? ''),
  }
  const as =
    (who: keyof typeof cookies): Ask =>
    (...asked) =>
      asking(url(), { cookie: cookies[who] })(...asked)
  const post: (name: string, observations: readonly unknown[]) => ReturnType<Ask> = (name, observations) =>
    asking(url(), { authorization: `Bearer ${device.token ?? ''}` })('POST', '/observations', {
      body: { device: name, observations },
    })
  const feeds: NodeJS.Timeout[] = []
  let keys = 0
  const command = (id: string, body: unknown) => {
    keys += 1
    return done(as('nora')('POST', `/sessions/${id}/commands`, { body, headers: { 'idempotency-key': `k${keys}` } }))
  }

  const infusing = async (name: string): Promise<FedBay> => {
    const words: Words = { spo2: 97, hr: 72 }
    const bays = (await done(as('nora')('GET', '/bays'))) as { id: string; name: string }[]
    const bay = bays.find((it) => it.name === name)
    if (bay === undefined) throw new Error(`There is no ${name}.`)
    await done(post(`M ${name}`, [{ metric: 'hr', value: 72 }]))
    const devices = (await done(as('nora')('GET', '/devices'))) as { id: string; name: string }[]
    const monitor = devices.find((it) => it.name === `M ${name}`)
    await done(as('nora')('PATCH', `/devices/${monitor?.id ?? ''}`, { body: { bay: bay.id } }))
    const visit = newVisit(bay.id as never)
    const { id } = (await done(as('nora')('POST', '/sessions', { body: visit }))) as { id: string }
    const speak = () => {
      const spo2 =
        words.spo2 === 'off'
          ? { metric: 'spo2', value: null, status: 'sensorOff' }
          : { metric: 'spo2', value: words.spo2 }
      // A server that was killed answers nothing; a monitor goes on all the same.
      post(`M ${name}`, [spo2, { metric: 'hr', value: words.hr }]).catch(() => undefined)
    }
    speak()
    feeds.push(setInterval(speak, FEED_EVERY_MS))
    await command(id, BASELINE)
    await command(id, START)
    const pressure = async (sbp: number, dbp: number) => {
      const cuff = [
        { metric: 'sbp', value: sbp },
        { metric: 'dbp', value: dbp },
      ]
      await done(post(`M ${name}`, cuff))
    }
    await pressure(124, 78)
    return {
      name,
      id: bay.id,
      sessionId: id,
      say: (change) => void Object.assign(words, change),
      pressure,
      view: async () => (await done(as('nora')('GET', `/sessions/${id}`))) as SessionView,
      eventTypes: async () => {
        const { events } = (await done(as('nora')('GET', `/sessions/${id}/events`))) as { events: { type: string }[] }
        return events.map(({ type }) => type)
      },
    }
  }

  return {
    url,
    nurse: { name: 'nora', password: nora.password ?? '' },
    displayToken: display.token ?? '',
    addPerson: async (name, role) => {
      const password = `a long password of ${name}`
      await done(as('root')('POST', '/users', { body: { name, role, password } }))
      return { name, password }
    },
    addBay: async (name) => {
      await done(as('root')('POST', '/bays', { body: { name } }))
    },
    infusing,
    kill: () => server.kill(),
    restart: async () => {
      server = await folder.start(['serve'])
    },
    stop: async () => {
      for (const feed of feeds) clearInterval(feed)
      await server.kill()
      folder.remove()
    },
  }
}
