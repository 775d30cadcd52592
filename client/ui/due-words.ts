import type { TimerKind } from '../../shared/domain/session-view.ts'
import { formatCountdown, formatDuration } from './format.ts'

/** What is to be done when a timer runs out. */
export const DUE_WORD: Readonly<Record<TimerKind, string>> = {
  infusion: 'Infusion ends',
  pause: 'Resume or end',
  bloodPressure: 'Blood pressure',
  check: 'Check',
  recovery: 'Assess for discharge',
  stay: 'Longest stay ends',
}

/** `in 5:36`, or `due for 0:40` from its time on. */
export const dueWhen = (dueAt: string, now: number): string => {
  const left = Date.parse(dueAt) - now
  return left > 0 ? `in ${formatCountdown(left)}` : `due for ${formatDuration(-left)}`
}
