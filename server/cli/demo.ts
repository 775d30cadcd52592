import type { AccessFile } from '../../shared/wire/access-file.ts'
import type { Config } from '../config.ts'
import { DEMO_SCENARIOS, demoScenario, openDemo, type Demo, type DemoOptions } from '../demo.ts'
import type { Listening } from '../main.ts'
import { createPinoLog } from '../pino-log.ts'
import { writeAccessFile } from './access-file.ts'
import { commandConfig } from './command-config.ts'
import { failed, wrongUsage, type CliIo } from './io.ts'
import { expectPositionals, readOptions } from './options.ts'
import { runUntilSignal } from './run-until-signal.ts'

const USAGE = `vigil demo [--bays 8] [--speed 1] [--seed 1] [--scenario NAME] [--access-file FILE] [--json]

The server on loopback with simulated monitors and patients in every phase. On a folder that already holds a demo it
goes on: nothing is seeded twice, and the time between is a gap.

  --bays N            1 to 64; the last one is free.
  --speed X           0.1 to 600: at 60 a second is a clinical minute. Real feeds are taken at speed 1 only.
  --seed TEXT         Another seed gives other patients.
  --scenario NAME     Every monitor plays it: ${DEMO_SCENARIOS.join(', ')}.
  --access-file FILE  Writes how to get in, once it is ready; mode 0600.
  --json              Prints how to get in as JSON, once it is ready.
  --help              This text.
`

interface DemoFlags {
  readonly bays: number
  readonly speed: number
  readonly seed: string
  readonly scenario: DemoOptions['scenario']
  readonly accessFile: string | null
  readonly json: boolean
}

const figure = (text: string, name: string, least: number, most: number): number => {
  const value = Number(text)
  if (text.trim() !== '' && value >= least && value <= most) return value
  throw wrongUsage(`--${name} is a number from ${least} to ${most}.\n\n${USAGE}`)
}

const scenarioNamed = (text: string | undefined): DemoOptions['scenario'] => {
  if (text === undefined) return null
  const scenario = demoScenario(text)
  if (scenario !== null) return scenario
  throw wrongUsage(`--scenario is one of ${DEMO_SCENARIOS.join(', ')}.\n\n${USAGE}`)
}

/** @returns null where only the usage was asked for */
const readFlags = (args: readonly string[]): DemoFlags | null => {
  const options = {
    bays: { type: 'string', default: '8' },
    speed: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    scenario: { type: 'string' },
    'access-file': { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  } as const
  const { values, positionals } = readOptions(args, options, USAGE)
  if (values.help) return null
  expectPositionals(positionals, 0, USAGE)
  const bays = figure(values.bays, 'bays', 1, 64)
  if (!Number.isInteger(bays)) throw wrongUsage(`--bays is a whole number.\n\n${USAGE}`)
  return {
    bays,
    speed: figure(values.speed, 'speed', 0.1, 600),
    seed: values.seed,
    scenario: scenarioNamed(values.scenario),
    accessFile: values['access-file'] ?? null,
    json: values.json,
  }
}

const LOOPBACK = ['127.0.0.1', '::1', 'localhost']

/** What is in a demo is known to everybody who can read its terminal: it is for this machine alone. */
const demoConfig = (): Config => {
  const { config, lines } = commandConfig()
  if (!LOOPBACK.includes(config.host)) {
    throw failed(`A demo listens on this machine alone: VIGIL_HOST is ${config.host}, and would have to be 127.0.0.1.`)
  }
  const isQuiet = lines.some(({ key, from }) => key === 'logLevel' && from === 'default')
  return isQuiet ? { ...config, logLevel: 'warn' } : config
}

const accessOf = ({ demoAccounts }: Demo, { url, hl7 }: Listening): AccessFile => {
  const { nurse, clinician, admin } = demoAccounts.users
  const users = [nurse, clinician, admin].map(({ staff, password }) => ({
    name: staff.name,
    role: staff.role,
    password,
  }))
  return { url, hl7, users, tokens: demoAccounts.tokens }
}

const welcome = ({ url, hl7, users, tokens }: AccessFile, speed: number): string => {
  const signIns = users.map(({ name, password }) => `  ${name.padEnd(10)} ${password}`)
  return [
    '',
    `Vigil demo${speed === 1 ? '' : ` at ${speed} times the speed`}: every patient and every reading is simulated.`,
    '',
    `  the wall   ${url}/wall#token=${tokens.display ?? ''}`,
    `  sign in    ${url}/login`,
    '',
    ...signIns,
    '',
    `HL7 over MLLP: ${hl7.host}, port ${hl7.port}. Ctrl+C ends the demo; started again, it goes on.`,
    '',
  ].join('\n')
}

const startDemo = async (flags: DemoFlags, io: CliIo): Promise<Demo> => {
  const config = demoConfig()
  const demo = await openDemo({ ...flags, config, log: createPinoLog(config.logLevel) })
  try {
    const access = accessOf(demo, await demo.listen())
    demo.startMonitors()
    if (flags.accessFile !== null) await writeAccessFile(flags.accessFile, access)
    io.stdout.write(`${flags.json ? JSON.stringify(access) : welcome(access, flags.speed)}\n`)
    return demo
  } catch (error) {
    await demo.close()
    throw error
  }
}

export const runDemo = async (args: readonly string[], io: CliIo): Promise<number> => {
  const flags = readFlags(args)
  if (flags === null) {
    io.stdout.write(USAGE)
    return 0
  }
  const demo = await startDemo(flags, io)
  return runUntilSignal(() => demo.close())
}
