import { describe, expect, test } from 'vitest'
import {
  newestCuff,
  newestGood,
  openPhysiological,
  recentMedian,
  standsMediumOrHigh,
} from '../../../server/core/alarm-questions.ts'
import { nextAlarmViewChange, viewAlarms } from '../../../server/core/alarm-view.ts'
import { evolveAlarmEvent } from '../../../server/core/alarm-evolve.ts'
import { alarmId } from '../../../shared/domain/ids.ts'
import { alarmScene, at, limit, noValue, sample } from '../../support/alarm-scene.ts'

const QUIET = { technical: 'off' } as const

describe('an alarm’s text', () => {
  test('the worst value, also from before it was raised, and the limit it passed', () => {
    const scene = alarmScene({ limits: [{ ...limit('spo2', 'low', 90, 'medium'), onDelay: 3 }], ...QUIET })
    for (const [second, spo2] of [80, 88, 87, 86].entries()) scene.read(second, { spo2 })
    expect(scene.text(3, 'spo2.low')).toBe('SpO2 80 < 90')

    scene.read(4, { spo2: 79 })
    scene.read(5, { spo2: 85 })
    expect(scene.text(5, 'spo2.low')).toBe('SpO2 79 < 90')
    expect(scene.view(5).alarms[0]).toMatchObject({ value: 86, worst: 79, limit: 90 })
  })

  test('a latched one says what was, and no later value changes it', () => {
    const scene = alarmScene({ limits: [limit('hr', 'high', 140, 'high')], ...QUIET })
    scene.read(0, { hr: 150 })
    scene.read(1, { hr: 155 })
    scene.read(2, { hr: 100 })
    scene.read(3, { hr: 139 })

    expect(scene.text(3, 'hr.high')).toBe('HR was 155 > 140')
  })

  test('a value is never rounded onto its limit', () => {
    const scene = alarmScene({
      limits: [
        limit('spo2', 'low', 90, 'medium'),
        limit('temp', 'high', 38, 'low'),
        limit('hr', 'low', { percentOfBaseline: 60 }, 'low'),
        limit('rr', 'low', 10, 'low'),
      ],
      baseline: { hr: 76.66 },
      ...QUIET,
    })
    scene.read(0, { spo2: 89.6, temp: 38.04, hr: 45.9, rr: 9.999 })

    expect(scene.text(0, 'spo2.low')).toBe('SpO2 89.6 < 90')
    expect(scene.text(0, 'temp.high')).toBe('Temp 38.04 > 38')
    expect(scene.text(0, 'hr.low')).toBe('HR 45.9 < 46')
    expect(scene.text(0, 'rr.low')).toBe('RR 9.999 < 10')
  })

  test('after a deescalation the limit is the one that still stands', () => {
    const limits = [limit('spo2', 'low', 94, 'low'), limit('spo2', 'low', 85, 'high')]
    const scene = alarmScene({ limits, ...QUIET })
    scene.read(0, { spo2: 80 })
    scene.read(1, { spo2: 93 })

    expect(scene.text(1, 'spo2.low')).toBe('SpO2 80 < 94')
  })

  test('a limit that was tightened by an edit may be one that the value does not pass any more', () => {
    const scene = alarmScene({ limits: [{ ...limit('spo2', 'low', 90, 'medium'), hysteresis: 5 }], ...QUIET })
    scene.read(0, { spo2: 89 })
    scene.configure(1, {
      limits: [{ ...limit('spo2', 'low', 86, 'medium'), hysteresis: 5 }, limit('spo2', 'low', 89.5, 'high')],
    })

    expect(scene.text(1, 'spo2.low')).toBe('SpO2 89 < 89.5')
    scene.configure(2, { limits: [{ ...limit('spo2', 'low', 86, 'medium'), hysteresis: 5 }] })
    expect(scene.text(2, 'spo2.low')).toBe('SpO2 89 < 86')
  })
})

