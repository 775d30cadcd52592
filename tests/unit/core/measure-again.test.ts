import { describe, expect, test } from 'vitest'
import { alarmScene, at, limit, sample } from '../../support/alarm-scene.ts'

const LIMITS = [
  limit('sbp', 'high', 164, 'medium'),
  limit('sbp', 'high', 179, 'high'),
  limit('dbp', 'high', 99, 'medium'),
].map((it) => ({ ...it, hysteresis: 5 }))

const pressures = () => alarmScene({ limits: LIMITS, technical: 'off' })

const untilOf = (scene: ReturnType<typeof pressures>, seconds: number, channel = 'sbp.high') =>
  scene.view(seconds).alarms.find((alarm) => alarm.channel === channel)?.repeatUntil

const iso = (seconds: number) => new Date(at(seconds)).toISOString()

describe('until when a pressure measured again speaks about the alarm', () => {
  test('is 3 min after the pressure that raised it, whoever looks', () => {
    const scene = pressures()
    scene.read(10, { sbp: 184 })
    expect(untilOf(scene, 10)).toBe(iso(190))
    expect(untilOf(scene, 400)).toBe(iso(190))
  })

  test('is over once it was measured again: what the first repeat confirmed stays confirmed', () => {
    const scene = pressures()
    scene.read(0, { sbp: 170 })
    scene.read(60, { sbp: 184 })
    expect(scene.news()).toEqual(['0 sbp.high raised medium', '60 sbp.high escalated high'])
    expect(untilOf(scene, 60)).toBeUndefined()
    scene.read(120, { sbp: 142 })
    expect(scene.newest('sbp.high')).not.toHaveProperty('notConfirmedByRepeat')
    expect(scene.text(120, 'sbp.high')).toBe('Systolic was 184 > 179')
  })

  test('is not told of a latched alarm, of one that is no cuff’s, or of another metric of it', () => {
    const scene = alarmScene({ limits: [...LIMITS, limit('spo2', 'low', 90, 'medium')], technical: 'off' })
    scene.read(0, { sbp: 184, spo2: 85 })
    expect(untilOf(scene, 0, 'spo2.low')).toBeUndefined()
    scene.read(60, { sbp: 142 })
    expect(untilOf(scene, 60)).toBeUndefined()
  })
})

describe('a repeat that is inside', () => {
  test.each([
    [179.999, true],
    [180, true],
    [180.001, false],
  ])('after %d s', (seconds, isTold) => {
    const scene = pressures()
    scene.read(0, { sbp: 184 })
    scene.read(seconds, { sbp: 142 })
    expect(scene.newest('sbp.high').notConfirmedByRepeat === true).toBe(isTold)
  })

  test('taken by hand answers for the monitor', () => {
    const scene = pressures()
    scene.read(0, { sbp: 184 })
    scene.take(90, [sample(90, 'sbp', 142, { origin: 'manual', deviceId: null })])
    expect(scene.text(90, 'sbp.high')).toBe('Systolic was 184, repeat 142')
    scene.acknowledge(91, 'sbp.high')
    expect(scene.state().alarms).toEqual([])
  })

  test('of poor quality is none: the good one after it is the first', () => {
    const scene = pressures()
    scene.read(0, { sbp: 184 })
    scene.take(60, [sample(60, 'sbp', 120, { quality: 'poor' })])
    expect(untilOf(scene, 60)).toBe(iso(180))
    scene.read(120, { sbp: 142 })
    expect(scene.newest('sbp.high').notConfirmedByRepeat).toBe(true)
  })

  test('in one value of two clears that one; the other stands and is not said to be unconfirmed', () => {
    const scene = pressures()
    scene.read(0, { sbp: 184, dbp: 104 })
    scene.read(50, { sbp: 182, dbp: 80 })
    expect(scene.news()).toEqual(['0 sbp.high raised high', '0 dbp.high raised medium', '50 dbp.high cleared medium'])
    expect(scene.newest('dbp.high').notConfirmedByRepeat).toBe(true)
    expect(scene.view(50).alarms).toMatchObject([{ channel: 'sbp.high', phase: 'active' }])
    expect(untilOf(scene, 50)).toBeUndefined()
  })

  test('of an alarm that was acknowledged before clears it: there is nothing more to acknowledge', () => {
    const scene = pressures()
    scene.read(0, { sbp: 184 })
    scene.acknowledge(20, 'sbp.high')
    scene.read(90, { sbp: 142 })
    expect(scene.news().at(-1)).toBe('90 sbp.high cleared high')
    expect(scene.newest('sbp.high').notConfirmedByRepeat).toBe(true)
  })

  test('below the limit but not below it by the hysteresis leaves the alarm standing, and the time for a repeat is used', () => {
    const scene = pressures()
    scene.read(0, { sbp: 170 })
    scene.read(60, { sbp: 161 })
    expect(scene.news()).toEqual(['0 sbp.high raised medium'])
    scene.read(120, { sbp: 142 })
    expect(scene.newest('sbp.high')).not.toHaveProperty('notConfirmedByRepeat')
  })

  test('while the alarm is latched changes nothing; a new breach is a new question', () => {
    const scene = pressures()
    scene.read(0, { sbp: 184 })
    scene.read(60, { sbp: 142 })
    scene.read(90, { sbp: 138 })
    expect(scene.text(90, 'sbp.high')).toBe('Systolic was 184, repeat 142')
    scene.read(120, { sbp: 188 })
    expect(scene.news().at(-1)).toBe('120 sbp.high resumed high')
    expect(untilOf(scene, 120)).toBe(iso(300))
  })
})
