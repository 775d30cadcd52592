import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sessionStatistics, type MetricStatistics, type ValueStatistics } from '../../../server/core/statistics.ts'
import type { PressureRise } from '../../../server/core/statistics-pressure.ts'
import { protocolLimits } from '../../../shared/domain/protocol.ts'
import type { Reading } from '../../../shared/domain/reading.ts'
import { plusMs, plusSeconds, type Instant } from '../../../shared/domain/time.ts'
import { METRIC_INFO, type Metric } from '../../../shared/domain/vital.ts'
import { sweep, type NaiveSeries } from '../../support/naive-statistics.ts'
import { at, clinician, infusing, nurse, sample, type Visit } from '../../support/visit.ts'
import { eventsOf } from '../../support/visit-record.ts'

interface Point {
  /** Milliseconds after minute 3. */
  readonly ms: number
  /** null: the device spoke and had none. */
  readonly value: number | null
  readonly isPoor: boolean
}

interface Mark {
  readonly fromS: number
  readonly toS: number
}

const BEGIN = at(3)
const CHANGED_AT = at(20)
const END = at(300)

/** SpO2 low, medium: 90, and from minute 20 on 93. */
const LIMITS = [90, 93] as const

const ledBy = (metric: Metric, marks: readonly Mark[]): Visit => {
  const visit = infusing()
  const limits = protocolLimits(visit.state.protocol, visit.phase).map((limit) =>
    limit.metric === 'spo2' && limit.priority === 'medium' ? { ...limit, threshold: LIMITS[1] } : limit,
  )
  visit.order({ type: 'setLimits', limits, reason: 'her usual' }, CHANGED_AT)
  visit.order({ type: 'endInfusion', outcome: 'completed' }, at(44))
  const [from, to] = [({ fromS }: Mark) => plusSeconds(BEGIN, fromS), ({ toS }: Mark) => plusSeconds(BEGIN, toS)]
  for (const mark of marks)
    visit.order({ type: 'markArtefact', metric, from: from(mark), to: to(mark), reason: 'moved' }, at(298))
  const override = { reason: 'test' }
  const discharge = { type: 'discharge', escort: 'x', ivRemoved: true, instructionsGiven: true, override } as const
  visit.order(discharge, END, { staff: clinician })
  return visit
}

const timeOf = ({ ms }: Point): Instant => plusMs(BEGIN, ms)

const readingOf = (metric: Metric, point: Point): Reading => {
  const base = sample(metric, point.value ?? 0, timeOf(point), point.isPoor ? { quality: 'poor' } : {})
  if (point.value !== null) return base
  const { value: _value, quality: _quality, ...rest } = base
  return { ...rest, kind: 'noValue', status: 'sensorOff' }
}

const told = (metric: Metric, points: readonly Point[], marks: readonly Mark[]): MetricStatistics => {
  const readings = points.map((point) => readingOf(metric, point))
  const batch = { type: 'readingsStored' as const, at: END, readings, devices: [] }
  const { metrics } = sessionStatistics(eventsOf(ledBy(metric, marks)), [batch], at(310))
  const found = [...metrics].find(([name]) => name === metric)?.[1]
  if (found === undefined) throw new Error('nothing was told')
  return found
}

const isMarked = ({ ms }: Point, marks: readonly Mark[]): boolean =>
  marks.some(({ fromS, toS }) => fromS * 1_000 <= ms && ms <= toS * 1_000)

const naiveSeries = (
  metric: Metric,
  points: readonly Point[],
  counts: (point: Point) => boolean,
): Omit<NaiveSeries, 'limits'> => ({
  points: points.map((point) => ({
    at: timeOf(point),
    value: point.value !== null && counts(point) ? point.value : null,
  })),
  staleMs: (METRIC_INFO[metric].staleAfterS ?? 900) * 1_000,
  monitored: { from: at(0), to: END },
})

const close = (actual: number | null | undefined, wanted: number | null): void => {
  if (wanted === null) expect(actual).toBeNull()
  else expect(actual).toBeCloseTo(wanted, 6)
}

/** The limit that both know: SpO2 low of medium priority. */
const agree = (metric: Metric, figures: ValueStatistics, series: Omit<NaiveSeries, 'limits'>): void => {
  const limits = [
    { from: at(0), to: CHANGED_AT, below: LIMITS[0] },
    { from: CHANGED_AT, to: END, below: LIMITS[1] },
  ]
  const naive = sweep({ ...series, limits })
  expect(figures.n).toBe(naive.n)
  for (const name of ['min', 'max', 'mean', 'median'] as const) close(figures[name], naive[name])
  close(figures.weighted.mean, naive.weightedMean)
  close(figures.weighted.seconds, naive.heldMs / 1_000)
  close(figures.percentWithSignal, naive.percentWithSignal)
  if (metric !== 'spo2') return
  const outside = figures.outside.find(({ direction, priority }) => direction === 'low' && priority === 'medium')
  expect(outside?.value).toBe(LIMITS[1])
  close(outside?.seconds, naive.beyondMs / 1_000)
  close(outside?.longestRunS, naive.longestMs / 1_000)
  close(outside?.areaUnitMin, naive.area / 60_000)
}

