import type { z } from 'zod'
import type { notificationsAnswerSchema } from '../../shared/wire/notification.ts'
import { channelWords } from '../ui/alarm-words.ts'
import { formatClock, formatDay, formatFigure } from '../ui/format.ts'

export type NotificationsAnswer = z.infer<typeof notificationsAnswerSchema>
export type Notification = NotificationsAnswer['notifications'][number]

export const KIND_WORD = { webhook: 'Webhook', email: 'E-mail' } as const

const isToday = (at: number, now: number): boolean => new Date(at).toDateString() === new Date(now).toDateString()

/** `12:08:31`, with the day where that is not today. */
export const whenWords = (iso: string, now: number): string => {
  const at = Date.parse(iso)
  if (isToday(at, now)) return formatClock(at)
  return `${formatDay(at)}, ${formatClock(at)}`
}

interface Sending {
  readonly state: 'waiting' | 'refused' | 'delivered'
  readonly attempts: number
  readonly lastError: string | null
  readonly nextAttemptAt: string | null
  readonly deliveredAt: string | null
}

const attemptsWords = (attempts: number): string => (attempts === 1 ? 'one attempt' : `${attempts} attempts`)

/** How one thing that is to go out stands. */
export const sendingWords = ({ state, attempts, lastError, nextAttemptAt, deliveredAt }: Sending, now: number) => {
  if (state === 'delivered' && deliveredAt !== null)
    return `delivered ${whenWords(deliveredAt, now)}, ${attemptsWords(attempts)}`
  if (attempts === 0) return 'being sent'
  const next = nextAttemptAt === null ? '' : `; next attempt ${whenWords(nextAttemptAt, now)}`
  return `not delivered after ${attemptsWords(attempts)}: ${lastError ?? 'no answer'}${next}`
}

/** The value is that of the moment when nobody had come: it may be inside of the limit again. */
const figures = (value: number | null, limit: number | null): string =>
  value === null || limit === null ? '' : `, ${formatFigure(value)} (limit ${formatFigure(limit)})`

/** What was told. */
export const noticeWords = ({ notice }: Notification): string => {
  if (notice.type === 'test') return 'Test'
  if (notice.type === 'stayPassed') return `LONGEST STAY PASSED ${notice.bayName}: ${notice.longestStayMin} min`
  const { channel, value, limit } = notice.alarm
  return `UNATTENDED ${notice.bayName}: ${channelWords(channel)}${figures(value, limit)}`
}
