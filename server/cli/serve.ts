import type { ReadConfig } from '../config.ts'
import { isDemo } from '../demo-mark.ts'
import { openGround, openServer, type Ground, type Listening, type Server } from '../main.ts'
import { createPinoLog } from '../pino-log.ts'
import { writeAccessFile } from './access-file.ts'
import { commandConfig } from './command-config.ts'
import { failed, type CliIo } from './io.ts'
import { expectPositionals, readOptions } from './options.ts'
import { runUntilSignal } from './run-until-signal.ts'

const USAGE = `vigil serve [--access-file FILE] [--print-config] [--json]

The server, for real use. It needs a first administrator: vigil user add NAME --role admin.
Settings come from the environment, then vigil.config.json, then defaults: VIGIL_HOST, VIGIL_PORT, VIGIL_DATA_DIR,
VIGIL_HL7_PORT, VIGIL_TLS_CERT, VIGIL_TLS_KEY, VIGIL_LOG_LEVEL, VIGIL_PROBES.

  --access-file FILE  Writes where it listens, once it is ready; mode 0600.
  --print-config      Shows the settings that hold and where each comes from, and ends.
  --json              { url, hl7 } once it is ready; with --print-config [{ key, value, from }].
  --help              This text.
`

const printConfig = ({ lines }: ReadConfig, asJson: boolean, io: CliIo): void => {
  if (asJson) {
    io.stdout.write(`${JSON.stringify(lines)}\n`)
    return
  }
  for (const { key, value, from } of lines) {
    io.stdout.write(`${key.padEnd(12)} ${String(value ?? '').padEnd(24)} ${from}\n`)
  }
}

const NO_ADMIN =
  'There is no administrator yet, and nobody could let anybody in: run "vigil user add NAME --role admin" first.'

const IS_DEMO =
  'This data folder holds a demo, whose patients are simulated and whose passwords lie in it in clear: name another folder in VIGIL_DATA_DIR.'

const checkClinic = async ({ store }: Ground): Promise<void> => {
  if (!(await isDemo(store.records))) return
  await store.sessions.close()
  throw failed(IS_DEMO)
}

const checkAdministrator = async ({ accounts }: Server): Promise<void> => {
  const users = await accounts.users.list()
  if (!users.some(({ role, isActive }) => role === 'admin' && isActive)) throw failed(NO_ADMIN)
}

const listenWords = ({ url, hl7 }: Listening, asJson: boolean): string =>
  asJson ? JSON.stringify({ url, hl7 }) : `Vigil serves ${url} and takes HL7 on ${hl7.host}, port ${hl7.port}`

interface ServeFlags {
  readonly accessFile: string | undefined
  readonly json: boolean
}

const serve = async ({ config }: ReadConfig, { accessFile, json }: ServeFlags, io: CliIo): Promise<number> => {
  const options = { config, log: createPinoLog(config.logLevel), speed: 1 }
  const ground = await openGround(options)
  await checkClinic(ground)
  const server = await openServer(ground, options)
  try {
    await checkAdministrator(server)
    const listening = await server.listen()
    if (accessFile !== undefined) await writeAccessFile(accessFile, { ...listening, users: [], tokens: {} })
    io.stdout.write(`${listenWords(listening, json)}\n`)
  } catch (error) {
    await server.close()
    throw error
  }
  return runUntilSignal(() => server.close())
}

export const runServe = async (args: readonly string[], io: CliIo): Promise<number> => {
  const options = {
    'access-file': { type: 'string' },
    'print-config': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  } as const
  const { values, positionals } = readOptions(args, options, USAGE)
  if (values.help) {
    io.stdout.write(USAGE)
    return 0
  }
  expectPositionals(positionals, 0, USAGE)
  const config = commandConfig()
  if (!values['print-config']) return serve(config, { accessFile: values['access-file'], json: values.json }, io)
  printConfig(config, values.json, io)
  return 0
}