const agreeAll = (metric: Metric, points: readonly Point[], marks: readonly Mark[]): MetricStatistics => {
  const figures = told(metric, points, marks)
  agree(
    metric,
    figures,
    naiveSeries(metric, points, (point) => !point.isPoor && !isMarked(point, marks)),
  )
  agree(
    metric,
    figures.unfiltered,
    naiveSeries(metric, points, () => true),
  )
  const values = points.filter(({ value }) => value !== null)
  const marked = values.filter((point) => isMarked(point, marks)).length
  const poor = values.filter((point) => point.isPoor && !isMarked(point, marks)).length
  expect(figures.filter).toEqual({ name: 'goodUnmarked', marked, poor })
  return figures
}

const anyPoints = fc
  .array(
    fc.record({
      stepMs: fc.oneof(fc.constant(1_000), fc.integer({ min: 0, max: 60_000 })),
      value: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 80, max: 100 }) }, fc.constant(null)),
      isPoor: fc.integer({ min: 0, max: 6 }).map((roll) => roll === 0),
    }),
    { minLength: 1, maxLength: 200 },
  )
  .map((steps) => {
    let ms = 0
    return steps.map(({ stepMs, ...rest }) => ({ ...rest, ms: (ms += stepMs) }))
  })

const anyMarks = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 1, max: 300 }))
    .map(([fromS, lengthS]) => ({ fromS, toS: fromS + lengthS })),
  { maxLength: 3 },
)

describe('statistics, calculated once more by sweeping over time,', () => {
  test('agree on any series, with its gaps, poor values and marks', () => {
    fc.assert(
      fc.property(anyPoints, anyMarks, (points, marks) => {
        agreeAll('spo2', points, marks)
      }),
      { numRuns: 150 },
    )
  })

  test('see the difference that the filter makes', () => {
    const points = Array.from({ length: 1_500 }, (_, second) => ({
      ms: second * 1_000,
      value: second >= 600 && second < 660 ? 70 : 97,
      isPoor: second >= 900 && second < 960,
    }))
    const { outside, unfiltered, min } = agreeAll('spo2', points, [{ fromS: 600, toS: 659 }])
    const medium = (limits: ValueStatistics['outside']) => limits.find(({ value }) => value === LIMITS[1])
    expect([min, unfiltered.min]).toEqual([97, 70])
    expect(medium(outside)).toMatchObject({ seconds: 0, longestRunS: 0, areaUnitMin: 0 })
    // 70 under 90 for one minute: 20 %·min.
    expect(medium(unfiltered.outside)).toMatchObject({ seconds: 60, longestRunS: 60, areaUnitMin: 20 })
  })
})

