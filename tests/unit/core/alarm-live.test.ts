import { describe, expect, test } from 'vitest'
import { ADULT_LIMITS } from '../../../shared/domain/protocols/adult-limits.ts'
import { alarmScene, at, batchOf, device, limit, MONITOR, noValue, profile, sample } from '../../support/alarm-scene.ts'
import { initialAlarmState } from '../../../server/core/alarm-configure.ts'
import { evolveReadings } from '../../../server/core/alarm-readings.ts'
import { deviceId } from '../../../shared/domain/ids.ts'

const QUIET = { technical: 'off' } as const
const delayed = { onDelay: 15, offDelay: 5, hysteresis: 2 }
const SPO2_LOW = { ...limit('spo2', 'low', 90, 'medium'), ...delayed }
const HR_LOW = { ...limit('hr', 'low', 50, 'medium'), ...delayed }

describe('pulse', () => {
  test('pr drives the limits of hr while there is no good hr', () => {
    const scene = alarmScene({ limits: [HR_LOW], ...QUIET })
    scene.readEverySecond(0, 16, { pr: 40 })

    expect(scene.news()).toEqual(['15 hr.low raised medium'])
    expect(scene.newest('hr.low')).toMatchObject({ value: 40, limit: { metric: 'hr', value: 50 } })
  })

  test('and not while hr is fresh', () => {
    const scene = alarmScene({ limits: [HR_LOW], ...QUIET })
    scene.readEverySecond(0, 40, { hr: 70, pr: 40 })

    expect(scene.news()).toEqual([])
  })

  test('a change of source breaks the run; standing stays', () => {
    const scene = alarmScene({ limits: [HR_LOW], ...QUIET })
    scene.readEverySecond(0, 10, { hr: 40 })
    scene.readEverySecond(10, 35, { pr: 40 })
    // hr is fresh up to 19; pr takes over at 20 and has to last 15 s of its own.
    expect(scene.news()).toEqual([])
    scene.read(35, { pr: 40 })
    expect(scene.news()).toEqual(['35 hr.low raised medium'])

    scene.readEverySecond(36, 39, { hr: 40 })
    expect(scene.news()).toEqual([])
  })

  test('the limits of pr, where there are any, listen to pr itself', () => {
    const scene = alarmScene({ limits: [limit('pr', 'low', 50, 'low')], ...QUIET })
    scene.read(0, { hr: 70, pr: 40 })

    expect(scene.news()).toEqual(['0 pr.low raised low'])
  })

  test('a recorded series keeps hr and pr apart', () => {
    const recorded = { rules: { kind: 'recorded', expected: [], staleAfterS: {} } } as const
    const scene = alarmScene({ limits: [limit('hr', 'low', 50, 'low')], ...recorded, ...QUIET })
    scene.read(0, { pr: 40 })

    expect(scene.news()).toEqual([])
  })
})

