import { describe, expect, test } from 'vitest'
import { lineLook, overlayAxes, overlayLines, shownAtFirst } from '../../../client/review/series/overlay-lines.ts'
import {
  dissociationText,
  doseText,
  givenVisits,
  intervalTexts,
  measureText,
  nextText,
  outcomeText,
  riseText,
  signatureText,
  sinceText,
  type GivenVisit,
  type SeriesVisit,
} from '../../../client/review/series/series-look.ts'
import { trendsOf } from '../../../client/review/series/trends.ts'
import { sessionId } from '../../../shared/domain/ids.ts'

const START = Date.UTC(2026, 2, 2, 9)
const iso = (dayOfSeries: number): string => new Date(START + dayOfSeries * 24 * 3_600_000).toISOString()

const visit = (more: Partial<SeriesVisit> = {}): SeriesVisit => ({
  id: sessionId('s_1'),
  createdAt: iso(0),
  phase: 'discharged',
  signed: false,
  simulated: false,
  replayed: false,
  protocol: { id: 'iv-depression', name: 'IV depression', version: 1 },
  infusion: null,
  daysSincePrevious: null,
  dose: null,
  scores: [],
  extremes: {},
  pressure: null,
  cuff: [],
  dissociation: [],
  measures: [],
  ...more,
})

const rise = (sbp: number) => ({
  sbp,
  peakAt: iso(0),
  peakAfterMin: 22.4,
  backAt: null,
  backAfterMin: null,
  stayedWithin: false,
})

const given = (infusion: number, more: Partial<SeriesVisit> = {}): GivenVisit => {
  const dose = { route: 'iv', startedAt: iso(infusion), plannedMg: 40, deliveredMg: 40, mgPerKg: 0.5 } as const
  const [made] = givenVisits([visit({ infusion, dose, ...more })])
  if (made === undefined) throw new Error('Nothing was given.')
  return made
}

const withRise = (sbp: number): SeriesVisit['pressure'] => ({
  filter: 'goodUnmarked',
  baseline: { sbp: 120, dbp: 80 },
  rise: rise(sbp),
  unfiltered: { rise: null },
})

describe('the table of the visits', () => {
  test('says dashes where there is no figure, never a nought', () => {
    const none = visit()
    expect([riseText(none), dissociationText(none), measureText(none, 'pain')]).toEqual(['--', '--', '--'])
    expect([doseText(none), sinceText(none)]).toEqual(['none', ''])
  })

  test('says what was given of what was planned, and how it ended', () => {
    const dose = { ...given(1).dose, deliveredMg: 27.04, outcome: 'stoppedEarly' as const }
    expect(doseText(given(1))).toBe('40 mg')
    expect(doseText(given(1, { dose }))).toBe('27 of 40 mg')
    expect(outcomeText(given(1, { dose, phase: 'transferred' }))).toBe('Transferred, stopped early')
    expect(outcomeText(given(1))).toBe('Discharged')
  })

  test('says rise and fall with their signs, and both scales of dissociation', () => {
    expect(riseText(visit({ pressure: withRise(31) }))).toBe('+31 at 22 min')
    expect(riseText(visit({ pressure: withRise(-4) }))).toBe('-4 at 22 min')
    const dissociation: SeriesVisit['dissociation'] = [
      { scale: 'cadss6', highest: 11 },
      { scale: 'dissociation', highest: 6 },
    ]
    expect(dissociationText(visit({ dissociation }))).toBe('11 of 24 (CADSS-6), 6 of 10')
  })

  test('says a score once where it stayed, and first and last where it moved', () => {
    const measures: SeriesVisit['measures'] = [
      { scale: 'phq9', first: 17, last: 17 },
      { scale: 'pain', first: 7, last: 0 },
    ]
    expect([measureText(visit({ measures }), 'phq9'), measureText(visit({ measures }), 'pain')]).toEqual([
      '17',
      '7 → 0',
    ])
  })

  test('asks for a signature only where a visit can be signed', () => {
    expect(signatureText(visit())).toBe('not signed')
    expect(signatureText(visit({ signed: true }))).toBe('signed')
    expect(signatureText(visit({ phase: 'scheduled' }))).toBe('--')
  })
})

