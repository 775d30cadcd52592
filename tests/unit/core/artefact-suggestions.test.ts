import { describe, expect, test } from 'vitest'
import { artefactsIn, judged, suggestionId } from '../../../server/core/artefact-suggestions.ts'
import type { SuggestedArtefact } from '../../../shared/domain/artefact.ts'
import { deviceId } from '../../../shared/domain/ids.ts'
import type { NoValue, Reading } from '../../../shared/domain/reading.ts'
import { plusSeconds } from '../../../shared/domain/time.ts'
import type { Metric } from '../../../shared/domain/vital.ts'
import { at, clinician, infusing, nurse, sample, type Visit } from '../../support/visit.ts'
import { eventsOf } from '../../support/visit-record.ts'

const second = (number: number) => plusSeconds(at(2), number)

const none = (metric: Metric, number: number, status: NoValue['status'] = 'sensorOff'): Reading => {
  const { value: _value, quality: _quality, ...base } = sample(metric, 0, second(number))
  return { ...base, kind: 'noValue', status }
}

/** A value a second for five minutes; null: no value; what is not named is the usual. */
const series = (metric: Metric, usual: number, others: Readonly<Record<number, number | null>> = {}) =>
  Array.from({ length: 300 }, (_, number): Reading => {
    const value = Object.hasOwn(others, number) ? others[number] : usual
    return value === null || value === undefined ? none(metric, number) : sample(metric, value, second(number))
  })

const run = (from: number, to: number, value: number | null) =>
  Object.fromEntries(Array.from({ length: to - from + 1 }, (_, index) => [from + index, value]))

const found = (...all: readonly (readonly Reading[])[]): readonly SuggestedArtefact[] => {
  const byMetric = new Map<Metric, readonly Reading[]>()
  for (const reading of all.flat()) byMetric.set(reading.metric, [...(byMetric.get(reading.metric) ?? []), reading])
  return [...artefactsIn(byMetric)].flat()
}

const told = (suggestions: readonly SuggestedArtefact[]) =>
  suggestions.map(({ kind, metrics, from, to }) => [
    kind,
    metrics.join(),
    (from - second(0)) / 1_000,
    (to - second(0)) / 1_000,
  ])

describe('a spike', () => {
  test('of a value or two is suggested, with the figures that it stands on', () => {
    const [spike, ...more] = found(series('spo2', 97, { 100: 61, 101: 62 }))
    expect(more).toEqual([])
    expect(told(spike === undefined ? [] : [spike])).toEqual([['spike', 'spo2', 100, 101]])
    expect(spike?.why).toBe(
      'SpO2 went from 97 % to 61 to 62 % and was back at 97 % within 3 s; a patient does not move it by 8 % and back in 12 s.',
    )
  })

  test('upwards counts as well', () => {
    expect(told(found(series('hr', 72, { 50: 140 })))).toEqual([['spike', 'hr', 50, 50]])
  })

  test('shown for as long as the device holds it is one value', () => {
    expect(told(found(series('spo2', 97, run(100, 107, 80))))).toEqual([['spike', 'spo2', 100, 107]])
  })

  test.each<[string, Readonly<Record<number, number | null>>]>([
    ['is smaller than a monitor’s error', { 100: 90 }],
    ['lasts too long', run(100, 114, 80)],
    ['takes more than two values', { 100: 80, 101: 79, 102: 81 }],
    ['does not come back to where it was', { 100: 80, ...run(101, 299, 91) }],
    ['never comes back', run(100, 299, 80)],
    ['stands among others', { 96: 80, 97: 80, ...run(98, 99, 97), ...run(100, 180, 88) }],
    ['comes before there is a level', { 5: 61 }],
  ])('is none where the value %s', (_what, others) => {
    expect(found(series('spo2', 97, others)).filter(({ kind }) => kind === 'spike')).toEqual([])
  })

  test('of a poor value needs no mark: statistics leave it out as it is', () => {
    const poor = series('spo2', 97).with(100, sample('spo2', 61, second(100), { quality: 'poor' }))
    expect(found(poor)).toEqual([])
  })

  test('in the breaths is none: one breath can move them so far', () => {
    expect(found(series('rr', 14, { 100: 40 }))).toEqual([])
  })

  test('of values a minute apart is none: they do not tell what seconds did', () => {
    const rare = Array.from({ length: 30 }, (_, index) =>
      sample('spo2', index === 15 ? 61 : 97, plusSeconds(at(2), index * 60)),
    )
    expect(found(rare)).toEqual([])
  })

  test('in a falling saturation is none', () => {
    const falling = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [100 + index, 97 - Math.floor(index / 3)]),
    )
    expect(found(series('spo2', 97, { ...falling, ...run(160, 299, 78) }))).toEqual([])
  })
})