describe('how often: intervalS, staleAfter and spot', () => {
  test('a spot metric acts without delays', () => {
    const scene = alarmScene({
      limits: [SPO2_LOW],
      devices: [device('monitor', { intervals: { spo2: 31 } })],
      ...QUIET,
    })
    scene.read(0, { spo2: 85 })
    scene.read(31, { spo2: 92 })

    expect(scene.news()).toEqual(['0 spo2.low raised medium', '31 spo2.low cleared medium'])
  })

  test('30 s is not spot yet, and a metric that is not pulse or SpO2 never is', () => {
    const intervals = { spo2: 30, rr: 120 }
    const scene = alarmScene({
      limits: [SPO2_LOW, { ...limit('rr', 'low', 8, 'medium'), ...delayed }],
      devices: [device('monitor', { intervals })],
      ...QUIET,
    })
    scene.read(0, { spo2: 85, rr: 4 })
    expect(scene.news()).toEqual([])

    scene.read(30, { spo2: 85 })
    scene.read(120, { rr: 4 })
    expect(scene.news()).toEqual(['30 spo2.low raised medium', '120 rr.low raised medium'])
    expect(scene.view(120).vitals.rr).toMatchObject({ isSpot: false, staleAfterS: 300 })
  })

  test.each([1, 2, 5, 8, 10, 11, 15, 16, 25, 29, 30, 31, 45, 60, 90, 120, 180, 240, 300])(
    'a constant breach raises, measured every %i s',
    (every) => {
      const scene = alarmScene({ limits: ADULT_LIMITS, phaseSince: at(0) })
      for (let n = 0; n < 40; n += 1) scene.read(n * every, { spo2: 80, hr: 30, rr: 4, etco2: 60 })

      const raised = scene.news().filter((line) => line.includes('raised'))
      for (const channel of ['spo2.low', 'hr.low', 'rr.low', 'etco2.high']) {
        expect(raised.some((line) => line.includes(channel))).toBe(true)
      }
    },
  )

  test('a value taken by hand where no device gives the metric is a spot value', () => {
    const byHand = { origin: 'manual', deviceId: null } as const
    const scene = alarmScene({ limits: [SPO2_LOW], ...QUIET })
    scene.take(0, [sample(0, 'spo2', 85, byHand)])
    expect(scene.news()).toEqual(['0 spo2.low raised medium'])

    const withDevice = alarmScene({ limits: [SPO2_LOW], ...QUIET })
    withDevice.read(0, { spo2: 97 })
    withDevice.take(1, [sample(1, 'spo2', 85, byHand)])
    expect(withDevice.news()).toEqual([])
  })

  test('backlog moves nothing', () => {
    const scene = alarmScene({ limits: [limit('spo2', 'low', 90, 'high')] })
    scene.take(0, [sample(0, 'spo2', 50, { isBacklog: true })])

    expect(scene.news()).toEqual([])
    expect(scene.view(0).vitals).toEqual({})
    expect(evolveReadings(scene.state(), batchOf(1, [sample(1, 'spo2', 50, { isBacklog: true })]))).toEqual(
      scene.state(),
    )
  })
})

describe('the arterial line', () => {
  const limits = [limit('sbp', 'high', { offsetFromBaseline: 39 }, 'medium'), limit('map', 'low', 60, 'high')]

  test('has the cuff’s limits on channels of its own, with onDelay 10 s, from the cuff’s baseline', () => {
    const scene = alarmScene({ limits, baseline: { sbp: 120 }, ...QUIET })
    scene.readEverySecond(0, 11, { abpSys: 160, abpMean: 55 })

    expect(scene.news()).toEqual(['10 abpSys.high raised medium', '10 abpMean.low raised high'])
    expect(scene.newest('abpSys.high').limit?.value).toBe(159)
    expect(scene.text(10, 'abpSys.high')).toBe('ART sys 160 > 159')
  })

  test('its limits are shown once there is a line', () => {
    const scene = alarmScene({ limits, baseline: { sbp: 120 }, ...QUIET })
    expect(scene.view(0).limits.map((it) => it.metric)).toEqual(['sbp', 'map'])

    scene.read(0, { abpSys: 120 })
    expect(scene.view(0).limits.map((it) => [it.metric, it.value])).toEqual([
      ['sbp', 159],
      ['map', 60],
      ['abpSys', 159],
    ])
  })

  test('a recorded series has limits only as listed', () => {
    const state = initialAlarmState(profile({ limits, rules: { kind: 'recorded', expected: [], staleAfterS: {} } }))

    expect(state.groups.abpMean.machines).toEqual([])
  })
})

