import type { IsoTime } from '../../shared/domain/session-view.ts'
import { formatDay } from './format.ts'

/** As the server tells it. */
interface DueVisit {
  readonly dueAt: IsoTime
  readonly dueInDays: number
}

export const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`)

const awayText = (dueInDays: number): string => {
  if (dueInDays === 0) return 'now'
  return dueInDays > 0 ? `in ${days(dueInDays)}` : `${days(-dueInDays)} ago`
}

/** `12 Mar 2026, in 5 days` */
export const nextVisitText = ({ dueAt, dueInDays }: DueVisit): string =>
  `${formatDay(Date.parse(dueAt))}, ${awayText(dueInDays)}`