describe('the edge of a loss', () => {
  test('is suggested on both sides where the values left their level', () => {
    const edges = found(series('spo2', 97, { ...run(95, 99, 90), ...run(100, 140, null), ...run(141, 146, 88) }))
    expect(told(edges)).toEqual([
      ['probeOffEdge', 'spo2', 95, 99],
      ['probeOffEdge', 'spo2', 141, 146],
    ])
    expect(edges.map(({ why }) => why)).toEqual([
      'SpO2 was 90 % in the last 5 s before its signal was lost, and 97 % in the minute before.',
      'SpO2 was 88 % in the first 6 s after its signal came back, and 97 % in the minute after.',
    ])
  })

  test('is none where the values stood as around it', () => {
    expect(found(series('spo2', 97, { ...run(95, 99, 95), ...run(100, 140, null) }))).toEqual([])
  })

  test('reaches no further back than an oximeter averages', () => {
    const falling = found(series('spo2', 97, { ...run(70, 99, 90), ...run(100, 299, null) }))
    expect(told(falling)).toEqual([['probeOffEdge', 'spo2', 84, 99]])
  })

  test('counts after silence as well, and for the pulse', () => {
    const silent = series('pr', 70, run(141, 143, 110)).filter((_, number) => number < 100 || number > 140)
    expect(told(found(silent))).toEqual([['probeOffEdge', 'pr', 141, 143]])
  })

  test('is not judged without a level, nor after the word that the probe is on', () => {
    expect(found(series('spo2', 97, { ...run(0, 9, 85), ...run(10, 299, null) }))).toEqual([])
    expect(found(series('spo2', 97, { ...run(0, 280, null), ...run(281, 299, 85) }))).toEqual([])
    const on = series('spo2', 97, run(101, 105, 90)).with(100, none('spo2', 100, 'sensorOn'))
    expect(found(on)).toEqual([])
  })

  test('of an ECG is none: no finger is in it', () => {
    expect(found(series('hr', 70, { ...run(95, 99, 90), ...run(100, 140, null) }))).toEqual([])
  })
})

const pressure = (number: number, [sbp, dbp, map]: readonly [number, number, number?]): readonly Reading[] => [
  sample('sbp', sbp, second(number)),
  sample('dbp', dbp, second(number)),
  ...(map === undefined ? [] : [sample('map', map, second(number))]),
]

describe('a cuff at work', () => {
  test('explains a dip in the finger of the same arm, and takes it from the spikes', () => {
    const dips = found(
      series('spo2', 97, { ...run(120, 130, 88), 131: 80 }),
      series('pr', 70, run(121, 129, 40)),
      series('pi', 4, run(120, 132, 0.4)),
      pressure(140, [120, 70]),
    )
    expect(told(dips)).toEqual([
      ['cuffInflation', 'pr', 121, 129],
      ['cuffInflation', 'spo2', 120, 131],
      ['cuffInflation', 'pi', 120, 132],
    ])
    expect(dips[1]?.why).toBe(
      'SpO2 was 80 to 88 % for 12 s while the cuff of the same monitor took a pressure; 97 % before and 97 % after.',
    )
    const spike = found(series('spo2', 97, { 120: 80 }), pressure(140, [120, 70]))
    expect(told(spike)).toEqual([['cuffInflation', 'spo2', 120, 120]])
  })

  test.each<[string, Readonly<Record<number, number | null>>]>([
    ['nothing dips', {}],
    ['the value stays down', run(120, 299, 88)],
    ['there is no level before', run(0, 110, null)],
    ['there is no level after', run(141, 299, null)],
  ])('explains nothing where %s', (_what, others) => {
    expect(found(series('spo2', 97, others), pressure(140, [120, 70]))).toEqual([])
  })

  test('of another monitor explains nothing', () => {
    const other = pressure(140, [120, 70]).map((reading) => ({ ...reading, deviceId: deviceId('d_2') }))
    expect(found(series('spo2', 97, run(120, 131, 88)), other)).toEqual([])
  })
})

describe('a pressure', () => {
  test.each<[string, readonly [number, number, number?], string, string]>([
    ['upside down', [80, 90], 'sbp,dbp', 'Systolic 80 mmHg is not above diastolic 90 mmHg.'],
    [
      'without a pulse',
      [90, 84.5, 86],
      'sbp,dbp,map',
      'Systolic 90 and diastolic 84.5 mmHg are 5.5 mmHg apart; a pulse has at least 10.',
    ],
    ['with a mean above', [120, 70, 130], 'sbp,dbp,map', 'The mean 130 mmHg lies outside of 70 to 120 mmHg.'],
    ['with a mean below', [120, 70, 60], 'sbp,dbp,map', 'The mean 60 mmHg lies outside of 70 to 120 mmHg.'],
  ])('%s cannot be', (_what, values, metrics, why) => {
    const [one, ...more] = found(pressure(60, [120, 70, 87]), pressure(100, values))
    expect(more).toEqual([])
    expect(told(one === undefined ? [] : [one])).toEqual([['pulsePressure', metrics, 100, 100]])
    expect(one?.why).toBe(why)
  })

  test('of an arterial line is one stretch for as long as it goes on', () => {
    const flat = found(
      series('abpSys', 120, { ...run(100, 109, 80), 150: 80 }),
      series('abpDia', 70, { ...run(100, 109, 78), 150: 79 }),
      series('abpMean', 90, run(105, 109, 79)),
    ).filter(({ kind }) => kind === 'pulsePressure')
    expect(told(flat)).toEqual([
      ['pulsePressure', 'abpSys,abpDia,abpMean', 100, 109],
      ['pulsePressure', 'abpSys,abpDia,abpMean', 150, 150],
    ])
    expect(flat[0]?.why).toMatch(/2 mmHg apart.* So it went for 10 values in a row\.$/)
  })

  test('gets its mean where only later values have one', () => {
    const rows = found([
      ...pressure(10, [80, 78]),
      ...pressure(11, [80, 78, 79]),
      sample('sbp', 80, second(12)),
      none('sbp', 13),
    ])
    expect(told(rows)).toEqual([['pulsePressure', 'sbp,dbp,map', 10, 11]])
  })
})

