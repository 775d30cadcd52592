import { describe, expect, it } from 'vitest'
import { cuffStretches, cuffTimes, isDuringCuff } from '../../../server/core/statistics-cuff.ts'
import { deviceId } from '../../../shared/domain/ids.ts'
import type { NoValue, Reading, Sample } from '../../../shared/domain/reading.ts'
import { instant } from '../../../shared/domain/time.ts'
import type { Metric } from '../../../shared/domain/vital.ts'
import { sample as sampleAt } from '../../support/visit.ts'

const at = (seconds: number) => instant(Date.UTC(2026, 2, 2, 9) + seconds * 1_000)
const sample = (seconds: number, metric: Metric, more: Partial<Sample> = {}): Sample =>
  sampleAt(metric, 90, at(seconds), more)
const none = (seconds: number, status: NoValue['status']): NoValue => ({
  ...sample(seconds, 'spo2'),
  kind: 'noValue',
  status,
})

/** Which of these readings are marked, where the monitor's cuff gave its result at 100 s and again at 400 s. */
const marked = (readings: readonly Reading[]): boolean[] => {
  const cuff = [sample(100, 'sbp'), sample(100, 'dbp'), sample(400, 'sbp')]
  const times = cuffTimes([...cuff, ...readings])
  return readings.map((reading) => isDuringCuff(times, reading))
}
const poor = { quality: 'poor' } as const

describe('a finger on the cuffed arm', () => {
  it('is marked where its readings are poor or none in the 45 s before the cuff’s result', () => {
    expect(marked([54, 55, 80, 100, 101, 380].map((second) => sample(second, 'spo2', poor)))).toEqual([
      false,
      true,
      true,
      true,
      false,
      true,
    ])
    expect(marked([sample(80, 'pr', poor), sample(80, 'pi', { quality: 'invalid' }), none(80, 'noSignal')])).toEqual([
      true,
      true,
      true,
    ])
  })

  it('is not seen in a good reading, in a probe that is off, or in what comes from elsewhere', () => {
    expect(
      marked([
        sample(80, 'spo2'),
        none(80, 'sensorOff'),
        sample(80, 'hr', poor),
        sample(80, 'spo2', { ...poor, deviceId: deviceId('another') }),
        sample(80, 'spo2', { ...poor, deviceId: null }),
      ]),
    ).toEqual([false, false, false, false, false])
  })

  it('is not seen around a pressure that somebody took by hand, or that the cuff did not get', () => {
    const byHand = sample(100, 'sbp', { deviceId: null, origin: 'manual' })
    const failed: Reading = { ...none(100, 'noSignal'), metric: 'sbp' }
    expect(isDuringCuff(cuffTimes([byHand, failed]), sample(80, 'spo2', poor))).toBe(false)
  })
})

it('is told as stretches from the first to the last such reading, apart where a good one came between', () => {
  const readings = [
    sample(60, 'spo2', poor),
    none(61, 'noSignal'),
    sample(62, 'spo2'),
    sample(80, 'spo2', poor),
    sample(200, 'spo2', poor),
  ]
  const times = cuffTimes([sample(100, 'sbp'), sample(100, 'dbp')])
  expect(cuffStretches(times, readings)).toEqual([
    { from: at(60), to: at(61) },
    { from: at(80), to: at(80) },
  ])
  expect(cuffStretches(times, [])).toEqual([])
})
