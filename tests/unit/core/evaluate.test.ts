import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluate, transitionsOf, type RecordedReading, type Recording } from '../../../server/core/evaluate.ts'
import { at, limit, secondsOf } from '../../support/alarm-scene.ts'

const recording = (over: Partial<Recording>): Recording => ({
  limits: [],
  baseline: null,
  expected: [],
  staleAfterS: {},
  readings: [],
  commands: [],
  ...over,
})

const reading = (seconds: number, value: number, over: Partial<RecordedReading> = {}): RecordedReading => ({
  at: at(seconds),
  metric: 'spo2',
  value,
  quality: 'good',
  ...over,
})

const linesOf = (it: Recording): readonly string[] =>
  evaluate(it).map(({ at: when, type, channel }) => `${secondsOf(when)} ${channel} ${type}`)

describe('the clock of a recording', () => {
  test('ticks at the first row + n × 1,000 ms, whatever the metric and quality of that row', () => {
    const readings = [reading(0.25, 0, { metric: 'pi', quality: 'invalid' }), reading(30, 97)]

    expect(linesOf(recording({ readings, expected: ['spo2'] }))).toEqual([
      '11.25 spo2.noData raised',
      '30 spo2.noData cleared',
    ])
  })

  test('up to and including the last row', () => {
    const readings = (last: number) => [reading(0, 97), reading(last, 97, { metric: 'hr' })]

    expect(linesOf(recording({ readings: readings(10.999), expected: ['spo2'] }))).toEqual([])
    expect(linesOf(recording({ readings: readings(11), expected: ['spo2'] }))).toEqual(['11 spo2.noData raised'])
  })

  test('at one instant a reading comes before the tick', () => {
    const readings = [reading(0, 97), reading(11, 97), reading(12, 97)]

    expect(linesOf(recording({ readings, expected: ['spo2'] }))).toEqual([])
  })

  test('unattended by channel name, whatever their direction', () => {
    const readings = [
      ...Array.from({ length: 61 }, (_, second) => reading(second, 80)),
      ...Array.from({ length: 61 }, (_, second) => reading(second, 140, { metric: 'hr' })),
    ]
    const limits = [limit('spo2', 'low', 90, 'high'), limit('hr', 'high', 120, 'high')]

    expect(linesOf(recording({ readings, limits })).slice(-2)).toEqual([
      '60 hr.high unattended',
      '60 spo2.low unattended',
    ])
  })

  test('noData by metric, then unattended, by channel name', () => {
    const readings = [
      reading(0, 80),
      reading(0, 30, { metric: 'hr' }),
      ...Array.from({ length: 61 }, (_, second) => reading(second, 1, { metric: 'pi' })),
    ]
    const limits = [limit('spo2', 'low', 90, 'high'), limit('hr', 'low', 40, 'high')]
    const staleAfterS = { spo2: 59, hr: 59 }

    expect(linesOf(recording({ readings, limits, expected: ['spo2', 'hr'], staleAfterS })).slice(-4)).toEqual([
      '60 hr.noData raised',
      '60 spo2.noData raised',
      '60 hr.low unattended',
      '60 spo2.low unattended',
    ])
  })

  test('defaults of staleAfter: 10, 15, 60 and, for a blood pressure, 900 s', () => {
    const readings = [reading(0, 1, { metric: 'pi' }), reading(1_000, 1, { metric: 'pi' })]

    expect(linesOf(recording({ readings, expected: ['spo2', 'rr', 'temp', 'sbp', 'hr', 'etco2', 'pr'] }))).toEqual([
      '11 hr.noData raised',
      '11 pr.noData raised',
      '11 spo2.noData raised',
      '16 etco2.noData raised',
      '16 rr.noData raised',
      '61 temp.noData raised',
      '901 sbp.noData raised',
    ])
  })

  test('an event of the audio pause is no line', () => {
    expect(transitionsOf({ type: 'audioPauseEnded', at: at(0), data: { cause: 'elapsed' } })).toEqual([])
    expect(transitionsOf({ type: 'audioPaused', at: at(0), data: { until: at(30), alarmIds: [] } })).toEqual([])
  })
})

describe('whatever was recorded', () => {
  const readings = fc.array(
    fc.record({
      afterMs: fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(0, 500, 1_000) },
        { weight: 1, arbitrary: fc.nat(40_000) },
      ),
      metric: fc.constantFrom('spo2' as const, 'hr' as const, 'rr' as const),
      value: fc.constantFrom(5, 45, 80, 88, 97, 150),
      quality: fc.constantFrom('good' as const, 'good' as const, 'good' as const, 'poor' as const, 'invalid' as const),
    }),
    { maxLength: 80 },
  )

  test('the order of rows in the file does not matter, but for rows of one instant', () => {
    fc.assert(
      fc.property(readings, fc.array(fc.nat()), (rows, keys) => {
        let ms = 0
        const placed = rows.map(({ afterMs, ...row }) => ({ ...row, at: at((ms += afterMs + 1) / 1_000) }))
        const shuffled = placed
          .map((row, index) => ({ row, key: keys[index] ?? index }))
          .toSorted((first, second) => first.key - second.key)
          .map(({ row }) => row)
        const rest = {
          limits: [limit('spo2', 'low', 90, 'high'), limit('hr', 'high', 120, 'low')],
          expected: ['rr' as const],
        }

        expect(evaluate(recording({ ...rest, readings: shuffled }))).toEqual(
          evaluate(recording({ ...rest, readings: placed })),
        )
      }),
    )
  })

  test('a clock that only looks (rows that move nothing, every second) changes nothing', () => {
    fc.assert(
      fc.property(readings, (rows) => {
        let ms = 0
        const placed = rows.map(({ afterMs, ...row }) => ({ ...row, at: at((ms += afterMs) / 1_000) }))
        const looked = Array.from({ length: Math.floor(ms / 1_000) + 1 }, (_, second) => ({
          at: at(second),
          type: 'acknowledge' as const,
          channel: 'nothing',
        }))
        const rest = {
          limits: [limit('spo2', 'low', 90, 'high'), limit('rr', 'low', 8, 'medium')],
          expected: ['hr' as const],
        }

        expect(evaluate(recording({ ...rest, readings: placed, commands: looked }))).toEqual(
          evaluate(recording({ ...rest, readings: placed })),
        )
      }),
    )
  })
})
