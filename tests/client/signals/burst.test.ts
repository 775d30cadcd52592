import { describe, expect, it } from 'vitest'
import { BURSTS, pulsesOf } from '../../../client/signals/burst.ts'

const silences = (priority: keyof typeof BURSTS): number[] => {
  const pulses = pulsesOf(BURSTS[priority])
  return pulses.slice(1).map((pulse, index) => {
    const before = pulses[index]
    return pulse.startMs - (before === undefined ? 0 : before.startMs + before.lengthMs)
  })
}

describe('the bursts of signals.md', () => {
  it('high: ten pulses of 150 ms, 350 ms after the third and eighth, 700 ms after the fifth, every 10 s', () => {
    const pulses = pulsesOf(BURSTS.high)
    expect(pulses.map((pulse) => pulse.lengthMs)).toEqual(Array.from({ length: 10 }, () => 150))
    expect(silences('high')).toEqual([100, 100, 350, 100, 700, 100, 100, 350, 100])
    expect(BURSTS.high.everyMs).toBe(10_000)
  })

  it('medium: three pulses of 200 ms, 200 ms apart, every 20 s', () => {
    expect(pulsesOf(BURSTS.medium)).toEqual([
      { startMs: 0, lengthMs: 200 },
      { startMs: 400, lengthMs: 200 },
      { startMs: 800, lengthMs: 200 },
    ])
    expect(BURSTS.medium.everyMs).toBe(20_000)
  })

  it('low: one pulse of 200 ms, every 30 s', () => {
    expect(pulsesOf(BURSTS.low)).toEqual([{ startMs: 0, lengthMs: 200 }])
    expect(BURSTS.low.everyMs).toBe(30_000)
  })
})
