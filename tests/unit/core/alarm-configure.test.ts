import { describe, expect, test } from 'vitest'
import { configureAlarms, initialAlarmState } from '../../../server/core/alarm-configure.ts'
import { duplicateLimit } from '../../../server/core/alarm-limit-set.ts'
import type { Limit } from '../../../shared/domain/limit.ts'
import { deviceId } from '../../../shared/domain/ids.ts'
import { alarmScene, at, device, limit, noValue, profile } from '../../support/alarm-scene.ts'

const QUIET = { technical: 'off' } as const
const slow = (it: Limit): Limit => ({ ...it, onDelay: 15, offDelay: 5 })

describe('limits of a session', () => {
  test('a threshold from the baseline is inert until there is one, and is resolved again when it changes', () => {
    const scene = alarmScene({ limits: [limit('sbp', 'high', { percentOfBaseline: 120 }, 'medium')], ...QUIET })
    scene.read(0, { sbp: 170 })
    expect(scene.news()).toEqual([])
    expect(scene.view(0).limits).toEqual([])

    scene.configure(10, { baseline: { sbp: 125 } })
    expect(scene.news()).toEqual(['10 sbp.high raised medium'])
    expect(scene.newest('sbp.high')).toMatchObject({ value: 170, readingAt: at(0), limit: { value: 150 } })
    expect(scene.view(10).limits).toEqual([
      { id: 'sbp.high.medium.percentOfBaseline', metric: 'sbp', direction: 'high', priority: 'medium', value: 150 },
    ])

    scene.configure(20, { baseline: { sbp: 150 } })
    expect(scene.news()).toEqual(['20 sbp.high cleared medium'])
  })

  test('multiplied first and not rounded: 97 × 93.8 ÷ 100; an offset has its sign', () => {
    const state = initialAlarmState(
      profile({
        baseline: { spo2: 97, sbp: 120 },
        limits: [
          limit('spo2', 'low', { percentOfBaseline: 93.8 }, 'medium'),
          limit('sbp', 'low', { offsetFromBaseline: -30 }, 'low'),
        ],
      }),
    )

    expect(state.groups.spo2.machines[0]?.threshold).toBe((97 * 93.8) / 100)
    expect(state.groups.sbp.machines[0]?.threshold).toBe(90)
  })

  test('duplicates are known by id, or by metric, direction, priority and kind of threshold', () => {
    const first = limit('spo2', 'low', 90, 'medium')

    expect(duplicateLimit([first, limit('spo2', 'low', 92, 'low')])).toBeNull()
    expect(duplicateLimit([first, limit('spo2', 'low', { offsetFromBaseline: -5 }, 'medium')])).toBeNull()
    expect(duplicateLimit([first, { ...limit('spo2', 'low', 88, 'medium'), id: 'own' }])).toBeNull()
    expect(duplicateLimit([first, limit('spo2', 'low', 88, 'medium')])).toBe('spo2.low.medium.absolute')
    expect(
      duplicateLimit([
        { ...first, id: 'a' },
        { ...limit('hr', 'high', 120, 'low'), id: 'a' },
      ]),
    ).toBe('a')
  })
})

