import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { err, ok, type Result } from '../shared/domain/result.ts'
import { readSettings, type ConfigLine, type Settings } from './config-settings.ts'
import { readAddress, readAddresses, readRules } from './feed-settings.ts'
import { noticeFaults, noticeSettings } from './notice-settings.ts'
import type { NoticeSettings } from './notice-outbox.ts'
import type { Hl7Address, Hl7Parts } from './sources/hl7/hl7-source.ts'

const CONFIG_FILE = 'vigil.config.json'

export interface TlsFiles {
  readonly cert: string
  readonly key: string
}

/** What the server runs with: checked, whole, and every path absolute. */
export interface Config extends Pick<Settings, 'host' | 'port' | 'dataDir' | 'hl7Port' | 'logLevel' | 'probes'> {
  /** null: plain HTTP. */
  readonly tls: TlsFiles | null
  /** Beside the port: whom to call, how to answer, which zone. */
  readonly hl7: Pick<Hl7Parts, 'zone' | 'dial' | 'rules'>
  /** Where the records of visits go; null: nowhere. */
  readonly hl7Send: Hl7Address | null
  /** Who is told when nobody comes to an alarm. */
  readonly notices: NoticeSettings
}

export interface ConfigSources {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where vigil.config.json is looked for, and what relative paths are relative to. */
  readonly folder: string
}

export interface ReadConfig {
  readonly config: Config
  readonly lines: readonly ConfigLine[]
}

const readConfigFile = (folder: string): Result<Record<string, unknown>, string> => {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(path.join(folder, CONFIG_FILE), 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ok({})
    return err(`${CONFIG_FILE} cannot be read: ${error instanceof Error ? error.message : 'no reason given'}.`)
  }
  const object = z.record(z.string(), z.unknown()).safeParse(content)
  return object.success ? ok(object.data) : err(`${CONFIG_FILE} must hold one JSON object.`)
}

/** What may be set and would do nothing stops the start, so that nobody trusts in it. */
const notYet = ({ databaseUrl, mqttUrl }: Settings): readonly string[] => [
  ...(databaseUrl === null
    ? []
    : ['PostgreSQL is not supported yet: unset VIGIL_DATABASE_URL to use the embedded store in the data folder.']),
  ...(mqttUrl === null ? [] : ['The MQTT feed is not supported yet: unset VIGIL_MQTT_URL, and feed by HTTP or HL7.']),
]

const tlsFiles = ({ tlsCert, tlsKey }: Settings, folder: string): Result<TlsFiles | null, string> => {
  if (tlsCert === null && tlsKey === null) return ok(null)
  if (tlsCert === null || tlsKey === null) {
    return err('TLS takes both VIGIL_TLS_CERT and VIGIL_TLS_KEY: one of them is missing.')
  }
  return ok({ cert: path.resolve(folder, tlsCert), key: path.resolve(folder, tlsKey) })
}

const hl7Config = ({ hl7Zone, hl7Dial, hl7Answers }: Settings): Config['hl7'] => ({
  ...(hl7Zone === null ? {} : { zone: hl7Zone }),
  dial: readAddresses(hl7Dial ?? '') ?? [],
  rules: readRules(hl7Answers ?? '') ?? [],
})

/** @returns every sentence of what is wrong, not only the first. */
export const readConfig = ({ env, folder }: ConfigSources): Result<ReadConfig, readonly string[]> => {
  const file = readConfigFile(folder)
  if (!file.ok) return err([file.error])
  const { settings, lines, faults } = readSettings({ env, file: file.value, fileName: CONFIG_FILE })
  if (settings === null) return err(faults)
  const tls = tlsFiles(settings, folder)
  const conflicts = [...notYet(settings), ...noticeFaults(settings), ...(tls.ok ? [] : [tls.error])]
  if (!tls.ok || conflicts.length > 0) return err(conflicts)
  const { host, port, hl7Port, logLevel, probes } = settings
  const dataDir = path.resolve(folder, settings.dataDir)
  const hl7 = hl7Config(settings)
  const hl7Send = readAddress(settings.hl7Send ?? '')
  const notices = noticeSettings(settings)
  return ok({
    config: { host, port, dataDir, hl7Port, hl7, hl7Send, notices, tls: tls.value, logLevel, probes },
    lines,
  })
}
