import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluate, type RecordedReading, type Recording } from '../../../server/core/evaluate.ts'
import { PRIORITIES, type Limit } from '../../../shared/domain/limit.ts'
import { at } from '../../support/alarm-scene.ts'
import { plainTransitions } from '../../support/plain-alarms.ts'

const METRICS = ['spo2', 'hr'] as const
/** What a metric is at rest; everything else is told by its distance from it. */
const REST = { spo2: 95, hr: 75 }

const metric = fc.constantFrom(...METRICS)
const distance = fc.constantFrom(0.5, 1, 2, 3, 5, 8)
const seconds = fc.constantFrom(0, 0, 1, 1.5, 3, 5, 10, 30)

const limit: fc.Arbitrary<Limit> = fc
  .record({
    metric,
    direction: fc.constantFrom('low' as const, 'high' as const),
    kind: fc.constantFrom('absolute', 'percent', 'offset'),
    distance,
    priority: fc.constantFrom(...PRIORITIES),
    onDelay: seconds,
    offDelay: seconds,
    hysteresis: fc.constantFrom(0, 0.5, 1, 2),
  })
  .map(({ kind, distance: far, ...rest }) => {
    const signed = rest.direction === 'low' ? -far : far
    const derived = kind === 'percent' ? { percentOfBaseline: 100 + signed } : { offsetFromBaseline: signed }
    return { ...rest, threshold: kind === 'absolute' ? REST[rest.metric] + signed : derived }
  })

/** So many readings alike, then a pause: runs, ties in time, poor and invalid values, gaps. */
const run = fc.record({
  metric,
  off: fc.constantFrom(0, 0, 0, 2, -2, 4, -4, 9, -9, -9),
  quality: fc.constantFrom('good' as const, 'good' as const, 'good' as const, 'poor' as const, 'invalid' as const),
  count: fc.integer({ min: 1, max: 40 }),
  everyMs: fc.constantFrom(1_000, 1_000, 500, 1_024, 2_000, 0),
  thenMs: fc.constantFrom(0, 0, 77, 1_000, 9_000, 21_000, 70_000, 330_000),
})

const readingsOf = (runs: readonly (typeof run extends fc.Arbitrary<infer T> ? T : never)[]) => {
  const cursor = { spo2: 0, hr: 250 }
  return runs.flatMap(({ metric: of, off, quality, count, everyMs, thenMs }): readonly RecordedReading[] => {
    const made = Array.from({ length: count }, (_, index) => ({
      at: at((cursor[of] + index * everyMs) / 1_000),
      metric: of,
      value: REST[of] + off,
      quality,
    }))
    cursor[of] += count * everyMs + thenMs
    return made
  })
}

const recording: fc.Arbitrary<Recording> = fc
  .record({
    limits: fc.uniqueArray(limit, {
      minLength: 2,
      maxLength: 10,
      selector: (it) =>
        [it.metric, it.direction, it.priority, JSON.stringify(it.threshold).replaceAll(/[-\d.]/g, '')].join(),
    }),
    hasBaseline: fc.boolean(),
    expected: fc.subarray([...METRICS]),
    staleAfterS: fc.constantFrom({}, { spo2: 5, hr: 20.5 }, { hr: 3 }),
    runs: fc.array(run, { minLength: 1, maxLength: 40 }),
    commands: fc.array(fc.record({ second: fc.nat(900), of: metric, side: fc.constantFrom('low', 'high', 'noData') }), {
      maxLength: 25,
    }),
  })
  .map(({ hasBaseline, runs, commands, ...rest }) => ({
    ...rest,
    baseline: hasBaseline ? REST : null,
    readings: readingsOf(runs),
    commands: commands.map(({ second, of, side }) => ({
      at: at(second),
      type: 'acknowledge' as const,
      channel: `${of}.${side}`,
    })),
  }))

test('a second reading of the rules gives the same lines, in the same order', () => {
  const told = new Map<string, number>()
  fc.assert(
    fc.property(recording, (it) => {
      const wanted = plainTransitions(it)
      for (const { type } of wanted) told.set(type, (told.get(type) ?? 0) + 1)
      expect(evaluate(it).filter(({ channel }) => !channel.endsWith('.poorSignal'))).toEqual(wanted)
    }),
    { numRuns: 300 },
  )
  // Each row of the table was met: else the comparison would say little.
  const rows = [
    'raised',
    'escalated',
    'deescalated',
    'latched',
    'cleared',
    'resumed',
    'acknowledged',
    'unattended',
    'reminded',
  ]
  expect(rows.filter((type) => !told.has(type))).toEqual([])
}, 60_000)
