import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { thin, withGaps, type SeriesPoint } from '../../../server/core/thinning.ts'
import { instant } from '../../../shared/domain/time.ts'

const T0 = Date.UTC(2026, 2, 1, 9)
const at = (seconds: number) => instant(T0 + seconds * 1_000)
const point = (seconds: number, value: number | null): SeriesPoint => ({ time: at(seconds), value })

describe('gaps', () => {
  test('are made where a value was followed by silence for longer than it holds', () => {
    expect(withGaps([point(0, 97), point(10, 96), point(20.001, 95)], 10_000)).toEqual([
      point(0, 97),
      point(10, 96),
      point(20, null),
      point(20.001, 95),
    ])
  })

  test('are not made where values do not age', () => {
    const points = [point(0, 120), point(3_600, 118)]
    expect(withGaps(points, null)).toEqual(points)
  })

  test('begin when the last value stops to hold, also where the device said later that it has none', () => {
    expect(withGaps([point(0, 97), point(60, null)], 10_000)).toEqual([point(0, 97), point(10, null)])
  })

  test('of several words without a value are one', () => {
    expect(withGaps([point(0, null), point(1, null), point(2, 97), point(3, null), point(99, null)], 10_000)).toEqual([
      point(0, null),
      point(2, 97),
      point(3, null),
    ])
  })
})

describe('a series', () => {
  test('that is short enough stays whole', () => {
    expect(thin([point(0, 97), point(1, 80)], { maxPoints: 3, gapAfterMs: 10_000 })).toEqual([
      { ...point(0, 97), min: 97, max: 97 },
      { ...point(1, 80), min: 80, max: 80 },
    ])
  })

  test('of nothing is nothing', () => {
    expect(thin([], { maxPoints: 2, gapAfterMs: 10_000 })).toEqual([])
  })

  test('that is too long is told by the middle and the extremes of each stretch', () => {
    const points = [97, 96, 82, 95, 98, 98, 99, 97, 98].map((value, index) => point(index, value))
    expect(thin(points, { maxPoints: 4, gapAfterMs: 10_000 })).toEqual([
      { time: at(3), value: 95, min: 82, max: 97 },
      { time: at(5), value: 98, min: 97, max: 99 },
    ])
  })

  test('keeps a gap in its place between the values', () => {
    const points = [0, 1, 2, 3, 40, 41, 42, 43].map((second) => point(second, 97))
    const thinned = thin(points, { maxPoints: 4, gapAfterMs: 10_000 })
    expect(thinned.map(({ time, value }) => [(time - T0) / 1_000, value])).toEqual([
      [1, 97],
      [13, null],
      [41, 97],
    ])
  })

  const series = fc
    .array(fc.record({ step: fc.integer({ min: 1, max: 30 }), value: fc.option(fc.integer({ min: 50, max: 100 })) }), {
      maxLength: 300,
    })
    .map((steps) => {
      let seconds = 0
      return steps.map(({ step, value }) => point((seconds += step), value))
    })
  const limits = fc.record({ maxPoints: fc.integer({ min: 2, max: 80 }), gapAfterMs: fc.constantFrom(null, 10_000) })

  test('never grows over the limit, stays in order and loses no extreme', () => {
    fc.assert(
      fc.property(series, limits, (points, limit) => {
        const thinned = thin(points, limit)
        const values = points.flatMap(({ value }) => value ?? [])
        expect(thinned.length).toBeLessThanOrEqual(Math.max(limit.maxPoints, 0))
        expect(thinned.map(({ time }) => time)).toEqual(thinned.map(({ time }) => time).sort((a, b) => a - b))
        expect(Math.min(...thinned.flatMap(({ min }) => min ?? []))).toBe(Math.min(...values))
        expect(Math.max(...thinned.flatMap(({ max }) => max ?? []))).toBe(Math.max(...values))
      }),
    )
  })

  test('shows nothing that was not measured', () => {
    fc.assert(
      fc.property(series, limits, (points, limit) => {
        const measured = new Set(points.map(({ time, value }) => `${time} ${value ?? 'none'}`))
        for (const { time, value } of thin(points, limit)) {
          if (value !== null) expect(measured).toContain(`${time} ${value}`)
        }
      }),
    )
  })

  test('loses no gap: each has a null within the stretch in which it begins', () => {
    fc.assert(
      fc.property(series, limits, (points, limit) => {
        const all = withGaps(points, limit.gapAfterMs)
        const gaps = all.filter(({ value }) => value === null)
        const nulls = thin(points, limit).filter(({ value }) => value === null)
        const stretchMs = ((all.at(-1)?.time ?? 0) - (all[0]?.time ?? 0)) / Math.floor(limit.maxPoints / 2)
        for (const gap of gaps) {
          expect(nulls.some(({ time }) => Math.abs(time - gap.time) <= stretchMs)).toBe(true)
        }
      }),
    )
  })
})