describe('the rise of the pressure', () => {
  const anyCuffs = fc.array(
    fc.record({
      minute: fc.integer({ min: 1, max: 200 }),
      sbp: fc.integer({ min: 90, max: 200 }),
      isPoor: fc.boolean(),
    }),
    { maxLength: 30 },
  )

  test('agrees with a loop over the measurements, with and without the filter', () => {
    fc.assert(
      fc.property(anyCuffs, (cuffs) => {
        const ordered = [...new Map(cuffs.map((it) => [it.minute, it])).values()].sort((a, b) => a.minute - b.minute)
        const readings = ordered.map(({ minute, sbp, isPoor }) =>
          sample('sbp', sbp, at(minute), isPoor ? { quality: 'poor' } : {}),
        )
        const batch = { type: 'readingsStored' as const, at: END, readings, devices: [] }
        const { pressure } = sessionStatistics(eventsOf(ledBy('sbp', [])), [batch], at(310))
        const naive = (given: typeof ordered) => {
          let [peak, peakAt, back]: [number, number, number | null] = [0, 0, null]
          for (const { minute, sbp } of given.filter((it) => it.minute >= 2)) {
            if (sbp > peak) [peak, peakAt, back] = [sbp, minute, null]
            else if (back === null && Math.abs(sbp - 126) <= 12.6) back = minute
          }
          return peakAt === 0 ? null : { sbp: peak - 126, peakAt: at(peakAt), backAt: back === null ? null : at(back) }
        }
        const toldOf = (rise: PressureRise | null | undefined) =>
          rise ? { sbp: rise.sbp, peakAt: rise.peakAt, backAt: rise.backAt } : null
        expect(toldOf(pressure?.rise)).toEqual(naive(ordered.filter(({ isPoor }) => !isPoor)))
        expect(toldOf(pressure?.unfiltered.rise)).toEqual(naive(ordered))
      }),
    )
  })

  test('needs a baseline and a start', () => {
    const visit = infusing()
    const events = eventsOf(visit)
    const without = (type: string) =>
      sessionStatistics(
        events.filter((event) => event.type !== type),
        [],
        at(9),
      ).pressure
    expect(without('infusionStarted')).toBeNull()
    expect(without('baselineRecorded')).toBeNull()
    expect(without('')).toEqual({
      filter: 'goodUnmarked',
      startedAt: at(2),
      baseline: { sbp: 126, dbp: 78 },
      rise: null,
      unfiltered: { rise: null },
    })
  })

  test('stands on unmarked pressures, and says what it would be with them', () => {
    const visit = infusing()
    visit.order({ type: 'markArtefact', metric: 'sbp', from: at(10), to: at(11), reason: 'moved' }, at(30), {
      staff: nurse,
    })
    const readings = [sample('sbp', 230, at(10)), sample('sbp', 150, at(20))]
    const batch = { type: 'readingsStored' as const, at: END, readings, devices: [] }
    const { pressure } = sessionStatistics(eventsOf(visit), [batch], at(40))
    expect(pressure).toMatchObject({ rise: { sbp: 24 }, unfiltered: { rise: { sbp: 104 } } })
  })

  test('that began late began when it happened', () => {
    const visit = infusing()
    const events = eventsOf(visit).map((event) =>
      event.type === 'infusionStarted' ? { ...event, occurredAt: at(1) } : event,
    )
    expect(sessionStatistics(events, [], at(9)).pressure?.startedAt).toBe(at(1))
  })
})

// Real records, kept beside the checkout: their licences do not let them into it.
const FOLDER = path.resolve(import.meta.dirname, '../../../../shared/data/vitals')
const isThere = existsSync(FOLDER)
if (!isThere)
  process.stderr.write(`SKIPPED: statistics are not checked on real records, because there are none in ${FOLDER}.\n`)

interface RealSeries {
  readonly file: string
  readonly column: string
  readonly metric: Metric
}

const REAL: readonly RealSeries[] = [
  { file: 'surgery-intellivue-A-1hz.csv', column: 'PLETH_SAT_O2 [%]', metric: 'spo2' },
  { file: 'surgery-intellivue-A-1hz.csv', column: 'ECG_HR [/min]', metric: 'hr' },
  { file: 'surgery-intellivue-A-1hz.csv', column: 'ABP_SYS [mmHg]', metric: 'abpSys' },
  { file: 'sedation-sentec-P018.csv', column: 'spo2', metric: 'spo2' },
  { file: 'sedation-sentec-P057.csv', column: 'spo2', metric: 'spo2' },
  { file: 'sedation-sentec-P095.csv', column: 'pr', metric: 'pr' },
]

/** `t_s` in seconds, or `Time` as day/month/year, by column; what fits before the visit's end. */
const realPoints = ({ file, column }: RealSeries): readonly Point[] => {
  const [header = '', ...lines] = readFileSync(path.join(FOLDER, file), 'utf8').trim().split(/\r?\n/)
  const names = header.split(',').map((name) => name.trim())
  const rows = lines.map((line) => line.split(','))
  const seconds = (text: string): number => {
    const [, day, month, year, clock = ''] = /^(\d+)\/(\d+)\/(\d+) (.+)$/.exec(text) ?? []
    return day === undefined ? Number(text) : Date.parse(`${year}-${month}-${day}T${clock.padStart(8, '0')}Z`) / 1_000
  }
  const begin = seconds(rows[0]?.[0] ?? '')
  return rows.flatMap((row) => {
    const ms = Math.round((seconds(row[0] ?? '') - begin) * 1_000)
    const text = row[names.indexOf(column)]?.trim() ?? ''
    const value = text === '' || Number(text) === 0 ? null : Number(text)
    return ms < 290 * 60_000 ? [{ ms, value, isPoor: false }] : []
  })
}

describe.skipIf(!isThere)('on real records statistics agree as well:', () => {
  test.each(REAL)('$metric of $file', (series) => {
    const points = realPoints(series)
    expect(points.filter(({ value }) => value !== null).length).toBeGreaterThan(500)
    const { n } = agreeAll(series.metric, points, [{ fromS: 300, toS: 420 }])
    expect(n).toBeGreaterThan(300)
  })
})
