import { describe, expect, test } from 'vitest'
import { alarmScene, at, limit, NURSE, sample } from '../../support/alarm-scene.ts'

const QUIET = { technical: 'off' } as const
const LIMITS = [limit('spo2', 'low', 90, 'medium'), limit('spo2', 'low', 85, 'high'), limit('rr', 'low', 8, 'low')]

const inAlarm = () => {
  const scene = alarmScene({ limits: LIMITS, ...QUIET })
  scene.read(0, { spo2: 88, rr: 6 })
  scene.news()
  return scene
}

describe('audible', () => {
  test('is the highest priority of what is not acknowledged', () => {
    const scene = inAlarm()
    expect(scene.view(0).audible).toBe('medium')

    scene.acknowledge(1, 'spo2.low')
    expect(scene.view(1).audible).toBe('low')

    scene.acknowledge(2, 'rr.low')
    expect(scene.view(2).audible).toBeNull()
  })

  test('a latched alarm sounds at the highest that it had reached', () => {
    const scene = inAlarm()
    scene.read(1, { spo2: 80 })
    scene.read(2, { spo2: 97 })

    expect(scene.view(2).audible).toBe('high')
  })
})

describe('audio paused', () => {
  test('silences the alarms that exist at that moment, until it is over', () => {
    const scene = inAlarm()
    scene.pauseAudio(1, 120)

    expect(scene.news()).toEqual(['1 audioPaused until 121'])
    expect(scene.events.at(-1)).toMatchObject({ by: NURSE, data: { until: at(121), alarmIds: ['s.a1', 's.a2'] } })
    expect(scene.view(120)).toMatchObject({ audible: null, audioPausedUntil: at(121) })

    scene.until(200)
    expect(scene.news()).toEqual(['121 audioPauseEnded elapsed'])
    expect(scene.view(121)).toMatchObject({ audible: 'medium', audioPausedUntil: null })
  })

  test('30 to 120 s, only where there is an alarm, and not extended while it runs', () => {
    const scene = inAlarm()

    for (const seconds of [29, 121, Number.NaN]) {
      expect(scene.pauseAudio(1, seconds)).toMatchObject({ ok: false, error: { code: 'outOfRange' } })
    }
    expect(scene.pauseAudio(1, 30).ok).toBe(true)
    expect(scene.pauseAudio(2, 120)).toMatchObject({ ok: false, error: { code: 'conflict' } })
    expect(alarmScene({ devices: [] }).pauseAudio(1, 60)).toMatchObject({ ok: false, error: { code: 'conflict' } })
  })

  test.each<[string, (scene: ReturnType<typeof inAlarm>) => void, string]>([
    [
      'a new alarm',
      (scene) => {
        scene.read(5, { sbp: 100, spo2: 88, rr: 14 })
        scene.read(6, { rr: 6 })
      },
      '6 rr.low raised low',
    ],
    ['an escalated one', (scene) => scene.read(5, { spo2: 80 }), '5 spo2.low escalated high'],
  ])('%s ends it at once', (_, happens, line) => {
    const scene = inAlarm()
    scene.pauseAudio(1, 120)
    scene.news()
    happens(scene)

    expect(scene.news().slice(-2)).toEqual([line, `${line.split(' ')[0] ?? ''} audioPauseEnded newAlarm`])
    expect(scene.view(6).audible).not.toBeNull()
  })

  test('so does one that resumes, is reminded or unattended; one that clears does not', () => {
    const scene = inAlarm()
    scene.read(1, { spo2: 80 })
    scene.read(2, { spo2: 97 })
    scene.news()
    scene.pauseAudio(3, 30)
    scene.read(4, { rr: 14 })
    scene.read(5, { spo2: 88 })
    expect(scene.news()).toEqual([
      '3 audioPaused until 33',
      '4 rr.low cleared low',
      '5 spo2.low resumed medium',
      '5 audioPauseEnded newAlarm',
    ])

    scene.read(6, { spo2: 97 })
    scene.pauseAudio(20, 120)
    scene.until(61)
    expect(scene.news().slice(-2)).toEqual(['61 spo2.low unattended high', '61 audioPauseEnded newAlarm'])

    const reminded = inAlarm()
    reminded.read(1, { spo2: 80 })
    reminded.acknowledge(2, 'spo2.low')
    reminded.pauseAudio(200, 120)
    reminded.until(302)
    expect(reminded.news().slice(-2)).toEqual(['302 spo2.low reminded high', '302 audioPauseEnded newAlarm'])
  })

  test('one that is over, but not told yet, is told before the next', () => {
    const scene = inAlarm()
    scene.pauseAudio(1, 30)
    scene.take(31, [sample(31, 'spo2', 88)])
    expect(scene.news()).toEqual(['1 audioPaused until 31', '31 audioPauseEnded elapsed'])

    scene.pauseAudio(32, 30)
    expect(scene.pauseAudio(62, 30).ok).toBe(true)
    expect(scene.news()).toEqual(['32 audioPaused until 62', '62 audioPauseEnded elapsed', '62 audioPaused until 92'])
  })

  test('ends with the session', () => {
    const scene = inAlarm()
    scene.pauseAudio(1, 120)
    scene.end(10)

    expect(scene.news().at(-1)).toBe('10 audioPauseEnded sessionEnded')
    expect(scene.state().audioPausedUntil).toBeNull()
  })
})