describe('the view', () => {
  test('alarms: highest first, physiological before technical, then the older one', () => {
    const limits = [
      limit('spo2', 'low', 90, 'medium'),
      limit('rr', 'low', 8, 'high'),
      limit('hr', 'high', 120, 'medium'),
    ]
    const scene = alarmScene({ limits })
    scene.take(0, [noValue(0, 'temp', 'sensorOff')])
    scene.read(1, { hr: 130 })
    scene.read(2, { spo2: 80, hr: 130 })
    scene.read(3, { rr: 6, spo2: 80, hr: 130 })

    expect(scene.view(3).alarms.map((it) => it.channel)).toEqual(['rr.low', 'hr.high', 'spo2.low', 'temp.sensorOff'])
    expect(scene.view(3).alarms.at(-1)).toMatchObject({ kind: 'technical', value: null, limit: null, worst: null })
  })

  test('an acknowledged alarm tells who and when', () => {
    const scene = alarmScene({ limits: [limit('spo2', 'low', 90, 'medium')], ...QUIET })
    scene.read(0, { spo2: 80 })
    scene.acknowledge(1, 'spo2.low')

    expect(scene.view(1).alarms[0]).toMatchObject({
      acknowledged: true,
      acknowledgedBy: 'Anna',
      acknowledgedAt: '2026-03-01T09:00:01.000Z',
    })
  })

  test('vitals: the newest word, and the last number where the word is none', () => {
    const scene = alarmScene(QUIET)
    scene.read(0, { spo2: 97, sbp: 120 })
    scene.take(1, [noValue(1, 'spo2', 'noSignal')])

    expect(scene.view(1).vitals.spo2).toEqual({
      value: null,
      time: '2026-03-01T09:00:01.000Z',
      receivedAt: '2026-03-01T09:00:01.000Z',
      quality: 'none',
      source: 'device',
      staleAfterS: 10,
      usualSpacingS: 1,
      isSpot: false,
      last: { value: 97, time: '2026-03-01T09:00:00.000Z' },
    })
    expect(scene.view(1).vitals.sbp).toMatchObject({ value: 120, staleAfterS: 720, usualSpacingS: 600 })
    expect(scene.view(1).vitals).not.toHaveProperty('hr')
  })

  test('an invalid value is told as such beside the last one; an older word never replaces a newer one', () => {
    const scene = alarmScene({ pressureIntervalS: null, ...QUIET })
    scene.read(0, { hr: 70, sbp: 120 })
    scene.take(1, [sample(1, 'hr', 349, { quality: 'invalid' })])
    expect(scene.view(1).vitals.hr).toMatchObject({ value: 349, quality: 'invalid', last: { value: 70 } })
    expect(scene.view(1).vitals.sbp).toMatchObject({ staleAfterS: 900, usualSpacingS: 1 })

    const byHand = { origin: 'manual', deviceId: null, measuredAt: at(-60) } as const
    scene.take(2, [sample(2, 'hr', 80, byHand), sample(2, 'sbp', 90, byHand)])
    expect(scene.view(2).vitals.hr).toMatchObject({ value: 349 })
    expect(scene.view(2).vitals.sbp).toMatchObject({ value: 120 })
    expect(newestGood(scene.state(), 'hr')).toMatchObject({ value: 70, measuredAt: at(0) })
  })
})

describe('the view changes without an event', () => {
  test('when a sound has waited long enough, and when a device becomes silent', () => {
    const scene = alarmScene({ limits: [limit('spo2', 'low', 90, 'medium')], ...QUIET })
    scene.read(10, { spo2: 88 })

    expect(nextAlarmViewChange(scene.state(), at(10))).toBe(at(20))
    expect(nextAlarmViewChange(scene.state(), at(20))).toBe(at(25.001))
    expect(nextAlarmViewChange(scene.state(), at(25.001))).toBeNull()
    expect(scene.view(25).devices[0]?.state).toBe('connected')
    expect(scene.view(25.001).devices[0]?.state).toBe('silent')

    scene.configure(22, { physiological: false })
    expect(nextAlarmViewChange(scene.state(), at(22))).toBeNull()
  })
})

