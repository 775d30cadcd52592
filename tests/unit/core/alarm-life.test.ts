import { describe, expect, test } from 'vitest'
import { levelChange, remindAt, unattendedAt } from '../../../server/core/alarm-life.ts'
import type { Alarm } from '../../../server/core/alarm-state.ts'
import { alarmId } from '../../../shared/domain/ids.ts'
import type { Priority } from '../../../shared/domain/limit.ts'
import { alarmScene, at, limit, NURSE, sample, secondsOf } from '../../support/alarm-scene.ts'

const alarm = (over: Partial<Alarm> = {}): Alarm => ({
  id: alarmId('s.a1'),
  channel: 'spo2.low',
  kind: 'physiological',
  deviceId: null,
  level: 'medium',
  highest: 'medium',
  raisedAt: at(0),
  risenBy: at(0),
  acknowledgement: null,
  unattendedSince: at(0),
  isUnattended: false,
  isReminded: false,
  value: 87,
  worst: 87,
  limit: null,
  soundFrom: null,
  isNotConfirmed: false,
  ...over,
})

const acknowledgement = { by: 'Anna', at: at(100) }

describe('what a level does to an alarm, row by row', () => {
  test.each<[string, Alarm | undefined, Priority | null, ReturnType<typeof levelChange>]>([
    ['no alarm, none: nothing', undefined, null, null],
    ['no alarm, rises: raised', undefined, 'low', { transition: 'raised', priority: 'low' }],
    ['active, the same level: nothing', alarm(), 'medium', null],
    ['active, rises: escalated', alarm(), 'high', { transition: 'escalated', priority: 'high' }],
    ['active, falls, not to none: deescalated', alarm(), 'low', { transition: 'deescalated', priority: 'low' }],
    [
      'active, not acknowledged, high was reached, falls to none: latched',
      alarm({ level: 'low', highest: 'high' }),
      null,
      { transition: 'latched', priority: 'high' },
    ],
    [
      'active, acknowledged, high was reached, falls to none: cleared',
      alarm({ level: 'high', highest: 'high', acknowledgement }),
      null,
      { transition: 'cleared', priority: 'high' },
    ],
    [
      'active, medium was the highest, falls to none: cleared',
      alarm({ level: 'low' }),
      null,
      { transition: 'cleared', priority: 'medium' },
    ],
    [
      'a technical alarm never latches',
      alarm({ kind: 'technical', channel: 'spo2.noData', level: 'high', highest: 'high' }),
      null,
      { transition: 'cleared', priority: 'high' },
    ],
    [
      'latched, rises: resumed at the new level',
      alarm({ level: null, highest: 'high' }),
      'low',
      { transition: 'resumed', priority: 'low' },
    ],
    ['latched, none: nothing', alarm({ level: null, highest: 'high' }), null, null],
  ])('%s', (_, before, level, change) => {
    expect(levelChange(before, level)).toEqual(change)
  })
})

describe('what the clock does to an alarm', () => {
  test.each<[string, Alarm, number | null]>([
    ['high, acknowledged: after 300 s', alarm({ level: 'high', acknowledgement }), 400],
    ['medium, acknowledged: after 600 s', alarm({ acknowledgement }), 700],
    ['low: never', alarm({ level: 'low', acknowledgement }), null],
    ['not acknowledged: never', alarm(), null],
    ['latched: never', alarm({ level: null, acknowledgement }), null],
  ])('reminded: %s', (_, it, seconds) => {
    const due = remindAt(it)
    expect(due === null ? null : secondsOf(due)).toBe(seconds)
  })

  test.each<[string, Alarm, number | null]>([
    ['high: after 60 s', alarm({ level: 'high', highest: 'high' }), 60],
    ['latched after high: after 60 s', alarm({ level: null, highest: 'high' }), 60],
    ['high once, low now: not while it is low', alarm({ level: 'low', highest: 'high' }), null],
    ['acknowledged: never', alarm({ level: 'high', highest: 'high', acknowledgement }), null],
    ['said already: never', alarm({ level: 'high', highest: 'high', isUnattended: true }), null],
  ])('unattended: %s', (_, it, seconds) => {
    const due = unattendedAt(it)
    expect(due === null ? null : secondsOf(due)).toBe(seconds)
  })
})

