import type { RecoveryView, SessionView } from '../../shared/domain/session-view.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { formatCountdown, formatDuration, formatTime } from '../ui/format.ts'
import { PHASE_WORD } from '../ui/phase-words.ts'

/** Where a visit stands, in a word, a line and a ring. */
export interface PhaseLook {
  readonly word: string
  readonly line: string
  /** Elapsed of the whole, 0 to 1. */
  readonly fraction: number
}

const RECOVERY_WORD: Readonly<Record<RecoveryView['status'], string>> = {
  recovering: 'Recovering',
  due: 'Assess',
  ready: 'Ready',
  overdue: 'Overdue',
}

const bounded = (fraction: number): number => (Number.isFinite(fraction) ? Math.min(1, Math.max(0, fraction)) : 0)

/** Steps of the ring: finer ones would be drawn more often than they are seen. */
const RING_STEPS = 120
const stepped = (fraction: number): number => Math.round(bounded(fraction) * RING_STEPS) / RING_STEPS

const elapsed = (from: string, to: string, now: Instant): number => {
  const start = Date.parse(from)
  return stepped((now - start) / (Date.parse(to) - start))
}

const checklistLook = ({ checklist }: SessionView): PhaseLook => {
  const required = checklist.filter((item) => item.required)
  const done = required.filter((item) => item.done).length
  return {
    word: PHASE_WORD.preparing,
    line: `${done} of ${required.length}`,
    fraction: bounded(done / required.length),
  }
}

const infusingLook = (view: SessionView, now: Instant): PhaseLook => {
  const { infusion } = view
  if (infusion === undefined) return { word: PHASE_WORD[view.phase], line: '', fraction: 0 }
  if (view.phase === 'paused') {
    const since = Date.parse(infusion.pausedSince ?? view.phaseSince)
    return {
      word: PHASE_WORD.paused,
      line: `for ${formatDuration(now - since)}`,
      fraction: stepped(infusion.percent / 100),
    }
  }
  const left = Date.parse(infusion.projectedEnd) - now
  const line = left > 0 ? `${formatCountdown(left)} left` : `over for ${formatDuration(-left)}`
  return { word: PHASE_WORD.infusing, line, fraction: elapsed(infusion.startedAt, infusion.projectedEnd, now) }
}

const recoveryLine = ({ status, minimumUntil }: RecoveryView, now: Instant): string => {
  const left = Date.parse(minimumUntil) - now
  if (status === 'recovering') return left > 0 ? `${formatCountdown(left)} to go` : ''
  return status === 'ready' ? 'for discharge' : `since ${formatTime(Date.parse(minimumUntil))}`
}

const recoveringLook = (view: SessionView, now: Instant): PhaseLook => {
  const { recovery } = view
  if (recovery === undefined) return { word: PHASE_WORD.recovering, line: '', fraction: 0 }
  return {
    word: RECOVERY_WORD[recovery.status],
    line: recoveryLine(recovery, now),
    fraction: elapsed(recovery.endedAt, recovery.minimumUntil, now),
  }
}

export const phaseLook = (view: SessionView, now: Instant): PhaseLook => {
  switch (view.phase) {
    case 'scheduled': {
      const start = view.plannedStart === undefined ? '' : formatTime(Date.parse(view.plannedStart))
      return { word: PHASE_WORD.scheduled, line: start, fraction: 0 }
    }
    case 'preparing':
      return checklistLook(view)
    case 'infusing':
    case 'paused':
      return infusingLook(view, now)
    case 'recovering':
      return recoveringLook(view, now)
    case 'discharged':
    case 'transferred':
    case 'cancelled':
      return { word: PHASE_WORD[view.phase], line: '', fraction: 1 }
  }
}
