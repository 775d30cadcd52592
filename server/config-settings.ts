import { isIP } from 'node:net'
import { z } from 'zod'
import { readMailAddress, readMailAddresses, readSmtpUrl, readWebhookUrls } from './notice-settings.ts'
import { readAddress, readAddresses, readRules, readZone } from './feed-settings.ts'

const isHost = (text: string): boolean => isIP(text) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text)

const host = z.string().refine(isHost, 'must be a host name or an address, such as 127.0.0.1 or 0.0.0.0')

const PORT_WANTED = 'must be a port from 0 (any free one) to 65535'

/** The environment says it in text, the file in a number. */
const port = z.preprocess(
  (raw) => (typeof raw === 'string' && /^\d{1,5}$/.test(raw) ? Number(raw) : raw),
  z.int(PORT_WANTED).min(0, PORT_WANTED).max(65_535, PORT_WANTED),
)

const text = z.string('must be some text').trim().min(1, 'must be some text')

const oneOf = <const T extends readonly string[]>(choices: T) =>
  z.enum(choices, { error: `must be one of ${choices.join(', ')}` })

/** Text that `read` understands. */
const readable = (read: (value: string) => unknown, wanted: string) =>
  text.refine((value) => read(value) !== null, wanted)

/** 128 bits, in the shortest way of writing them that people use. */
const LEAST_SECRET = 22