describe('the life of an alarm in a session', () => {
  const SPO2 = [limit('spo2', 'low', 90, 'medium'), limit('spo2', 'low', 85, 'high')]
  const steady = (scene: ReturnType<typeof alarmScene>, from: number, to: number, spo2: number) => {
    scene.readEverySecond(from, to, { spo2, hr: 70 })
  }

  test('raised, escalated, deescalated, cleared; each alarm has its own id', () => {
    const scene = alarmScene({ limits: SPO2 })

    for (const [second, spo2] of [95, 88, 84, 87, 95, 89].entries()) scene.read(second, { spo2, hr: 70 })

    expect(scene.news()).toEqual([
      '1 spo2.low raised medium',
      '2 spo2.low escalated high',
      '3 spo2.low deescalated medium',
      '4 spo2.low latched high',
      '5 spo2.low resumed medium',
    ])
    expect(new Set(scene.events.map((event) => (event.data as { alarmId: string }).alarmId))).toEqual(new Set(['s.a1']))
  })

  test('a new alarm after the first has a new id', () => {
    const scene = alarmScene({ limits: [limit('spo2', 'low', 90, 'medium')] })

    for (const [second, spo2] of [88, 95, 88].entries()) scene.read(second, { spo2, hr: 70 })

    expect(scene.newest('spo2.low').alarmId).toBe('s.a2')
  })

  test('an escalation resets the acknowledgement, a deescalation keeps it', () => {
    const scene = alarmScene({ limits: SPO2 })
    scene.read(0, { spo2: 88, hr: 70 })
    scene.acknowledge(1, 'spo2.low')
    scene.read(2, { spo2: 84, hr: 70 })

    expect(scene.view(2).alarms[0]?.acknowledged).toBe(false)

    scene.acknowledge(3, 'spo2.low')
    scene.read(4, { spo2: 88, hr: 70 })

    expect(scene.view(4).alarms[0]).toMatchObject({ acknowledged: true, acknowledgedBy: 'Anna', priority: 'medium' })
    expect(scene.events.find((event) => event.type === 'alarmAcknowledged')?.by).toEqual(NURSE)
  })

  test('an acknowledgement of a latched alarm ends it, and no cleared follows', () => {
    const scene = alarmScene({ limits: SPO2 })
    scene.read(0, { spo2: 80, hr: 70 })
    scene.read(1, { spo2: 97, hr: 70 })
    scene.acknowledge(2, 'spo2.low')
    scene.read(3, { spo2: 97, hr: 70 })

    expect(scene.news()).toEqual(['0 spo2.low raised high', '1 spo2.low latched high', '2 spo2.low acknowledged high'])
    expect(scene.state().alarms).toEqual([])
  })

  test('an acknowledged high alarm that falls to none is cleared', () => {
    const scene = alarmScene({ limits: SPO2 })
    scene.read(0, { spo2: 80, hr: 70 })
    scene.acknowledge(1, 'spo2.low')
    scene.read(2, { spo2: 97, hr: 70 })

    expect(scene.news().at(-1)).toBe('2 spo2.low cleared high')
  })

  test('a second acknowledgement is no mistake and gives nothing; an unknown alarm is refused', () => {
    const scene = alarmScene({ limits: SPO2 })
    scene.read(0, { spo2: 88, hr: 70 })
    scene.acknowledge(1, 'spo2.low')

    expect(scene.acknowledge(2, 'spo2.low')).toEqual({ ok: true, value: [] })
    expect(scene.acknowledge(2, 'hr.low')).toMatchObject({ ok: false, error: { code: 'notFound' } })
  })

  test('acknowledged for remindAfter: reminded, and 60 s later unattended', () => {
    const scene = alarmScene({ limits: SPO2 })
    scene.read(0, { spo2: 80, hr: 70 })
    steady(scene, 1, 10, 80)
    scene.acknowledge(10, 'spo2.low')
    scene.news()
    steady(scene, 10, 400, 80)

    expect(scene.news()).toEqual(['310 spo2.low reminded high', '370 spo2.low unattended high'])
    expect(scene.view(400).alarms[0]).toMatchObject({ unattended: true, reminded: true, acknowledged: false })
    scene.acknowledge(400, 'spo2.low')
    expect(scene.view(400).alarms[0]).not.toHaveProperty('reminded')
  })

  test('unattended is said once, and again only after a reminder', () => {
    const scene = alarmScene({ limits: SPO2 })
    scene.read(0, { spo2: 80, hr: 70 })
    steady(scene, 1, 200, 80)
    scene.acknowledge(200, 'spo2.low')
    steady(scene, 201, 600, 80)

    expect(scene.news()).toEqual([
      '0 spo2.low raised high',
      '60 spo2.low unattended high',
      '200 spo2.low acknowledged high',
      '500 spo2.low reminded high',
      '560 spo2.low unattended high',
    ])
  })

  test('the clock of unattended runs from the escalation; resumed neither restarts nor stops it', () => {
    const scene = alarmScene({ limits: SPO2 })
    scene.read(0, { spo2: 88, hr: 70 })
    steady(scene, 1, 30, 88)
    steady(scene, 30, 40, 80)
    steady(scene, 40, 50, 97)
    steady(scene, 50, 95, 80)

    expect(scene.news()).toEqual([
      '0 spo2.low raised medium',
      '30 spo2.low escalated high',
      '40 spo2.low latched high',
      '50 spo2.low resumed high',
      '90 spo2.low unattended high',
    ])
  })

  test('an alarm that was high and is lower is not unattended; latched, it is at once', () => {
    const scene = alarmScene({ limits: SPO2 })
    scene.read(0, { spo2: 80, hr: 70 })
    steady(scene, 1, 100, 88)
    scene.read(100, { spo2: 97, hr: 70 })

    expect(scene.news()).toEqual([
      '0 spo2.low raised high',
      '1 spo2.low deescalated medium',
      '100 spo2.low latched high',
      '100 spo2.low unattended high',
    ])
  })

  test('at one instant: technical first, then low before high, then by name; reminders before unattended', () => {
    const scene = alarmScene({
      limits: [
        limit('hr', 'high', 120, 'high'),
        limit('hr', 'low', 60, 'medium'),
        limit('rr', 'low', 8, 'high'),
        limit('sbp', 'high', 180, 'high'),
        limit('pr', 'low', 60, 'low'),
      ],
    })
    scene.read(0, { hr: 130, rr: 6, sbp: 190 })
    scene.acknowledge(0, 'rr.low')
    scene.news()
    for (let second = 1; second < 301; second += 1) scene.read(second, { hr: 130, rr: 6, spo2: 97 })
    expect(scene.news()).toEqual([
      '60 hr.high unattended high',
      '60 sbp.high unattended high',
      '300 rr.low reminded high',
    ])

    scene.until(319)
    scene.news()
    scene.take(320, [sample(320, 'pr', 40)])

    expect(scene.news()).toEqual([
      '320 device.disconnected cleared medium',
      '320 hr.low raised medium',
      '320 pr.low raised low',
      '320 hr.high latched high',
      '320 rr.noData raised low',
      '320 spo2.noData raised medium',
    ])
  })

  test('the end of the session ends every alarm, active or latched', () => {
    const scene = alarmScene({ limits: [...SPO2, limit('hr', 'high', 120, 'medium')] })
    scene.read(0, { spo2: 80, hr: 130 })
    scene.read(1, { spo2: 97, hr: 130 })
    scene.end(2)

    expect(scene.news().slice(-2)).toEqual(['2 spo2.low ended high', '2 hr.high ended medium'])
    expect(scene.state().alarms).toEqual([])
  })
})
