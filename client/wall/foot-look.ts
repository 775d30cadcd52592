import type { SessionView, TimerKind } from '../../shared/domain/session-view.ts'
import { MS_PER_HOUR, type Instant } from '../../shared/domain/time.ts'
import type { LiveSession } from '../live/live-state.ts'
import { repeatOpen } from '../ui/alarm-look.ts'
import { formatCountdown, formatDuration, formatFigure, formatMg } from '../ui/format.ts'

const DUE_WORD: Readonly<Record<TimerKind, string>> = {
  infusion: 'Infusion ends',
  pause: 'Resume',
  bloodPressure: 'BP',
  check: 'Check',
  recovery: 'Assess',
  stay: 'Stay ends',
}

/** `BP in 5:36`, or `BP due 0:40` from its time on. */
export const dueText = (due: NonNullable<SessionView['nextDue']>, now: Instant): string => {
  const left = Date.parse(due.dueAt) - now
  const word = DUE_WORD[due.kind]
  return left > 0 ? `${word} in ${formatCountdown(left)}` : `${word} due ${formatDuration(-left)}`
}

/** What is to be done next for this visit. */
export const nextText = (view: SessionView, now: Instant): string => {
  // A pressure alarm asks first for another pressure; while a repeat speaks about it, the time for one is shown.
  const repeat = repeatOpen(view.alarms, now)
  if (repeat !== null) return `Measure again ${formatCountdown(repeat.leftMs)}`
  if (view.nextDue !== undefined) return dueText(view.nextDue, now)
  if (view.recovery?.status === 'ready') return 'Discharge'
  if (view.phase !== 'preparing') return ''
  return view.baseline === undefined ? 'No baseline yet' : 'Baseline set'
}

/** Two weights of one line: the figure, and what goes with it. */
export interface FootLook {
  readonly figure: string
  readonly rest: string
}

/** Delivered now: the view's figure, carried on at its rate; arithmetic of the plan, no rule of it. */
const deliveredMg = ({ view, viewAt }: LiveSession, now: Instant): number => {
  const { infusion } = view
  if (infusion === undefined) return 0
  const since = Math.max(0, now - viewAt)
  const carried = infusion.deliveredMg + (infusion.rateMgPerHour * since) / MS_PER_HOUR
  return Math.min(Math.max(infusion.plannedMg, infusion.deliveredMg), carried)
}

export const footLook = (session: LiveSession, now: Instant): FootLook => {
  const { infusion, recovery, protocol } = session.view
  if (recovery !== undefined) {
    const criteria = recovery.criteria.filter((criterion) => criterion.stage === 'ready')
    const met = criteria.filter((criterion) => criterion.met).length
    return { figure: String(met), rest: ` of ${criteria.length} criteria` }
  }
  if (infusion === undefined) return { figure: '', rest: protocol.name }
  const rate = infusion.rateMgPerHour > 0 ? ` · ${formatFigure(infusion.rateMgPerHour)} mg/h` : ''
  return { figure: formatMg(deliveredMg(session, now)), rest: ` of ${formatFigure(infusion.plannedMg)} mg${rate}` }
}
