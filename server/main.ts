import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { createApp, type App, type AppParts } from './app.ts'
import type { Config } from './config.ts'
import { CannotStart } from './cannot-start.ts'
import { openDataFolder } from './data-folder.ts'
import type { Log } from './ports/log.ts'
import { startHl7Source, type Hl7Source } from './sources/hl7/hl7-source.ts'
import { createSystemClock, machineClock } from './system-clock.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const CLIENT_FOLDER = path.join(ROOT, 'dist', 'client')

export interface ServerOptions {
  readonly config: Config
  readonly log: Log
  /** Of the clinical clock; anything but 1 is a demo. */
  readonly speed: number
}

/** A server that may be prepared before anybody is let in. */
export interface Server extends Omit<App, 'ready' | 'http'> {
  /** Opens both doors, and is ready from then on. @throws CannotStart */
  listen(): Promise<Listening>
}

export interface Listening {
  readonly url: string
  readonly hl7: { readonly host: string; readonly port: number }
}

const WHY: Readonly<Record<string, string>> = {
  EADDRINUSE: 'something else listens there',
  EACCES: 'this user may not listen there',
  EADDRNOTAVAIL: 'this machine has no such address',
}

const cannotListen = (error: unknown, host: string, port: number, variable: string): CannotStart => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const why = WHY[code] ?? (error instanceof Error ? error.message : String(error))
  return new CannotStart(
    `Cannot listen on ${host}, port ${port}: ${why}. ${variable} names another port, VIGIL_HOST another address.`,
  )
}

const listenHttp = ({ http }: App, { host, port }: Config): Promise<number> =>
  new Promise((resolve, reject) => {
    const refused = (error: Error) => reject(cannotListen(error, host, port, 'VIGIL_PORT'))
    http.once('error', refused)
    http.listen(port, host, () => {
      http.off('error', refused)
      resolve((http.address() as AddressInfo).port)
    })
  })

const listenHl7 = async (app: App, { config, log }: ServerOptions) => {
  const listen = { host: config.host, port: config.hl7Port }
  try {
    return await startHl7Source({ ...config.hl7, door: app.ingest.door, clock: app.clock, log, listen })
  } catch (error) {
    throw cannotListen(error, listen.host, listen.port, 'VIGIL_HL7_PORT')
  }
}

/** What a browser on this machine can open: "everywhere" is no address. */
const hostInUrl = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

const readVersion = (): string => {
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string }
  return version
}

/** The store and the clock, before anything stands on them. */
export type Ground = Pick<AppParts, 'store' | 'clock'>

/** Opens the data folder. @throws StoreError */
export const openGround = async ({ config, log, speed }: ServerOptions): Promise<Ground> => {
  const store = await openDataFolder({ folder: config.dataDir, log })
  const clock = createSystemClock({ machine: machineClock, speed })
  return { store, clock }
}

/** What cannot be built leaves nothing open behind it. */
const createOrClose = async (ground: Ground, { config, log }: ServerOptions): Promise<App> => {
  try {
    return await createApp({ ...ground, config, log, version: readVersion(), clientFolder: CLIENT_FOLDER })
  } catch (error) {
    await ground.store.sessions.close()
    throw error
  }
}

/** Restores what ran in the data folder. */
export const openServer = async (ground: Ground, options: ServerOptions): Promise<Server> => {
  const { config } = options
  const app = await createOrClose(ground, options)
  const { http: _http, ready, ...opened } = app
  let hl7: Hl7Source | null = null
  return {
    ...opened,
    listen: async () => {
      hl7 = await listenHl7(app, options)
      const port = await listenHttp(app, config)
      ready()
      const scheme = config.tls === null ? 'http' : 'https'
      const host = hostInUrl(config.host)
      return { url: `${scheme}://${host}:${port}`, hl7: { host, port: hl7.port } }
    },
    close: async () => {
      await hl7?.close()
      await app.close()
    },
  }
}