describe('what a session asks', () => {
  const limits = [limit('spo2', 'low', 90, 'low'), limit('spo2', 'low', 85, 'high'), limit('rr', 'low', 8, 'medium')]

  test('open for the discharge: physiological, medium or high at their highest, not acknowledged', () => {
    const scene = alarmScene({ limits, devices: [] })
    scene.until(11)
    scene.read(12, { spo2: 88 })
    expect(openPhysiological(scene.state())).toEqual([])
    expect(standsMediumOrHigh(scene.state())).toBe(true)

    scene.read(13, { spo2: 80, rr: 6 })
    scene.read(14, { spo2: 97, rr: 6 })
    expect(openPhysiological(scene.state()).map((it) => it.channel)).toEqual(['spo2.low', 'rr.low'])

    scene.acknowledge(15, 'rr.low')
    expect(openPhysiological(scene.state()).map((it) => it.channel)).toEqual(['spo2.low'])
  })

  test('a latched alarm is not active, a low one does not count', () => {
    const scene = alarmScene({ limits, ...QUIET })
    scene.read(0, { spo2: 80 })
    scene.read(1, { spo2: 97 })
    expect(standsMediumOrHigh(scene.state())).toBe(false)

    scene.read(2, { spo2: 88 })
    expect(standsMediumOrHigh(scene.state())).toBe(false)
  })

  test('the newest blood pressure is what shares the newest time', () => {
    const scene = alarmScene(QUIET)
    expect(newestCuff(scene.state())).toBeNull()

    scene.read(0, { sbp: 120, dbp: 75, map: 90 })
    scene.read(600, { sbp: 130, dbp: 80 })

    expect(newestCuff(scene.state())).toEqual({ measuredAt: at(600), values: { sbp: 130, dbp: 80 } })
  })

  test('the median of the last 60 s of good values of the monitor; hr falls back to pr', () => {
    const scene = alarmScene(QUIET)
    expect(recentMedian(scene.state(), 'hr', at(0))).toBeNull()

    scene.read(0, { spo2: 80, pr: 66 })
    for (const [index, spo2] of [97, 99, 98, 96].entries()) scene.read(61 + index, { spo2, pr: 70 + index })
    scene.take(65, [
      sample(65, 'spo2', 50, { quality: 'poor' }),
      sample(65, 'spo2', 40, { origin: 'manual', deviceId: null }),
    ])

    expect(recentMedian(scene.state(), 'spo2', at(65))).toBe(97.5)
    expect(recentMedian(scene.state(), 'hr', at(65))).toBe(71.5)
    expect(recentMedian(scene.state(), 'spo2', at(123))).toBe(97)
    expect(recentMedian(scene.state(), 'spo2', at(200))).toBeNull()
  })

  test('the last minute of a fast feed stays bounded', () => {
    const scene = alarmScene(QUIET)
    for (let n = 0; n < 600; n += 1) scene.read(n / 10, { spo2: 90 + (n % 10) })

    expect(scene.state().signals.spo2.recent).toHaveLength(240)
    expect(scene.state().signals.spo2.recent.at(-1)?.value).toBe(99)
  })
})

describe('evolve is total', () => {
  test('an event of an alarm that is not there changes nothing, an acknowledgement without a name is one', () => {
    const scene = alarmScene({ limits: [limit('spo2', 'low', 90, 'medium')], ...QUIET })
    scene.read(0, { spo2: 80 })
    const state = scene.state()
    const data = { ...scene.newest('spo2.low'), alarmId: alarmId('s.a9') }

    expect(evolveAlarmEvent(state, { type: 'alarmCleared', at: at(1), data })).toEqual(state)
    const told = evolveAlarmEvent(state, { type: 'alarmAcknowledged', at: at(1), data: scene.newest('spo2.low') })
    expect(told.alarms[0]?.acknowledgement).toEqual({ by: '', at: at(1) })
  })

  test('a resumed alarm without a reading keeps what is known', () => {
    const scene = alarmScene({ limits: [limit('spo2', 'low', 90, 'high')], ...QUIET })
    scene.read(0, { spo2: 80 })
    scene.read(1, { spo2: 97 })
    const { value: _value, readingAt: _readingAt, ...data } = scene.newest('spo2.low')
    const resumed = evolveAlarmEvent(scene.state(), { type: 'alarmResumed', at: at(2), data })

    expect(resumed.alarms[0]).toMatchObject({ level: 'high', value: 97, risenBy: null, worst: null })
    expect(viewAlarms(resumed, at(2)).alarms[0]?.text).toBe('spo2.low')
  })
})
