import type { Priority } from '../../shared/domain/limit.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { shownPriority } from '../ui/alarm-look.ts'

export interface PhaseCounts {
  readonly preparing: number
  readonly infusing: number
  readonly recovering: number
  readonly ready: number
}

export interface AlarmCount {
  readonly count: number
  /** Alarms that nobody acknowledged. */
  readonly open: number
}

export const phaseCounts = (views: readonly SessionView[]): PhaseCounts => {
  const ready = views.filter((view) => view.recovery?.status === 'ready').length
  return {
    preparing: views.filter((view) => view.phase === 'preparing').length,
    infusing: views.filter((view) => view.phase === 'infusing' || view.phase === 'paused').length,
    recovering: views.filter((view) => view.phase === 'recovering').length - ready,
    ready,
  }
}

export const alarmCounts = (views: readonly SessionView[]): Readonly<Record<Priority, AlarmCount>> => {
  const alarms = views.flatMap((view) => view.alarms)
  const counted = (priority: Priority): AlarmCount => {
    const here = alarms.filter((alarm) => shownPriority(alarm) === priority)
    return { count: here.length, open: here.filter((alarm) => !alarm.acknowledged).length }
  }
  return { high: counted('high'), medium: counted('medium'), low: counted('low') }
}

export interface SiteDue {
  readonly bay: string
  readonly due: NonNullable<SessionView['nextDue']>
}

/** What is due soonest in the whole site. */
export const nextDueOfSite = (views: readonly SessionView[]): SiteDue | null =>
  views
    .flatMap((view): SiteDue[] => (view.nextDue === undefined ? [] : [{ bay: view.bay, due: view.nextDue }]))
    .toSorted((one, other) => Date.parse(one.due.dueAt) - Date.parse(other.due.dueAt))[0] ?? null