const settingsSchema = z.object({
  host: host.default('127.0.0.1'),
  port: port.default(8080),
  dataDir: text.default('./data'),
  /** null, here and below: unset. */
  databaseUrl: text.nullable().default(null),
  hl7Port: port.default(2575),
  /** The zone of monitors that send times without one; null: this machine's. */
  hl7Zone: readable(readZone, 'must be a time zone, such as Europe/Berlin').nullable().default(null),
  /** Monitors that wait to be called. */
  hl7Dial: readable(readAddresses, 'must be HOST:PORT, several with commas between them').nullable().default(null),
  /** Where the records of visits go when they have ended; null: nowhere. */
  hl7Send: readable(readAddress, 'must be HOST:PORT, one receiver').nullable().default(null),
  /** Sources that are not answered as they ask. */
  hl7Answers: readable(readRules, 'must be SOURCE=auto|AA|CA|none, several with semicolons between them')
    .nullable()
    .default(null),
  /** Who is told when nobody comes to an alarm. */
  webhookUrls: readable(
    readWebhookUrls,
    'must be https:// or http:// addresses without a user name, several with commas between them',
  )
    .nullable()
    .default(null),
  webhookSecret: z
    .string('must be some text')
    .min(LEAST_SECRET, `must have at least ${LEAST_SECRET} characters`)
    .nullable()
    .default(null),
  smtpUrl: readable(
    readSmtpUrl,
    'must be smtp:// or smtps://, then HOST or USER:PASSWORD@HOST, and :PORT where it is another',
  )
    .nullable()
    .default(null),
  mailFrom: readable(readMailAddress, 'must be an e-mail address').nullable().default(null),
  mailTo: readable(readMailAddresses, 'must be e-mail addresses, several with commas between them')
    .nullable()
    .default(null),
  mqttUrl: text.nullable().default(null),
  tlsCert: text.nullable().default(null),
  tlsKey: text.nullable().default(null),
  logLevel: oneOf(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Who may ask /healthz, /readyz and /metrics. */
  probes: oneOf(['loopback', 'any']).default('loopback'),
})

export type Settings = z.infer<typeof settingsSchema>

export type SettingKey = keyof Settings

const VARIABLES: Readonly<Record<SettingKey, string>> = {
  host: 'VIGIL_HOST',
  port: 'VIGIL_PORT',
  dataDir: 'VIGIL_DATA_DIR',
  databaseUrl: 'VIGIL_DATABASE_URL',
  hl7Port: 'VIGIL_HL7_PORT',
  hl7Zone: 'VIGIL_HL7_ZONE',
  hl7Dial: 'VIGIL_HL7_DIAL',
  hl7Send: 'VIGIL_HL7_SEND',
  hl7Answers: 'VIGIL_HL7_ANSWERS',
  webhookUrls: 'VIGIL_WEBHOOK_URLS',
  webhookSecret: 'VIGIL_WEBHOOK_SECRET',
  smtpUrl: 'VIGIL_SMTP_URL',
  mailFrom: 'VIGIL_MAIL_FROM',
  mailTo: 'VIGIL_MAIL_TO',
  mqttUrl: 'VIGIL_MQTT_URL',
  tlsCert: 'VIGIL_TLS_CERT',
  tlsKey: 'VIGIL_TLS_KEY',
  logLevel: 'VIGIL_LOG_LEVEL',
  probes: 'VIGIL_PROBES',
}

/** Read by the tools around the server, not by the server. */
const OTHER_VARIABLES: readonly string[] = ['VIGIL_CHROMIUM', 'VIGIL_URL']

const KEYS = Object.keys(VARIABLES) as readonly SettingKey[]

const isSettingKey = (key: unknown): key is SettingKey => (KEYS as readonly unknown[]).includes(key)

export interface Given {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly file: Readonly<Record<string, unknown>>
  readonly fileName: string
}

interface Raw {
  readonly value: unknown
  /** As a person would look for it. */
  readonly from: string
}

const rawOf = (key: SettingKey, { env, file, fileName }: Given): Raw => {
  const variable = VARIABLES[key]
  // An empty variable is how many tools leave one out.
  if (env[variable] !== undefined && env[variable] !== '') return { value: env[variable], from: variable }
  if (file[key] !== undefined) return { value: file[key], from: `${key} in ${fileName}` }
  return { value: undefined, from: 'default' }
}

const unknownKeys = ({ env, file, fileName }: Given): readonly string[] => {
  const variables = [...Object.values(VARIABLES), ...OTHER_VARIABLES]
  const strangeVariables = Object.keys(env).filter((name) => name.startsWith('VIGIL_') && !variables.includes(name))
  const strangeKeys = Object.keys(file).filter((key) => !isSettingKey(key))
  return [
    ...strangeVariables.map((name) => `There is no setting ${name}. Known are: ${variables.join(', ')}.`),
    ...strangeKeys.map((key) => `There is no setting ${key} for ${fileName}. Known are: ${KEYS.join(', ')}.`),
  ]
}

/** One line of `--print-config`. */
export interface ConfigLine {
  readonly key: SettingKey
  readonly value: string | number | null
  readonly from: string
}

const MASK = '***'

/** A URL may carry a password, and the path of a webhook is often one. */
const masked = (key: SettingKey, value: string | number | null): string | number | null => {
  if (typeof value !== 'string') return value
  if (key === 'webhookSecret') return MASK
  if (key === 'webhookUrls') return value.replace(/(\/\/[^/?#,\s]+)[^,\s]*/g, `$1/${MASK}`)
  return value.replace(/\/\/([^@/]*)@/, `//${MASK}@`)
}

export interface ReadSettings {
  /** null: there are faults. */
  readonly settings: Settings | null
  readonly lines: readonly ConfigLine[]
  /** One sentence each. */
  readonly faults: readonly string[]
}

/** Environment first, then the file, then the defaults. */
export const readSettings = (given: Given): ReadSettings => {
  const raws = Object.fromEntries(KEYS.map((key) => [key, rawOf(key, given)])) as Record<SettingKey, Raw>
  const parsed = settingsSchema.safeParse(Object.fromEntries(KEYS.map((key) => [key, raws[key].value])))
  const wrong = (parsed.error?.issues ?? []).map(({ path: [key], message }) =>
    isSettingKey(key) ? `${raws[key].from} ${message}.` : `${message}.`,
  )
  const faults = [...unknownKeys(given), ...wrong]
  const settings = parsed.success && faults.length === 0 ? parsed.data : null
  const lines = KEYS.map((key): ConfigLine => ({
    key,
    value: masked(key, settings?.[key] ?? null),
    from: raws[key].from,
  }))
  return { settings, lines, faults }
}
