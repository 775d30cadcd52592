import { describe, expect, test } from 'vitest'
import { instant } from '../../shared/domain/time.ts'
import { createSystemClock, type MachineClock } from '../../server/system-clock.ts'

const NOON = Date.UTC(2026, 2, 1, 12)

const machine = () => {
  const state = { wall: NOON, steady: 5_000 }
  const clock: MachineClock = { wall: () => state.wall, steady: () => state.steady }
  const pass = (ms: number) => {
    state.wall += ms
    state.steady += ms
  }
  return { clock, state, pass }
}

describe('the clinical clock', () => {
  test('is the time of day at speed 1', () => {
    const { clock, pass } = machine()
    const it = createSystemClock({ machine: clock, speed: 1 })
    pass(61_234)
    expect(it.now()).toBe(NOON + 61_234)
  })

  test('counts a minute a second at speed 60', () => {
    const { clock, pass } = machine()
    const it = createSystemClock({ machine: clock, speed: 60 })
    pass(1_000)
    expect(it.now()).toBe(NOON + 60_000)
    pass(500)
    expect(it.now()).toBe(NOON + 90_000)
  })

  test('goes on from the newest stored entry where that lies ahead of the time of day', () => {
    const { clock, pass } = machine()
    const newest = instant(NOON + 3_600_000)
    const it = createSystemClock({ machine: clock, speed: 1 })
    it.goOnFrom(newest)
    expect(it.now()).toBe(newest)
    pass(10_000)
    expect(it.now()).toBeGreaterThanOrEqual(newest + 9_990)
    expect(it.now()).toBeLessThanOrEqual(newest + 10_000)
  })

  test('starts at the time of day where the newest stored entry is older: the time between is a gap', () => {
    const { clock } = machine()
    const it = createSystemClock({ machine: clock, speed: 60 })
    it.goOnFrom(instant(NOON - 3_600_000))
    expect(it.now()).toBe(NOON)
  })

  test('never goes back when the time of day is set back, and keeps its pace', () => {
    const { clock, state, pass } = machine()
    const it = createSystemClock({ machine: clock, speed: 1 })
    const before = it.now()
    state.wall -= 3_600_000
    expect(it.now()).toBe(before)
    pass(600_000)
    expect(it.now() - before).toBeGreaterThanOrEqual(599_700)
    expect(it.now() - before).toBeLessThanOrEqual(600_000)
  })

  test('follows a jump forwards', () => {
    const { clock, state } = machine()
    const it = createSystemClock({ machine: clock, speed: 1 })
    state.wall += 8 * 3_600_000
    expect(it.now()).toBe(NOON + 8 * 3_600_000)
  })

  test('pulls itself straight by no more than half a millisecond a second', () => {
    const { clock, state, pass } = machine()
    const it = createSystemClock({ machine: clock, speed: 1 })
    state.wall += 1_000
    pass(10_000)
    expect(it.now()).toBe(NOON + 10_005)
    pass(3_600_000)
    expect(it.now()).toBe(state.wall)
  })
})
