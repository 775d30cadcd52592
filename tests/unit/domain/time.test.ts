import { describe, expect, test } from 'vitest'
import {
  earliest,
  elapsedS,
  instant,
  latest,
  parseIso,
  plusMinutes,
  plusMs,
  plusSeconds,
  toIso,
  whenElapsed,
  whenExceeded,
} from '../../../shared/domain/time.ts'

const T = instant(Date.UTC(2026, 2, 1, 9))
const after = (ms: number) => plusMs(T, ms)

describe('elapsed time', () => {
  test('is in seconds, and exact as a file writes it', () => {
    expect(elapsedS(T, after(1_100))).toBe(1.1)
    expect(elapsedS(after(500), T)).toBe(-0.5)
  })

  test.each([0, 1.1, 2.3, 4.35, 7.5, 10, 0.0005, 1.0015])('%d s are over at their first millisecond', (seconds) => {
    const reached = whenElapsed(T, seconds)
    expect(elapsedS(T, reached)).toBeGreaterThanOrEqual(seconds)
    expect(elapsedS(T, plusMs(reached, -1))).toBeLessThan(seconds)

    const exceeded = whenExceeded(T, seconds)
    expect(elapsedS(T, exceeded)).toBeGreaterThan(seconds)
    expect(elapsedS(T, plusMs(exceeded, -1))).toBeLessThanOrEqual(seconds)
  })
})

describe('instants', () => {
  test('are whole milliseconds', () => {
    expect(instant(1.9)).toBe(1)
    expect(plusSeconds(T, 1.5)).toBe(T + 1_500)
    expect(plusMinutes(T, 2)).toBe(T + 120_000)
  })

  test('are written and read as RFC 3339 with a zone', () => {
    expect(toIso(T)).toBe('2026-03-01T09:00:00.000Z')
    expect(parseIso('2026-03-01T10:00:00.0009+01:00')).toBe(T)
    expect(parseIso('2026-03-01T09:00:00')).toBeNull()
    expect(parseIso('2026-13-01T09:00:00Z')).toBeNull()
  })

  test('have an order', () => {
    expect(earliest(null, after(2), after(1), null)).toBe(after(1))
    expect(earliest(null)).toBeNull()
    expect(latest(T, after(1))).toBe(after(1))
    expect(latest(after(1), T)).toBe(after(1))
  })
})
