import { describe, expect, test } from 'vitest'
import { placesInSeries, visitCourse } from '../../../server/core/statistics-series.ts'
import type { Scale } from '../../../shared/domain/score.ts'
import { plusMinutes, type Instant } from '../../../shared/domain/time.ts'
import { at, cuff, infusing, prepared, sample, type Visit } from '../../support/visit.ts'
import { batchesOf, eventsOf } from '../../support/visit-record.ts'

const courseOf = (visit: Visit) => visitCourse(eventsOf(visit), batchesOf(visit))

const score = (visit: Visit, scale: Scale, value: number, when: Instant): void => {
  visit.order({ type: 'recordAssessment', scale, score: value }, when)
}

/** The infusion begins at minute 2. */
const START = at(2)

describe('the pressures of a visit', () => {
  test('stand in minutes from the start, from half an hour before it', () => {
    const visit = infusing()
    const readings = [
      ...cuff(118, 70, at(-29)),
      ...cuff(120, 72, at(-28)),
      ...cuff(150, 90, at(12)),
      sample('sbp', 148, at(17)),
      sample('dbp', 84, at(22)),
      sample('map', 99, at(23)),
    ]
    const batch = { type: 'readingsStored' as const, at: at(30), readings, devices: [] }
    const { startedAt, pressures } = visitCourse(eventsOf(visit), [batch])
    expect(startedAt).toBe(START)
    expect(pressures).toEqual([
      { afterMin: -30, sbp: 120, dbp: 72 },
      { afterMin: 10, sbp: 150, dbp: 90 },
      { afterMin: 15, sbp: 148 },
      { afterMin: 20, dbp: 84 },
    ])
  })

  test('leave out what was poor or marked as artefact', () => {
    const visit = infusing()
    visit.order({ type: 'markArtefact', metric: 'sbp', from: at(10), to: at(11), reason: 'moved' }, at(30))
    const readings = [...cuff(230, 88, at(10)), sample('sbp', 99, at(15), { quality: 'poor' })]
    const batch = { type: 'readingsStored' as const, at: at(30), readings, devices: [] }
    expect(visitCourse(eventsOf(visit), [batch]).pressures).toEqual([{ afterMin: 8, dbp: 88 }])
  })
})

describe('the scores of a visit', () => {
  test('are the highest dissociation since the start, each scale for itself', () => {
    const visit = prepared()
    score(visit, 'dissociation', 9, at(1))
    visit.order({ type: 'startInfusion', doseMg: 40, durationMin: 40 }, START)
    score(visit, 'dissociation', 3, at(10))
    score(visit, 'dissociation', 6, at(20))
    score(visit, 'dissociation', 4, at(30))
    score(visit, 'cadss6', 11, at(31))
    expect(courseOf(visit).dissociation).toEqual([
      { scale: 'cadss6', highest: 11 },
      { scale: 'dissociation', highest: 6 },
    ])
  })

  test('are the first and the last of PHQ-9, GAD-7 and pain, in the order in which they happened', () => {
    const visit = infusing()
    score(visit, 'pain', 5, at(10))
    score(visit, 'pain', 2, at(40))
    visit.order({ type: 'recordAssessment', scale: 'pain', score: 8 }, at(41), { occurredAt: at(3) })
    score(visit, 'phq9', 17, at(42))
    expect(courseOf(visit).measures).toEqual([
      { scale: 'phq9', first: 17, last: 17 },
      { scale: 'pain', first: 8, last: 2 },
    ])
  })

  test('stand without a start where nothing was given, and nothing is aligned to it', () => {
    const visit = prepared()
    visit.read(cuff(120, 72, at(1)), at(1))
    score(visit, 'dissociation', 1, at(1))
    score(visit, 'gad7', 9, at(1))
    expect(courseOf(visit)).toEqual({
      startedAt: null,
      pressures: [],
      dissociation: [],
      measures: [{ scale: 'gad7', first: 9, last: 9 }],
    })
  })
})

describe('the place in the series', () => {
  const DAY_MIN = 24 * 60

  test('counts visits in which something was given, and the days since the one before', () => {
    const starts = [START, null, plusMinutes(START, 3 * DAY_MIN + 90), plusMinutes(START, 10 * DAY_MIN - 90)]
    expect(placesInSeries(starts)).toEqual([
      { infusion: 1, daysSincePrevious: null },
      { infusion: null, daysSincePrevious: null },
      { infusion: 2, daysSincePrevious: 3 },
      { infusion: 3, daysSincePrevious: 7 },
    ])
  })
})
