import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Trend } from '../../../shared/wire/live-message.ts'
import { breakGaps, thin } from '../../../server/hub/trend-series.ts'

const series = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 20_000 }), fc.option(fc.integer({ min: 0, max: 300 }))), {
    maxLength: 2_000,
  })
  .map((steps): Trend => {
    let at = 0
    return { time: steps.map(([step]) => (at += step)), value: steps.map(([, value]) => value) }
  })

describe('a trend with gaps', () => {
  it('breaks where two readings lie further apart than the value stays fresh', () => {
    const line: Trend = { time: [0, 10_000, 20_001], value: [1, 2, 3] }
    expect(breakGaps(line, 10_000)).toEqual({ time: [0, 10_000, 20_000, 20_001], value: [1, 2, null, 3] })
  })
})

describe('a thinned trend', () => {
  it('is the same where it is short enough', () => {
    const line: Trend = { time: [0, 1], value: [1, null] }
    expect(thin(line, 300)).toBe(line)
  })

  it('has at most as many points as asked, in order, each of them one of the line', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 3, max: 400 }), (line, most) => {
        const thinned = thin(line, most)
        expect(thinned.time.length).toBeLessThanOrEqual(most)
        expect(thinned.time).toHaveLength(thinned.value.length)
        const points = new Set(line.time.map((at, index) => `${at} ${String(line.value[index])}`))
        expect(thinned.time.every((at, index) => points.has(`${at} ${String(thinned.value[index])}`))).toBe(true)
        expect(thinned.time).toEqual([...thinned.time].sort((a, b) => a - b))
      }),
    )
  })

  it('keeps the lowest, the highest and that there was a gap', () => {
    fc.assert(
      fc.property(series, (line) => {
        const thinned = thin(line, 300)
        const numbers = (values: readonly (number | null)[]) => values.filter((value) => value !== null)
        expect(Math.min(...numbers(thinned.value))).toBe(Math.min(...numbers(line.value)))
        expect(Math.max(...numbers(thinned.value))).toBe(Math.max(...numbers(line.value)))
        expect(thinned.value.includes(null)).toBe(line.value.includes(null))
      }),
    )
  })
})
