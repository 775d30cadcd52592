import type { SendMailOptions } from 'nodemailer'
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
export const letterOf = (
  notice: Notice,
  { from, to }: { readonly from: string; readonly to: string },
  at: Instant,
): SendMailOptions => {
  const { subject, lines } = words(notice)
  return {
    envelope: { from, to },
    from: { name: 'Vigil', address: from },
    to,
    subject,
    date: new Date(at),
    // The same in every attempt: a mailbox may drop what it has already.
    messageId: `<${notice.id}@vigil.invalid>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    text: `${lines.join('\r\n')}\r\n`,
    textEncoding: 'base64',
  }
}

/** One target for each address: that one has it says nothing of another. */
export const mailTarget = ({ server, from, to, now, timeoutMs = TIMEOUT_MS }: MailParts): Target => ({
  id: targetId('email', to),
  kind: 'email',
  label: to,
  send: (notice, signal) =>
    sendLetter(
      server,
      letterOf(notice, { from, to }, now()),
      AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    ),
})
