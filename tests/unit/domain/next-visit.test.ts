import { describe, expect, it } from 'vitest'
import { nextVisit, type VisitBefore } from '../../../shared/domain/next-visit.ts'
import { instant, plusMs, MS_PER_DAY, MS_PER_HOUR } from '../../../shared/domain/time.ts'

const LAST = instant(Date.UTC(2026, 2, 2, 9))
const last: VisitBefore = { phase: 'discharged', startedAt: LAST }
const day = (days: number, hours = 0) => plusMs(LAST, days * MS_PER_DAY + hours * MS_PER_HOUR)

describe('the next visit of maintenance', () => {
  it('is due so many days after the dose of the last completed visit', () => {
    expect(nextVisit(last, 28, day(21))).toEqual({ lastAt: LAST, everyDays: 28, dueAt: day(28), dueInDays: 7 })
  })

  it.each([
    [day(28, -1), 0],
    [day(28, 1), 0],
    [day(27, -6), 1],
    [day(31), -3],
  ])('says how many days away it is, to the nearest', (now, dueInDays) => {
    expect(nextVisit(last, 28, now)?.dueInDays).toBe(dueInDays)
  })

  it('is not due where nothing says how often, or there is nothing to count from', () => {
    expect(nextVisit(last, null, day(21))).toBeNull()
    expect(nextVisit(undefined, 28, day(21))).toBeNull()
    expect(nextVisit({ phase: 'discharged', startedAt: null }, 28, day(21))).toBeNull()
    expect(nextVisit({ phase: 'transferred', startedAt: LAST }, 28, day(21))).toBeNull()
  })
})