describe('blood pressure: measure again', () => {
  const limits = [limit('sbp', 'high', 164, 'medium'), limit('sbp', 'high', 179, 'high')].map((it) => ({
    ...it,
    hysteresis: 5,
  }))

  test('a repeat within 3 min that is inside clears it, not confirmed', () => {
    const scene = alarmScene({ limits, ...QUIET })
    scene.read(0, { sbp: 170 })
    scene.read(180, { sbp: 142 })

    expect(scene.news()).toEqual(['0 sbp.high raised medium', '180 sbp.high cleared medium'])
    expect(scene.newest('sbp.high')).toMatchObject({ notConfirmedByRepeat: true, value: 142 })
  })

  test('once it had reached high it latches, says both values, and ends with one acknowledgement', () => {
    const scene = alarmScene({ limits, ...QUIET })
    scene.read(0, { sbp: 184 })
    expect(scene.text(0, 'sbp.high')).toBe('Systolic 184 > 179')
    scene.read(90, { sbp: 142 })

    expect(scene.newest('sbp.high').notConfirmedByRepeat).toBe(true)
    expect(scene.view(90).alarms[0]).toMatchObject({
      phase: 'latched',
      notConfirmedByRepeat: true,
      worst: 184,
      value: 142,
      text: 'Systolic was 184, repeat 142',
    })
    scene.acknowledge(91, 'sbp.high')
    expect(scene.state().alarms).toEqual([])
  })

  test('a repeat that comes later, or a second one, says nothing of the kind', () => {
    const late = alarmScene({ limits, ...QUIET })
    late.read(0, { sbp: 184 })
    late.read(180.001, { sbp: 142 })
    expect(late.newest('sbp.high')).not.toHaveProperty('notConfirmedByRepeat')
    expect(late.text(181, 'sbp.high')).toBe('Systolic was 184 > 179')

    const confirmed = alarmScene({ limits, ...QUIET })
    confirmed.read(0, { sbp: 184 })
    confirmed.read(60, { sbp: 182 })
    confirmed.read(120, { sbp: 142 })
    expect(confirmed.newest('sbp.high')).not.toHaveProperty('notConfirmedByRepeat')
  })

  test('a repeat that is lower but not inside only deescalates', () => {
    const scene = alarmScene({ limits, ...QUIET })
    scene.read(0, { sbp: 184 })
    scene.read(60, { sbp: 170 })

    expect(scene.news().at(-1)).toBe('60 sbp.high deescalated medium')
    expect(scene.newest('sbp.high')).not.toHaveProperty('notConfirmedByRepeat')
    expect(scene.newest('sbp.high').limit?.value).toBe(164)
  })

  test('it is about the cuff alone, and a resumed alarm is a new question', () => {
    const scene = alarmScene({ limits: [...limits, limit('spo2', 'low', 90, 'high')], ...QUIET })
    scene.read(0, { spo2: 80, sbp: 184 })
    scene.read(1, { spo2: 97, sbp: 142 })
    expect(scene.newest('spo2.low')).not.toHaveProperty('notConfirmedByRepeat')

    scene.read(300, { sbp: 190 })
    expect(scene.view(300).alarms.find((it) => it.channel === 'sbp.high')).not.toHaveProperty('notConfirmedByRepeat')
    scene.read(360, { sbp: 140 })
    expect(scene.text(360, 'sbp.high')).toBe('Systolic was 190, repeat 140')
  })

  test('an edit that takes the alarm away is no repeat', () => {
    const scene = alarmScene({ limits, ...QUIET })
    scene.read(0, { sbp: 170 })
    scene.configure(5, { limits: [] })

    expect(scene.newest('sbp.high')).not.toHaveProperty('notConfirmedByRepeat')
    expect(scene.newest('sbp.high')).not.toHaveProperty('value')
  })
})