describe('the interval', () => {
  test('is told where there are two infusions', () => {
    expect(intervalTexts([visit(), given(1)])).toEqual({ last: 'no two infusions yet', all: '--' })
    const visits = [given(1), given(2, { daysSincePrevious: 3 }), visit(), given(3, { daysSincePrevious: 7 })]
    expect(intervalTexts(visits)).toEqual({ last: '7 days', all: '3, 7' })
    expect(intervalTexts([given(1), given(2, { daysSincePrevious: 1 })])).toEqual({ last: '1 day', all: '1' })
    expect(sinceText(given(3, { daysSincePrevious: 7 }))).toBe('7 days after infusion 2')
  })

  test('has a next visit only where one is planned', () => {
    expect(nextText([given(1)])).toBe('no visit is planned')
    expect(nextText([given(1), visit({ phase: 'cancelled', plannedStart: iso(8) })])).toBe('no visit is planned')
    expect(nextText([given(1), visit({ phase: 'scheduled', plannedStart: iso(8) })])).toMatch(
      /^planned for 10 Mar 2026, /,
    )
  })
})

describe('the pressures over one another', () => {
  test('draw the newest solid and strong, the others lighter with dashes that they keep', () => {
    expect(lineLook(3, 3)).toEqual({ stroke: 'var(--text)', strokeWidth: 3 })
    const second = lineLook(2, 3)
    expect(second.strokeWidth).toBeLessThan(3)
    expect(second.strokeDasharray).toBeDefined()
    expect(lineLook(2, 9)).toEqual(second)
    const six = [1, 2, 3, 4, 5, 6].map((infusion) => lineLook(infusion, 7).strokeDasharray)
    expect(new Set(six).size).toBe(6)
  })

  test('leave out what a measurement did not give', () => {
    const cuff = [
      { afterMin: -5, sbp: 121, dbp: 79 },
      { afterMin: 4, sbp: 139 },
      { afterMin: 9, dbp: 88 },
    ]
    expect(overlayLines([given(1, { cuff })])).toMatchObject([
      {
        infusion: 1,
        sbp: [
          { afterMin: -5, value: 121 },
          { afterMin: 4, value: 139 },
        ],
        dbp: [
          { afterMin: -5, value: 79 },
          { afterMin: 9, value: 88 },
        ],
      },
    ])
  })

  test('stand on round axes around all of them, the start included', () => {
    const lines = overlayLines([
      given(1, { cuff: [{ afterMin: 3, sbp: 121, dbp: 79 }] }),
      given(2, { cuff: [{ afterMin: 88, sbp: 163 }] }),
    ])
    expect(overlayAxes(lines)).toEqual({
      minutes: { low: 0, high: 90, ticks: [0, 10, 20, 30, 40, 50, 60, 70, 80, 90] },
      pressure: { low: 60, high: 180, ticks: [60, 80, 100, 120, 140, 160, 180] },
    })
    const long = overlayLines([
      given(1, {
        cuff: [
          { afterMin: -30, sbp: 120 },
          { afterMin: 260, sbp: 120 },
        ],
      }),
    ])
    expect(overlayAxes(long)?.minutes.ticks).toEqual([-30, 0, 30, 60, 90, 120, 150, 180, 210, 240, 270])
    expect(overlayAxes(long)?.pressure).toEqual({ low: 120, high: 140, ticks: [120, 140] })
    expect(overlayAxes(overlayLines([given(1)]))).toBeNull()
  })

  test('show the newest six at first', () => {
    expect([...shownAtFirst([1, 2, 3, 4, 5, 6, 7, 8].map((infusion) => given(infusion)))]).toEqual([3, 4, 5, 6, 7, 8])
  })
})

describe('the figures over the infusions', () => {
  test('are those that were taken, each on its own scale', () => {
    const visits = [
      given(1, { pressure: withRise(31), dissociation: [{ scale: 'dissociation', highest: 6 }] }),
      given(2, { pressure: withRise(-4), measures: [{ scale: 'phq9', first: 17, last: 12 }] }),
    ]
    expect(trendsOf(visits)).toEqual([
      {
        id: 'dose',
        title: 'Dose, mg/kg',
        domain: [0, 0.5],
        points: [
          { infusion: 1, value: 0.5 },
          { infusion: 2, value: 0.5 },
        ],
      },
      {
        id: 'rise',
        title: 'Peak systolic rise, mmHg',
        domain: [-20, 40],
        points: [
          { infusion: 1, value: 31 },
          { infusion: 2, value: -4 },
        ],
      },
      {
        id: 'dissociation',
        title: 'Dissociation, highest (0 to 10)',
        domain: [0, 10],
        points: [{ infusion: 1, value: 6 }],
      },
      {
        id: 'phq9',
        title: 'PHQ-9, first of the visit (0 to 27)',
        domain: [0, 27],
        points: [{ infusion: 2, value: 17 }],
      },
    ])
  })

  test('leave out dose-less visits', () => {
    expect(givenVisits([visit(), given(1)]).map(({ infusion }) => infusion)).toEqual([1])
  })
})
