import type { MailSettings } from './notices/mail.ts'
import type { SmtpServer } from './notices/smtp.ts'
import type { NoticeSettings } from './notice-outbox.ts'

interface GivenNotices {
  readonly webhookUrls: string | null
  readonly webhookSecret: string | null
  readonly smtpUrl: string | null
  readonly mailFrom: string | null
  readonly mailTo: string | null
}

const isWebhookUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === ''
}

/** Addresses with commas between them, each once. @returns null where one is none. */
export const readWebhookUrls = (text: string): readonly string[] | null => {
  const urls = text.split(',').map((part) => part.trim())
  return urls.every(isWebhookUrl) ? [...new Set(urls)] : null
}

const SMTP_PORT = 587
const SMTPS_PORT = 465

/** @returns null for what no address may hold */
const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** @returns undefined where only one of the two is there, or one cannot be read */
const credentialsOf = ({ username, password }: URL): SmtpServer['credentials'] | undefined => {
  if (username === '' && password === '') return null
  const user = decoded(username)
  const word = decoded(password)
  return user === null || word === null || user === '' || word === '' ? undefined : { user, password: word }
}

/** `smtp://USER:PASSWORD@HOST:PORT`, user and port as needed. @returns null where it is none */
export const readSmtpUrl = (text: string): SmtpServer | null => {
  if (!/^smtps?:\/\/[^\s/]+\/?$/i.test(text) || !URL.canParse(text)) return null
  const url = new URL(text)
  const credentials = credentialsOf(url)
  if (credentials === undefined) return null
  const isTls = url.protocol === 'smtps:'
  const usualPort = isTls ? SMTPS_PORT : SMTP_PORT
  const port = url.port === '' ? usualPort : Number(url.port)
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port, isTls, credentials }
}

/** Plain addresses alone: what they hold goes into headers and commands as it is. @returns null where it is none */
export const readMailAddress = (text: string): string | null =>
  /^[a-z0-9._%+'-]+@[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text) ? text : null

/** Addresses with commas between them, each once. @returns null where one is none. */
export const readMailAddresses = (text: string): readonly string[] | null => {
  const addresses = text.split(',').map((part) => readMailAddress(part.trim()))
  return addresses.every((address) => address !== null) ? [...new Set(addresses)] : null
}

const isSome = (value: string | null): boolean => value !== null

/** One sentence for each setting that lacks what it needs, or would do nothing. */
export const noticeFaults = ({
  webhookUrls,
  webhookSecret,
  smtpUrl,
  mailFrom,
  mailTo,
}: GivenNotices): readonly string[] => [
  ...((webhookUrls === null) === (webhookSecret === null)
    ? []
    : ['Webhooks take both VIGIL_WEBHOOK_URLS and VIGIL_WEBHOOK_SECRET: one of them is missing.']),
  ...(new Set([smtpUrl, mailFrom, mailTo].map(isSome)).size === 1
    ? []
    : ['Mail takes VIGIL_SMTP_URL, VIGIL_MAIL_FROM and VIGIL_MAIL_TO together: one of them is missing.']),
]

const webhooksOf = (urls: string, secret: string) => (readWebhookUrls(urls) ?? []).map((url) => ({ url, secret }))

const mailSettings = ({ smtpUrl, mailFrom, mailTo }: GivenNotices): MailSettings | null => {
  if (smtpUrl === null || mailFrom === null || mailTo === null) return null
  const server = readSmtpUrl(smtpUrl)
  return server === null ? null : { server, from: mailFrom, to: readMailAddresses(mailTo) ?? [] }
}

export const noticeSettings = (given: GivenNotices): NoticeSettings => ({
  webhooks:
    given.webhookUrls === null || given.webhookSecret === null
      ? []
      : webhooksOf(given.webhookUrls, given.webhookSecret),
  mail: mailSettings(given),
})
