// How often a suggestion is right, on series of which it is known what was done to them.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { artefactsIn } from '../../../server/core/artefact-suggestions.ts'
import type { RawReading } from '../../../server/ports/source.ts'
import { createMonitor } from '../../../server/sources/simulator/monitor.ts'
import { createRandom } from '../../../server/sources/simulator/random.ts'
import type { ScenarioName } from '../../../server/sources/simulator/scenarios.ts'
import type { ArtefactKind, SuggestedArtefact } from '../../../shared/domain/artefact.ts'
import type { Reading } from '../../../shared/domain/reading.ts'
import { plusSeconds, type Instant } from '../../../shared/domain/time.ts'
import type { Metric } from '../../../shared/domain/vital.ts'
import { at, sample } from '../../support/visit.ts'

const HOUR_S = 3_600
const second = (number: number): Instant => plusSeconds(at(0), number)

const none = (metric: Metric, when: Instant): Reading => {
  const { value: _value, quality: _quality, ...base } = sample(metric, 0, when)
  return { ...base, kind: 'noValue', status: 'sensorOff' }
}

type Series = ReadonlyMap<Metric, readonly Reading[]>

/** As a monitor would send it that does not tell poor values from good ones. */
const untold = (raw: RawReading, when: Instant): Reading =>
  raw.value === null ? none(raw.metric, when) : sample(raw.metric, raw.value, when)

interface Played {
  readonly series: Series
  /** Seconds in which the simulated probe was moved or squeezed, as the simulator says itself. */
  readonly disturbed: ReadonlySet<Instant>
}

const play = (seed: string, scenario: ScenarioName, isProbeOnCuffedArm = false): Played => {
  const monitor = createMonitor({ seed, scenario, cuffEveryS: 600, isProbeOnCuffedArm })
  const series = new Map<Metric, Reading[]>()
  const disturbed = new Set<Instant>()
  for (let number = 0; number < HOUR_S; number += 1) {
    const when = second(number)
    for (const raw of monitor.second({ at: when, mgPerKgPerHour: 0.75, scenarioSinceS: number }) ?? []) {
      const known = series.get(raw.metric)
      if (known === undefined) series.set(raw.metric, [untold(raw, when)])
      else known.push(untold(raw, when))
      if (raw.quality === 'poor') disturbed.add(when)
    }
  }
  return { series, disturbed }
}

const found = (series: Series, kind: ArtefactKind): readonly SuggestedArtefact[] =>
  [...artefactsIn(series)].flat().filter((one) => one.kind === kind)

const covers = (suggestions: readonly SuggestedArtefact[], metric: Metric, when: Instant): boolean =>
  suggestions.some(({ metrics, from, to }) => metrics.includes(metric) && from <= when && when <= to)

const SEEDS = ['a', 'b', 'c', 'd', 'e', 'f']

describe('a cuff on the probe’s arm', () => {
  test('of six simulated hours is found at nearly every measurement, and nothing else is called so', () => {
    let [squeezes, met, right, all] = [0, 0, 0, 0]
    for (const seed of SEEDS) {
      const { series, disturbed } = play(seed, 'calm', true)
      const dips = found(series, 'cuffInflation').filter(({ metrics }) => metrics.includes('spo2'))
      const begins = [...disturbed].filter((when) => !disturbed.has(plusSeconds(when, -1)))
      const usable = begins.filter((when) => when > second(120))
      squeezes += usable.length
      met += usable.filter((when) => dips.some(({ from, to }) => to >= when && from <= plusSeconds(when, 20))).length
      all += dips.length
      right += dips.filter(({ from, to }) => disturbed.has(from) && disturbed.has(to)).length
    }
    expect(squeezes).toBe(30)
    expect(met / squeezes).toBeGreaterThan(0.9)
    expect(right).toBe(all)
  })

  test('a saturation that falls over a minute and comes back is neither a spike nor an edge', () => {
    const wrong = SEEDS.flatMap((seed) => [...artefactsIn(play(seed, 'desaturation').series)].flat())
    expect(wrong.map(({ why }) => why)).toEqual([])
  })
})

const FOLDER = path.resolve(import.meta.dirname, '../../../../shared/data/vitals')
const isThere = existsSync(FOLDER)
if (!isThere)
  process.stderr.write(`SKIPPED: artefacts are not looked for in real records, because there are none in ${FOLDER}.\n`)

/** One row a second; 0 and blank are no signal (the folder's README). */
const real = (patient: string): Series => {
  const [header = '', ...lines] = readFileSync(path.join(FOLDER, `sedation-sentec-${patient}.csv`), 'utf8')
    .trim()
    .split(/\r?\n/)
  const names = header.split(',').map((name) => name.trim())
  const column = (metric: 'spo2' | 'pr') =>
    lines.map((line, number): Reading => {
      const text = line.split(',')[names.indexOf(metric)]?.trim() ?? ''
      const value = Number(text)
      return value === 0 ? none(metric, second(number)) : sample(metric, value, second(number))
    })
  return new Map<Metric, readonly Reading[]>([
    ['spo2', column('spo2')],
    ['pr', column('pr')],
  ])
}

/** Spikes of one to eight seconds, put where the real series is steady for a minute on both sides. */
const withSpikes = (series: Series, seed: string) => {
  const random = createRandom(seed)
  const spo2 = [...(series.get('spo2') ?? [])]
  const put: { readonly from: Instant; readonly to: Instant }[] = []
  for (let number = 120; number < spo2.length - 120; number += 150) {
    const around = spo2.slice(number - 70, number + 80)
    const values = around.flatMap((reading) => (reading.kind === 'sample' ? [reading.value] : []))
    if (values.length < around.length || Math.max(...values) - Math.min(...values) > 3) continue
    const length = Math.floor(random.between(1, 9))
    const depth = random.between(10, 35)
    for (let index = number; index < number + length; index += 1) {
      const reading = spo2[index]
      if (reading?.kind === 'sample') spo2[index] = { ...reading, value: Math.round((values[0] ?? 0) - depth) }
    }
    put.push({ from: second(number), to: second(number + length - 1) })
  }
  return { series: new Map<Metric, readonly Reading[]>([['spo2', spo2]]), put }
}

describe.skipIf(!isThere)('in real records', () => {
  test.each(['P009', 'P018', 'P061', 'P095'])('spikes put into %s are found, each and exactly', (patient) => {
    const { series, put } = withSpikes(real(patient), patient)
    expect(put.length).toBeGreaterThan(5)
    const spikes = found(series, 'spike').map(({ from, to }) => ({ from, to }))
    expect(spikes).toEqual(put)
  })

  test('a real desaturation of two minutes is never suggested', () => {
    const series = real('P095')
    const suggestions = [...artefactsIn(series)].flat()
    const low = (series.get('spo2') ?? []).filter((reading) => reading.kind === 'sample' && reading.value < 90)
    expect(low.length).toBeGreaterThan(100)
    const called = low.filter(({ measuredAt }) => covers(suggestions, 'spo2', measuredAt))
    expect(called.length / low.length).toBeLessThan(0.1)
  })

  test('a clean series has nothing to suggest', () => {
    expect([...artefactsIn(real('P009'))].flat()).toEqual([])
  })
})
