import { describe, expect, it } from 'vitest'
import { instant, plusSeconds } from '../../../shared/domain/time.ts'
import type { RawReading } from '../../../server/ports/source.ts'
import { createMonitor, type MonitorOptions } from '../../../server/sources/simulator/monitor.ts'
import type { ScenarioName } from '../../../server/sources/simulator/scenarios.ts'

const T0 = instant(Date.UTC(2026, 2, 1, 9))

const run = (
  seconds: number,
  options: Partial<MonitorOptions> = {},
  scenarioSince: (second: number) => number | null = () => null,
): readonly (readonly RawReading[] | null)[] => {
  const monitor = createMonitor({ seed: 'a', scenario: null, cuffEveryS: 600, isProbeOnCuffedArm: false, ...options })
  return Array.from({ length: seconds }, (_, second) =>
    monitor.second({ at: plusSeconds(T0, second), mgPerKgPerHour: 0, scenarioSinceS: scenarioSince(second) }),
  )
}

const values = (seconds: ReturnType<typeof run>, metric: RawReading['metric']): readonly (number | null)[] =>
  seconds.flatMap((readings) => (readings ?? []).filter((one) => one.metric === metric).map((one) => one.value))

const played = (scenario: ScenarioName, seconds: number): ReturnType<typeof run> =>
  run(seconds, { scenario }, (second) => second)

describe('a simulated monitor', () => {
  it('says the same again with the same seed, and something else with another', () => {
    expect(run(300)).toEqual(run(300))
    expect(run(300)).not.toEqual(run(300, { seed: 'b' }))
  })

  it('gives heart rate, saturation, pulse and respiration every second', () => {
    const seconds = played('calm', 60)
    for (const metric of ['hr', 'spo2', 'pr', 'rr'] as const) expect(values(seconds, metric)).toHaveLength(60)
  })

  it('gives one blood pressure, three values at one time, per interval', () => {
    const seconds = played('calm', 1_300)
    expect(values(seconds, 'sbp')).toHaveLength(3)
    const first = seconds.find((readings) => readings?.some(({ metric }) => metric === 'sbp')) ?? []
    const cuff = first.filter(({ metric }) => ['sbp', 'dbp', 'map'].includes(metric))
    expect(new Set(cuff.map(({ deviceTime }) => deviceTime)).size).toBe(1)
    const [sbp, dbp, map] = cuff.map(({ value }) => value ?? 0)
    expect(map).toBe(Math.round((dbp ?? 0) + ((sbp ?? 0) - (dbp ?? 0)) / 3))
  })

  it('stays inside every default limit while it is calm', () => {
    const seconds = played('calm', 1_800)
    expect(Math.min(...values(seconds, 'spo2').map((value) => value ?? 0))).toBeGreaterThanOrEqual(94)
    expect(Math.max(...values(seconds, 'sbp').map((value) => value ?? 0))).toBeLessThan(150)
    expect(Math.max(...values(seconds, 'hr').map((value) => value ?? 0))).toBeLessThan(115)
  })

  it('marks motion as poor quality, never as a good low value', () => {
    const seconds = run(3_600)
    const spo2 = seconds.flatMap((readings) => (readings ?? []).filter(({ metric }) => metric === 'spo2'))
    expect(spo2.some(({ quality }) => quality === 'poor')).toBe(true)
    const low = spo2.filter(({ value, quality }) => quality === 'good' && value !== null && value < 94)
    expect(low).toEqual([])
  })

  it('marks the probe of the cuffed arm as poor while the cuff squeezes it', () => {
    const seconds = run(40, { scenario: 'calm', isProbeOnCuffedArm: true }, (second) => second)
    const poor = seconds.flatMap((readings) => (readings ?? []).filter(({ quality }) => quality === 'poor'))
    expect(poor.length).toBeGreaterThan(20)
    expect(poor.every(({ metric }) => metric === 'spo2' || metric === 'pr')).toBe(true)
  })

  it('falls below 85 and comes back in the desaturation scenario', () => {
    const spo2 = values(played('desaturation', 400), 'spo2').map((value) => value ?? 0)
    expect(Math.min(...spo2)).toBeLessThan(85)
    expect(Math.min(...spo2.slice(270, 400))).toBeGreaterThan(93)
  })

  it('says sensor off, without a number, when the probe comes off in the desaturation', () => {
    const readings = played('probe-off', 200)[150] ?? []
    const oximetry = readings.filter(({ metric }) => metric === 'spo2' || metric === 'pr')
    expect(oximetry.map(({ value, status }) => [value, status])).toEqual([
      [null, 'sensorOff'],
      [null, 'sensorOff'],
    ])
  })

  it('says nothing at all once it is unplugged', () => {
    const seconds = played('unplugged', 40)
    expect(seconds[10]).not.toBeNull()
    expect(seconds[30]).toBeNull()
  })

  it('measures the pressure at once when asked to', () => {
    const monitor = createMonitor({ seed: 'a', scenario: 'calm', cuffEveryS: 600, isProbeOnCuffedArm: false })
    const step = (second: number) =>
      monitor.second({ at: plusSeconds(T0, second), mgPerKgPerHour: 0, scenarioSinceS: second }) ?? []
    for (let second = 0; second < 100; second += 1) step(second)
    monitor.measurePressureNow()
    const after = Array.from({ length: 40 }, (_, index) => step(100 + index)).flat()
    expect(after.filter(({ metric }) => metric === 'sbp')).toHaveLength(1)
  })
})
