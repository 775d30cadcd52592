import { describe, expect, it } from 'vitest'
import { createTrends } from '../../../server/hub/trends.ts'
import { createVitalsBoard } from '../../../server/hub/vitals-board.ts'
import { deviceId, sessionId } from '../../../shared/domain/ids.ts'
import type { NoValue } from '../../../shared/domain/reading.ts'
import { instant, plusSeconds } from '../../../shared/domain/time.ts'
import { vitalView } from '../../support/scene.ts'
import { at, sample } from '../../support/visit.ts'

const S = sessionId('s1')
const T0 = at(0)
const NOW = instant(0)

const noValue = (status: NoValue['status'], seconds: number): NoValue => {
  const { value: _value, quality: _quality, ...base } = sample('spo2', 0, plusSeconds(T0, seconds))
  return { ...base, kind: 'noValue', status }
}

describe('the board of newest values', () => {
  it('says when the view tells more than the number', () => {
    const board = createVitalsBoard()
    expect(board.take(S, sample('hr', 70, T0))).toBe(true)
    expect(board.take(S, sample('hr', 71, plusSeconds(T0, 1)))).toBe(false)
    expect(board.take(S, sample('hr', 71, plusSeconds(T0, 2), { quality: 'poor' }))).toBe(false)
    expect(board.take(S, sample('hr', 72, plusSeconds(T0, 3), { deviceId: deviceId('d_2') }))).toBe(true)
    expect(board.take(S, sample('hr', 73, plusSeconds(T0, 4), { origin: 'manual', deviceId: null }))).toBe(true)
    expect(board.take(S, sample('sbp', 120, T0))).toBe(true)
    expect(board.take(S, sample('sbp', 121, plusSeconds(T0, 60)))).toBe(true)
  })

  it('takes the first reading after a view for one of the same source', () => {
    const board = createVitalsBoard()
    board.prime(S, { hr: vitalView('hr', 70, T0) })
    expect(board.take(S, sample('hr', 71, plusSeconds(T0, 1)))).toBe(false)
  })

  it('keeps the newest by the time of measurement', () => {
    const board = createVitalsBoard()
    board.take(S, sample('spo2', 95, plusSeconds(T0, 5)))
    board.take(S, sample('spo2', 80, plusSeconds(T0, 4)))
    board.take(S, noValue('sensorOn', 9))
    expect(board.takeFrame(NOW).sessions).toEqual({ s1: { spo2: [95, plusSeconds(T0, 5), 'good'] } })
    board.take(S, noValue('sensorOff', 10))
    expect(board.takeFrame(NOW).sessions).toEqual({ s1: { spo2: [null, plusSeconds(T0, 10), 'none'] } })
  })

  it('makes good what a screen missed, with the newest of each', () => {
    const board = createVitalsBoard()
    board.prime(S, { rr: vitalView('rr', 14, T0) })
    board.take(S, sample('temp', 36.5, T0))
    board.takeFrame(NOW)
    const missedFrom = board.frameNumber()
    for (const second of [1, 2, 3]) {
      board.take(S, sample('hr', 70 + second, plusSeconds(T0, second)))
      board.takeFrame(NOW)
    }
    const heartRate = [73, plusSeconds(T0, 3), 'good']
    expect(board.frameSince(missedFrom, NOW).sessions).toEqual({ s1: { hr: heartRate } })
    expect(board.frameSince(0, NOW).sessions).toEqual({
      s1: { hr: heartRate, temp: [36.5, T0, 'good'], rr: [14, T0, 'good'] },
    })
    board.forget(S)
    expect(board.frameSince(0, NOW).sessions).toEqual({})
  })
})

describe('trends', () => {
  const read = (trends: ReturnType<typeof createTrends>) => trends.read(S, 0, {})

  it('break where there was no value, and leave out what was none', () => {
    const trends = createTrends()
    trends.add(S, [sample('spo2', 97, T0), noValue('sensorOff', 1), noValue('sensorOn', 2)])
    trends.add(S, [sample('spo2', 5, plusSeconds(T0, 3), { quality: 'invalid' })])
    trends.add(S, [sample('spo2', 96, plusSeconds(T0, 4), { quality: 'poor' })])
    expect(read(trends).spo2?.value).toEqual([97, null, 96])
  })

  it('put what comes late to its place', () => {
    const trends = createTrends()
    for (const second of [0, 2, 1]) trends.add(S, [sample('hr', second, plusSeconds(T0, second))])
    expect(read(trends).hr?.value).toEqual([0, 1, 2])
  })

  it('hold ten minutes and little more', () => {
    const trends = createTrends()
    for (let second = 0; second < 3_600; second += 1) {
      trends.add(S, [sample('hr', second, plusSeconds(T0, second))])
    }
    const { time = [], value = [] } = read(trends).hr ?? {}
    expect(time.length).toBeGreaterThanOrEqual(600)
    expect(time.length).toBeLessThanOrEqual(661)
    expect(value.at(-1)).toBe(3_599)
    expect(trends.read(S, plusSeconds(T0, 3_590), {}).hr?.value).toHaveLength(10)
    trends.forget(S)
    expect(read(trends)).toEqual({})
  })

  it('break by the freshness that the view names, and a cuff by its own', () => {
    const trends = createTrends()
    trends.add(S, [sample('hr', 70, T0), sample('hr', 71, plusSeconds(T0, 30))])
    trends.add(S, [sample('sbp', 120, T0), sample('sbp', 121, plusSeconds(T0, 600))])
    expect(read(trends).hr?.value).toEqual([70, null, 71])
    expect(trends.read(S, 0, { hr: 75 }).hr?.value).toEqual([70, 71])
    expect(read(trends).sbp?.value).toEqual([120, 121])
    expect(trends.read(S, 0, { sbp: 420 }).sbp?.value).toEqual([120, null, 121])
  })
})
