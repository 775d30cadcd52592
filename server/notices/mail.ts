import { MS_PER_SECOND, type Instant } from '../../shared/domain/time.ts'
import type { Notice } from '../../shared/wire/notification.ts'
import { sendLetter, type SmtpServer } from './smtp.ts'
import { targetId, type Target } from './target.ts'

export interface MailSettings {
  readonly server: SmtpServer
  readonly from: string
  readonly to: readonly string[]
}

interface MailParts extends Omit<MailSettings, 'to'> {
  readonly to: string
  /** The real time, for the letter's date. */
  readonly now: () => Instant
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 30 * MS_PER_SECOND
/** Ten characters are 40 bytes at most: an encoded word stays under the 75 characters of RFC 2047. */
const WORD_CHARS = 10
const LINE_CHARS = 76

const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text)

/** Any text in a header: a bay may have any name. */
const headerText = (text: string): string => {
  if (isPlain(text) && text.length < LINE_CHARS) return text
  const chars = Array.from(text)
  const words: string[] = []
  for (let from = 0; from < chars.length; from += WORD_CHARS) {
    words.push(`=?UTF-8?B?${Buffer.from(chars.slice(from, from + WORD_CHARS).join('')).toString('base64')}?=`)
  }
  return words.join('\r\n ')
}

const bodyText = (text: string): string =>
  Buffer.from(text)
    .toString('base64')
    .match(new RegExp(`.{1,${LINE_CHARS}}`, 'g'))
    ?.join('\r\n') ?? ''

const SIMULATED = 'SIMULATED: no patient is meant.'

const responsibleLine = (name: string | null | undefined): readonly string[] => {
  if (name === undefined) return []
  return [name === null ? 'Nobody answers for this bay.' : `Answers for this bay: ${name}`]
}

const words = (notice: Notice): { readonly subject: string; readonly lines: readonly string[] } => {
  if (notice.type === 'test') {
    return {
      subject: 'Vigil: test',
      lines: ['A test: mail about unattended alarms arrives here.', `Sent: ${notice.at}`],
    }
  }
  const { alarm, bayName, simulated } = notice
  const figures = [
    ...(alarm.value === null ? [] : [`Value: ${alarm.value}`]),
    ...(alarm.limit === null ? [] : [`Limit: ${alarm.limit}`]),
  ]
  return {
    subject: `${simulated ? 'SIMULATED ' : ''}UNATTENDED ${bayName}: ${alarm.channel}`,
    lines: [
      ...(simulated ? [SIMULATED] : []),
      'Nobody has acknowledged a high alarm for a minute.',
      `Site: ${notice.site}`,
      `Bay: ${bayName}`,
      ...responsibleLine(notice.responsible),
      `Alarm: ${alarm.channel}, priority ${alarm.priority}`,
      ...figures,
      `Since: ${alarm.since}`,
      `Unattended: ${notice.at}`,
      `Visit: ${notice.session}`,
    ],
  }
}

/** @param at the real time of this attempt */
export const letterOf = (notice: Notice, { from, to }: { readonly from: string; readonly to: string }, at: Instant) => {
  const { subject, lines } = words(notice)
  const headers = [
    `From: Vigil <${from}>`,
    `To: <${to}>`,
    `Subject: ${headerText(subject)}`,
    `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`,
    // The same in every attempt: a mailbox may drop what it has already.
    `Message-ID: <${notice.id}@vigil.invalid>`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
  ]
  return `${headers.join('\r\n')}\r\n\r\n${bodyText(`${lines.join('\r\n')}\r\n`)}`
}

/** One target for each address: that one has it says nothing of another. */
export const mailTarget = ({ server, from, to, now, timeoutMs = TIMEOUT_MS }: MailParts): Target => ({
  id: targetId('email', to),
  kind: 'email',
  label: to,
  send: (notice, signal) =>
    sendLetter(
      server,
      { from, to, message: letterOf(notice, { from, to }, now()) },
      AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    ),
})