describe('settling', () => {
  const limits = [
    limit('spo2', 'low', 90, 'medium'),
    limit('spo2', 'low', 85, 'high'),
    limit('spo2', 'high', 99, 'low'),
  ]

  test('after 10 s without a good value the sound of a new medium alarm waits, up to 10 s', () => {
    const scene = alarmScene({ limits, ...QUIET })
    scene.read(0, { spo2: 97 })
    scene.read(10, { spo2: 95 })
    scene.read(14, { spo2: 88 })

    expect(scene.newest('spo2.low').soundFrom).toBe(at(20))
    expect(scene.view(14)).toMatchObject({ audible: null })
    expect(scene.view(14).alarms[0]).toMatchObject({ soundFrom: '2026-03-01T09:00:20.000Z', phase: 'active' })
    expect(scene.view(20).audible).toBe('medium')
    expect(scene.view(20).alarms[0]).not.toHaveProperty('soundFrom')
  })

  test('before the first good value counts from the start of the phase', () => {
    const early = alarmScene({ limits, ...QUIET })
    early.read(9, { spo2: 88 })
    expect(early.newest('spo2.low')).not.toHaveProperty('soundFrom')

    const late = alarmScene({ limits, ...QUIET })
    late.read(10, { spo2: 88 })
    expect(late.newest('spo2.low').soundFrom).toBe(at(20))
  })

  test('high never waits, nor does what existed already: an escalation sounds', () => {
    const high = alarmScene({ limits, ...QUIET })
    high.read(0, { spo2: 97 })
    high.read(10, { spo2: 80 })
    expect(high.newest('spo2.low')).not.toHaveProperty('soundFrom')

    const escalated = alarmScene({ limits, ...QUIET })
    escalated.read(0, { spo2: 97 })
    escalated.read(10, { spo2: 88 })
    escalated.read(11, { spo2: 80 })
    expect(escalated.view(11).audible).toBe('high')
  })

  test('the window is over after 10 s, and there is at most one in 60 s', () => {
    const scene = alarmScene({ limits, ...QUIET })
    scene.read(0, { spo2: 97 })
    scene.read(10, { spo2: 97 })
    scene.read(20, { spo2: 100 })
    expect(scene.newest('spo2.high')).not.toHaveProperty('soundFrom')

    scene.read(40, { spo2: 88 })
    expect(scene.newest('spo2.low')).not.toHaveProperty('soundFrom')

    scene.read(41, { spo2: 97 })
    scene.read(80, { spo2: 88 })
    expect(scene.newest('spo2.low').soundFrom).toBe(at(90))
  })

  test('of the metric alone; a metric that is rare by nature does not settle at every value', () => {
    const rare = alarmScene({ limits: [limit('rr', 'low', 8, 'low'), limit('spo2', 'low', 90, 'low')], ...QUIET })
    rare.readEverySecond(0, 9, { spo2: 97 })
    for (const second of [0, 12, 24, 36, 48, 60, 72, 84]) rare.read(second + 100, { rr: 14 })
    rare.read(196, { rr: 6 })
    expect(rare.newest('rr.low')).not.toHaveProperty('soundFrom')

    const other = alarmScene({ limits, ...QUIET })
    other.readEverySecond(0, 12, { spo2: 97 })
    other.read(12, { rr: 14, spo2: 88 })
    expect(other.newest('spo2.low')).not.toHaveProperty('soundFrom')
  })

  test('neither the cuff nor a hand settles, and a word without a value does not either', () => {
    const cuff = alarmScene({ limits: [limit('sbp', 'high', 164, 'medium')], ...QUIET })
    cuff.read(600, { sbp: 170 })
    expect(cuff.newest('sbp.high')).not.toHaveProperty('soundFrom')

    const hand = alarmScene({ limits, ...QUIET })
    hand.take(600, [sample(600, 'spo2', 88, { origin: 'manual', deviceId: null })])
    expect(hand.newest('spo2.low')).not.toHaveProperty('soundFrom')

    const word = alarmScene({ limits, ...QUIET })
    word.take(600, [noValue(600, 'spo2', 'noSignal')])
    expect(word.state().signals.spo2.settlingSince).toBeNull()
  })
})

describe('two devices give one metric', () => {
  test('each has its own rhythm, and the newest one counts', () => {
    const scene = alarmScene({ devices: [device('monitor'), device('other')], ...QUIET })
    const other = { deviceId: deviceId('other') }
    for (let second = 0; second < 40; second += 1) {
      scene.take(second, [
        sample(second, 'spo2', 97),
        ...(second % 20 === 0 ? [sample(second, 'spo2', 96, { ...other, measuredAt: at(second + 0.1) })] : []),
      ])
    }

    const { rhythms, deviceId: current } = scene.state().signals.spo2
    expect(rhythms.map((it) => [it.deviceId, it.usualS])).toEqual([
      ['other', 20],
      ['monitor', 1],
    ])
    expect(current).toBe(MONITOR)
  })
})
