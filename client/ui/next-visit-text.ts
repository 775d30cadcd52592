import type { NextVisitAnswer } from '../../shared/wire/next-visit.ts'
import { formatDay } from './format.ts'

const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`)

const awayText = (dueInDays: number): string => {
  if (dueInDays === 0) return 'now'
  return dueInDays > 0 ? `in ${days(dueInDays)}` : `${days(-dueInDays)} ago`
}

/** `12 Mar 2026, in 5 days (every 28 days)` */
export const nextVisitText = ({ dueAt, dueInDays, everyDays }: NonNullable<NextVisitAnswer>): string =>
  `${formatDay(Date.parse(dueAt))}, ${awayText(dueInDays)} (every ${days(everyDays)})`