const SPIKE: SuggestedArtefact = {
  kind: 'spike',
  metrics: ['spo2'],
  from: second(0),
  to: second(1),
  why: 'up and down',
}
const PAIR: SuggestedArtefact = {
  kind: 'pulsePressure',
  metrics: ['sbp', 'dbp'],
  from: second(5),
  to: second(5),
  why: 'no pulse',
}

const judge = (visit: Visit, judgement: 'accept' | 'dismiss', suggestions: readonly SuggestedArtefact[], minute = 10) =>
  visit.order({ type: 'judgeArtefacts', judgement, suggestions }, at(minute))

const stateOf = (visit: Visit, suggestion: SuggestedArtefact) => judged(suggestion, eventsOf(visit))

describe('what a person makes of it', () => {
  test('is open until somebody says', () => {
    expect(stateOf(infusing(), SPIKE)).toEqual({ ...SPIKE, id: suggestionId(SPIKE), state: 'open', by: null })
  })

  test('accepted, it becomes marks as by hand, with the kind and who', () => {
    const visit = infusing()
    const written = judge(visit, 'accept', [SPIKE, PAIR])
    expect(written.map(({ type, by, data }) => [type, by?.name, data])).toEqual(
      (['spo2', 'sbp', 'dbp'] as const).map((metric) => {
        const { kind, from, to, why } = metric === 'spo2' ? SPIKE : PAIR
        return ['artefactMarked', nurse.name, { metric, from, to, reason: why, suggested: kind }]
      }),
    )
    expect([SPIKE, PAIR].map((one) => stateOf(visit, one).state)).toEqual(['accepted', 'accepted'])
  })

  test('a stretch marked by hand over all of it is accepted as well, one over a part is not', () => {
    const visit = infusing()
    const mark = { type: 'markArtefact', reason: 'moved' } as const
    visit.order({ ...mark, metric: 'spo2', from: second(-1), to: second(3) }, at(10))
    visit.order({ ...mark, metric: 'sbp', from: second(4), to: second(6) }, at(10))
    expect([SPIKE, PAIR].map((one) => stateOf(visit, one).state)).toEqual(['accepted', 'open'])
  })

  test('dismissed, it stays so with who did it, and may still be accepted', () => {
    const visit = infusing()
    judge(visit, 'dismiss', [SPIKE])
    expect(stateOf(visit, SPIKE)).toMatchObject({ state: 'dismissed', by: nurse.name })
    expect(stateOf(visit, { ...SPIKE, to: second(2) })).toMatchObject({ state: 'open' })
    judge(visit, 'accept', [SPIKE], 11)
    expect(stateOf(visit, SPIKE)).toMatchObject({ state: 'accepted' })
  })

  test('said twice, the second is refused', () => {
    const visit = infusing()
    judge(visit, 'dismiss', [PAIR])
    const again = (judgement: 'accept' | 'dismiss') =>
      visit.refused({ type: 'judgeArtefacts', judgement, suggestions: [PAIR] }, at(12)).code
    expect(again('dismiss')).toBe('conflict')
    judge(visit, 'accept', [PAIR], 11)
    expect([again('accept'), again('dismiss')]).toEqual(['conflict', 'conflict'])
    expect(visit.refused({ type: 'judgeArtefacts', judgement: 'accept', suggestions: [PAIR] }, at(12)).message).toMatch(
      /amended/,
    )
  })

  test('after the signature is a clinician’s alone', () => {
    const visit = infusing()
    visit.order({ type: 'transfer', to: 'ward', reason: 'watch' }, at(20))
    visit.order({ type: 'signOff', statement: 'Seen.' }, at(21), { staff: clinician })
    const command = { type: 'judgeArtefacts', judgement: 'accept', suggestions: [SPIKE] } as const
    expect(visit.refused(command, at(22)).code).toBe('notAllowed')
    expect(visit.order(command, at(22), { staff: clinician }).map(({ type }) => type)).toEqual(['artefactMarked'])
  })

  test('a dismissal that nobody stands for names nobody', () => {
    const visit = infusing()
    judge(visit, 'dismiss', [SPIKE])
    const events = eventsOf(visit).map((event) => {
      const { by: _by, ...rest } = event
      return event.type === 'artefactDismissed' ? rest : event
    })
    expect(judged(SPIKE, events)).toMatchObject({ state: 'dismissed', by: null })
  })
})