describe('an edit in a running session', () => {
  test('a limit whose identity stays keeps its state with the new figures', () => {
    const scene = alarmScene({ limits: [slow(limit('spo2', 'low', 90, 'medium'))], ...QUIET })
    scene.readEverySecond(0, 10, { spo2: 85 })
    scene.configure(10, { limits: [{ ...limit('spo2', 'low', 88, 'medium'), onDelay: 12 }] })
    expect(scene.news()).toEqual([])

    scene.readEverySecond(11, 13, { spo2: 85 })
    expect(scene.news()).toEqual(['12 spo2.low raised medium'])
  })

  test('the newest good reading meets the limits again at the time of the edit', () => {
    const scene = alarmScene({ limits: [slow(limit('spo2', 'low', 90, 'medium'))], ...QUIET })
    scene.readEverySecond(0, 10, { spo2: 85 })
    scene.configure(15, { limits: [slow(limit('spo2', 'low', 89, 'medium'))] })

    expect(scene.news()).toEqual(['15 spo2.low raised medium'])
    expect(scene.newest('spo2.low').readingAt).toEqual(at(9))
  })

  test('a stale one does not', () => {
    const scene = alarmScene({ limits: [], ...QUIET })
    scene.read(0, { spo2: 85 })
    scene.configure(10.001, { limits: [limit('spo2', 'low', 90, 'medium')] })

    expect(scene.news()).toEqual([])
  })

  test('a removed limit falls at once, a new one starts idle', () => {
    const scene = alarmScene({ limits: [limit('spo2', 'low', 90, 'medium')], ...QUIET })
    scene.read(0, { spo2: 85 })
    scene.configure(1, { limits: [slow(limit('spo2', 'low', 91, 'low'))] })

    expect(scene.news()).toEqual(['0 spo2.low raised medium', '1 spo2.low cleared medium'])
    expect(scene.state().groups.spo2.machines[0]?.phase).toEqual({ at: 'pending', since: at(1) })
  })

  test('an id that moves to another metric or direction starts idle', () => {
    const own = { ...limit('spo2', 'low', 90, 'medium'), id: 'own' }
    const scene = alarmScene({ limits: [own], ...QUIET })
    scene.read(0, { spo2: 85, hr: 70 })
    scene.configure(1, { limits: [{ ...limit('hr', 'high', 120, 'medium'), id: 'own' }] })
    expect(scene.news().at(-1)).toBe('1 spo2.low cleared medium')

    scene.configure(2, { limits: [own] })
    scene.configure(3, { limits: [{ ...own, direction: 'high' }] })
    expect(scene.news()).toEqual(['2 spo2.low raised medium', '3 spo2.low cleared medium'])
  })

  test('the same limits again move nothing, also when they were read back from JSON', () => {
    const scene = alarmScene({ limits: [slow(limit('spo2', 'low', 90, 'medium'))], ...QUIET })
    scene.readEverySecond(0, 10, { spo2: 85 })
    const copy = JSON.parse(JSON.stringify(scene.profile())) as ReturnType<typeof profile>

    expect(configureAlarms(scene.state(), copy, at(16))).toEqual(scene.state())
    expect(configureAlarms(scene.state(), { ...copy, limits: [...copy.limits] }, at(16))).toEqual(scene.state())
  })

  test('fewer limits are other limits', () => {
    const scene = alarmScene({ limits: [limit('spo2', 'low', 90, 'medium'), limit('hr', 'low', 40, 'low')], ...QUIET })
    scene.configure(1, { limits: [limit('spo2', 'low', 90, 'medium')] })

    expect(scene.state().groups.hr.machines).toEqual([])
  })
})

describe('a phase', () => {
  test('that runs no physiological alarms moves no limit; the next one takes the newest reading', () => {
    const scene = alarmScene({ limits: [limit('spo2', 'low', 90, 'medium')], physiological: false, ...QUIET })
    scene.read(0, { spo2: 85 })
    expect(scene.news()).toEqual([])

    scene.configure(5, { physiological: true })
    expect(scene.news()).toEqual(['5 spo2.low raised medium'])

    scene.configure(6, { physiological: false })
    expect(scene.news()).toEqual(['6 spo2.low cleared medium'])
  })

  test('a spot value meets the limits of the next phase as a spot value', () => {
    const spot = { devices: [device('monitor', { intervals: { spo2: 60 } })] }
    const scene = alarmScene({
      limits: [slow(limit('spo2', 'low', 90, 'medium'))],
      physiological: false,
      ...QUIET,
      ...spot,
    })
    scene.read(0, { spo2: 85 })
    scene.configure(5, { physiological: true })

    expect(scene.news()).toEqual(['5 spo2.low raised medium'])
  })

  test('technical alarms that stand when they are turned off are cleared', () => {
    const scene = alarmScene({ devices: [] })
    scene.until(11)
    scene.news()
    scene.configure(12, { technical: 'off' })

    expect(scene.news()).toEqual(['12 hr.noData cleared medium', '12 spo2.noData cleared medium'])
  })
})

describe('intervals that are set on a device', () => {
  test('count at once, and what was learnt counts again when they are taken away', () => {
    const scene = alarmScene(QUIET)
    scene.readEverySecond(0, 5, { spo2: 97 })
    scene.configure(5, { devices: [device('monitor', { intervals: { spo2: 20 } })] })
    expect(scene.view(5).vitals.spo2).toMatchObject({ usualSpacingS: 20, staleAfterS: 50 })

    scene.configure(6, { devices: [device('monitor')] })
    expect(scene.view(6).vitals.spo2).toMatchObject({ usualSpacingS: 1, staleAfterS: 10 })
  })

  test('a sensor that is off on a device that never measured leaves the interval unknown', () => {
    const other = deviceId('other')
    const scene = alarmScene({ devices: [device('monitor'), device('other')], ...QUIET })
    scene.read(0, { spo2: 97 })
    scene.read(20, { spo2: 97 })
    scene.take(100, [noValue(100, 'spo2', 'sensorOff', { deviceId: other })])
    expect(scene.view(100).vitals.spo2).toMatchObject({ usualSpacingS: 20 })

    scene.configure(101, { devices: [device('monitor'), device('other', { intervals: { spo2: 5 } })] })

    expect(scene.view(101).vitals.spo2).toMatchObject({ usualSpacingS: 1 })
    expect(scene.state().signals.spo2.deviceId).toBe(other)
  })
})
