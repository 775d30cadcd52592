import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hearTime, serverNow, type ServerClock } from '../../../client/live/server-clock.ts'

const T0 = Date.parse('2026-03-01T09:00:00.000Z')

/** Beats as this device hears them: [server time after T0, moment of performance.now()], in milliseconds. */
const hear = (beats: readonly (readonly [serverMs: number, monotonic: number])[], speed = 1): ServerClock | null =>
  beats.reduce<ServerClock | null>(
    (clock, [serverMs, monotonic]) => hearTime(clock, { serverTime: T0 + serverMs, speed, monotonic }),
    null,
  )

const sinceT0 = (clock: ServerClock | null, monotonic: number): number =>
  clock === null ? Number.NaN : serverNow(clock, monotonic) - T0

describe('the server’s clock on this device', () => {
  it('runs on between the beats', () => {
    expect(sinceT0(hear([[0, 500]]), 1_250)).toBe(750)
  })

  it('runs as fast as the clinical clock', () => {
    expect(sinceT0(hear([[0, 500]], 60), 1_500)).toBe(60_000)
  })

  it('believes the least delayed beat: delay only ever makes the server look slow', () => {
    const clock = hear([
      [0, 300],
      [1_000, 1_010],
      [2_000, 2_400],
    ])
    expect(sinceT0(clock, 3_010)).toBeGreaterThanOrEqual(2_980)
    expect(sinceT0(clock, 3_010)).toBeLessThanOrEqual(3_000)
  })

  it('follows a device whose own clock is slow', () => {
    const beats = Array.from({ length: 600 }, (_, second): [number, number] => [second * 1_000, second * 999.9])
    expect(Math.abs(sinceT0(hear(beats), 599 * 999.9) - 599_000)).toBeLessThanOrEqual(2)
  })

  it('follows a device whose own clock is fast, within a few milliseconds', () => {
    const beats = Array.from({ length: 600 }, (_, second): [number, number] => [second * 1_000, second * 1_000.1])
    expect(Math.abs(sinceT0(hear(beats), 599 * 1_000.1) - 599_000)).toBeLessThanOrEqual(5)
  })

  it('does not take a burst of held-up beats for the time', () => {
    const heldUp = Array.from({ length: 20 }, (_, index): [number, number] => [1_000 * (index + 1), 30_000 + index])
    expect(sinceT0(hear([[0, 0], ...heldUp]), 30_020)).toBe(30_020)
  })

  it('believes a server whose clock was set back, once three beats at their own pace agree', () => {
    const back: [number, number][] = [
      [10_000, 10_000],
      [1_000, 11_000],
      [2_000, 12_000],
    ]
    expect(sinceT0(hear(back), 12_000)).toBe(12_000)
    expect(sinceT0(hear([...back, [3_000, 13_000]]), 13_000)).toBe(3_000)
  })

  it('takes a new speed at once', () => {
    const clock = hearTime(hear([[0, 0]]), { serverTime: T0 + 1_000, speed: 10, monotonic: 1_000 })
    expect(sinceT0(clock, 2_000)).toBe(11_000)
  })

  it('is never ahead of the server by more than what it was told at once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 60 }), (delays) => {
        const beats = delays.map((delay, second): [number, number] => [second * 1_000, second * 1_000 + delay])
        const last = (delays.length - 1) * 1_000 + 900
        expect(sinceT0(hear(beats), last)).toBeLessThanOrEqual(last)
        expect(sinceT0(hear(beats), last)).toBeGreaterThanOrEqual(last - 901)
      }),
    )
  })
})
