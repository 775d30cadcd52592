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

interface Words {
  readonly subject: string
  readonly lines: readonly string[]
}
type NoticeOf<Type extends Notice['type']> = Extract<Notice, { readonly type: Type }>

const placeLines = (notice: NoticeOf<'alarmUnattended' | 'stayPassed'>): readonly string[] => [
  `Site: ${notice.site}`,
  `Bay: ${notice.bayName}`,
  ...responsibleLine(notice.responsible),
]

const markOf = ({ simulated }: NoticeOf<'alarmUnattended' | 'stayPassed'>): string => (simulated ? 'SIMULATED ' : '')

const testWords = ({ at }: NoticeOf<'test'>): Words => ({
  subject: 'Vigil: test',
  lines: ['A test: mail about unattended alarms arrives here.', `Sent: ${at}`],
})

const stayWords = (notice: NoticeOf<'stayPassed'>): Words => ({
  subject: `${markOf(notice)}LONGEST STAY PASSED ${notice.bayName}`,
  lines: [
    ...(notice.simulated ? [SIMULATED] : []),
    `A patient is still in recovery after the protocol's longest stay, ${notice.longestStayMin} min: a clinician decides.`,
    ...placeLines(notice),
    `Written: ${notice.at}`,
    `Visit: ${notice.session}`,
  ],
})

const unattendedWords = (notice: NoticeOf<'alarmUnattended'>): Words => {
  const { alarm } = notice
  const figures = [
    ...(alarm.value === null ? [] : [`Value: ${alarm.value}`]),
    ...(alarm.limit === null ? [] : [`Limit: ${alarm.limit}`]),
  ]
  return {
    subject: `${markOf(notice)}UNATTENDED ${notice.bayName}: ${alarm.channel}`,
    lines: [
      ...(notice.simulated ? [SIMULATED] : []),
      'Nobody has acknowledged a high alarm for a minute.',
      ...placeLines(notice),
      `Alarm: ${alarm.channel}, priority ${alarm.priority}`,
      ...figures,
      `Since: ${alarm.since}`,
      `Unattended: ${notice.at}`,
      `Visit: ${notice.session}`,
    ],
  }
}

const words = (notice: Notice): Words => {
  switch (notice.type) {
    case 'test':
      return testWords(notice)
    case 'stayPassed':
      return stayWords(notice)
    case 'alarmUnattended':
      return unattendedWords(notice)
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
