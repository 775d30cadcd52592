import { describe, expect, it } from 'vitest'
import { judgeOccurrence, NOW, occurrenceText, type Occurrence } from '../../client/bedside/occurrence.ts'
import { instant, plusMinutes, type Instant } from '../../shared/domain/time.ts'

/** On this device's own zone, as people read a clock. */
const clock = (hours: number, minutes: number, seconds = 0): Instant =>
  instant(new Date(2026, 2, 4, hours, minutes, seconds).getTime())

const BEGUN = { at: clock(9, 2, 40), what: 'when this visit was begun' }
const typed = (text: string): Occurrence => ({ kind: 'typed', text })
const judged = (chosen: Occurrence, now: Instant | null = clock(10, 0)) => judgeOccurrence(chosen, now, BEGUN)

describe('when an entry happened', () => {
  it('is now, unless something else is chosen', () => {
    expect(judged(NOW)).toEqual({ at: null, objection: null })
    expect(judged(typed(' '))).toEqual({ at: null, objection: null })
    expect(judged(NOW, null)).toEqual({ at: null, objection: null })
  })

  it('stays the moment that was meant when it was chosen', () => {
    const at = plusMinutes(clock(10, 0), -5)
    const chosen: Occurrence = { kind: 'ago', minutes: 5, at }
    expect(judged(chosen, clock(10, 3))).toEqual({ at, objection: null })
    expect(occurrenceText(chosen)).toBe('09:55')
  })

  it.each(['09:48', '9:48', '948', '0948', '9.48'])('reads %s as a time of day', (text) => {
    expect(judged(typed(text))).toEqual({ at: clock(9, 48), objection: null })
  })

  it.each(['9', '09:7', '24:00', '09:60', 'soon'])('says how a time is written in place of %s', (text) => {
    expect(judged(typed(text))).toEqual({ at: null, objection: 'Write the time of day as 13:05.' })
  })

  it('refuses what is still to come and what was before the visit, in words', () => {
    expect(judged(typed('10:20')).objection).toBe('10:20 is still to come: it is 10:00.')
    expect(judged(typed('08:10')).objection).toBe('08:10 is before 09:02, when this visit was begun.')
  })

  it('takes the minute in which the visit was begun as its beginning', () => {
    expect(judged(typed('09:02'))).toEqual({ at: BEGUN.at, objection: null })
  })

  it('means the nearest such time: yesterday just after midnight, tomorrow just before it', () => {
    const begun = { at: clock(-1, 0), what: 'when this visit was begun' }
    expect(judgeOccurrence(typed('23:50'), clock(0, 5), begun)).toEqual({ at: clock(-1, 50), objection: null })
    expect(judgeOccurrence(typed('00:05'), clock(23, 50), begun).objection).toBe('00:05 is still to come: it is 23:50.')
  })

  it('leaves the beginning to the server where this screen does not know it', () => {
    expect(judgeOccurrence(typed('08:10'), clock(10, 0), null)).toEqual({ at: clock(8, 10), objection: null })
  })

  it('records nothing but now while the time of the server is not known', () => {
    expect(judged(typed('09:48'), null).objection).toContain('only "now" can be recorded')
  })
})
