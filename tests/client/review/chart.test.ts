import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { detailOf } from '../../../client/review/chart/detail.ts'
import { axisDomain, layoutOf, linesOf } from '../../../client/review/chart/panels.ts'
import { bandPath, caretPath, dotPaths, linePath } from '../../../client/review/chart/paths.ts'
import { sideBySide } from '../../../client/review/chart/side-by-side.ts'
import { chartRows } from '../../../client/review/chart/table-rows.ts'
import { timeTicks } from '../../../client/review/chart/time-ticks.ts'
import { valuesAt } from '../../../client/review/chart/values-at.ts'
import {
  covers,
  detailAround,
  LEAST_SPAN_MS,
  lengthOf,
  panned,
  within,
  zoomed,
} from '../../../client/review/chart/zoom.ts'
import { MS_PER_HOUR, MS_PER_MINUTE } from '../../../shared/domain/time.ts'
import type { ChartPoints, ChartSeries, VisitChart } from '../../../shared/wire/chart.ts'

const FROM = Date.UTC(2026, 2, 2, 9)
const TO = FROM + 3 * MS_PER_HOUR
const WHOLE = { from: FROM, to: TO }
const at = (minute: number): number => FROM + minute * MS_PER_MINUTE

const points = (...rows: readonly (readonly [minute: number, value: number | null])[]): ChartPoints => ({
  time: rows.map(([minute]) => at(minute)),
  value: rows.map(([, value]) => value),
  min: rows.map(([, value]) => value),
  max: rows.map(([, value]) => value),
})

const NONE = points()
const series = (metric: ChartSeries['metric'], of: ChartPoints): ChartSeries => ({
  metric,
  label: metric,
  points: of,
  marked: NONE,
  artefacts: [],
  duringCuff: [],
})

const CHART: VisitChart = {
  ...WHOLE,
  stretch: WHOLE,
  phases: [{ phase: 'infusing', from: at(10), to: at(50) }],
  pressure: {
    scale: { low: 40, high: 180, step: 20 },
    cuff: [
      { at: at(12), sbp: 128, dbp: 80, map: 96, isMarked: false },
      { at: at(22), sbp: 250, dbp: 80, isMarked: true },
    ],
    arterial: [],
    pulse: series('hr', points([10, 70], [11, 72], [12, null])),
    expected: [],
    limits: [],
  },
  lines: [{ scale: { low: 85, high: 100, step: 5 }, series: series('spo2', points([10, 98])), limits: [] }],
  dose: {
    rates: [{ from: at(10), to: at(50), rateMgPerHour: 60 }],
    atOnce: [],
    given: [
      { at: at(10), mg: 0 },
      { at: at(50), mg: 40 },
    ],
    totalMg: 40,
  },
  alarms: [],
  entries: [],
}

const stretch = fc
  .tuple(fc.integer({ min: FROM - MS_PER_HOUR, max: TO + MS_PER_HOUR }), fc.integer({ min: 0, max: 5 * MS_PER_HOUR }))
  .map(([from, length]) => ({ from, to: from + length }))

describe('what is shown', () => {
  test('lies within the visit and is a minute at least, whatever was asked for', () => {
    fc.assert(
      fc.property(stretch, (asked) => {
        const shown = within(WHOLE, asked)
        expect(covers(WHOLE, shown)).toBe(true)
        expect(lengthOf(shown)).toBeGreaterThanOrEqual(LEAST_SPAN_MS)
      }),
    )
  })

  test('zooms around a moment, which stays where it is', () => {
    const shown = zoomed(WHOLE, WHOLE, 0.5, at(60))
    expect(lengthOf(shown)).toBe(lengthOf(WHOLE) / 2)
    expect((at(60) - shown.from) / lengthOf(shown)).toBeCloseTo(1 / 3, 6)
    expect(zoomed(WHOLE, shown, 1e-9, at(60))).toEqual({
      from: expect.any(Number) as number,
      to: expect.any(Number) as number,
    })
    expect(lengthOf(zoomed(WHOLE, shown, 1e-9, at(60)))).toBe(LEAST_SPAN_MS)
  })

  test('stops at both ends of the visit', () => {
    const shown = { from: at(0), to: at(30) }
    expect(panned(WHOLE, shown, -1)).toEqual(shown)
    expect(panned(WHOLE, shown, 1)).toEqual({ from: at(30), to: at(60) })
    expect(panned(WHOLE, { from: at(150), to: at(180) }, 1)).toEqual({ from: at(150), to: at(180) })
  })

  test('is loaded with as much again on both sides, as far as the visit goes', () => {
    fc.assert(
      fc.property(stretch, (asked) => {
        const shown = within(WHOLE, asked)
        const detail = detailAround(WHOLE, shown)
        expect(covers(detail, panned(WHOLE, shown, 1))).toBe(true)
        expect(covers(detail, panned(WHOLE, shown, -1))).toBe(true)
      }),
    )
  })

  test('is drawn finer only from a stretch that covers it', () => {
    const fine = { ...CHART, stretch: { from: at(10), to: at(20) }, lines: [] }
    expect(detailOf(CHART, fine, { from: at(5), to: at(15) })).toBe(CHART)
    const pulse = series('hr', points([10, 70]))
    const finer = { ...fine, pressure: { ...CHART.pressure, pulse, scale: { low: 0, high: 1, step: 1 } } }
    const drawn = detailOf(CHART, finer, { from: at(11), to: at(15) })
    expect(drawn.pressure.pulse).toBe(pulse)
    expect([drawn.pressure.scale, drawn.lines, drawn.from]).toEqual([CHART.pressure.scale, CHART.lines, FROM])
  })
})

describe('panels', () => {
  test('lie below each other, and each scale fills its band alone', () => {
    const { height, panels } = layoutOf(CHART)
    expect(panels.map(({ id }) => id)).toEqual(['phases', 'pressure', 'spo2', 'rate', 'alarms', 'entries'])
    for (const [index, panel] of panels.entries()) {
      expect(panel.top).toBeGreaterThanOrEqual(panels[index - 1]?.bottom ?? 0)
      const [low, high] = axisDomain(panel, height)
      const y = (value: number) => ((high - value) / (high - low)) * height
      expect(y(panel.scale.high)).toBeCloseTo(panel.top, 6)
      expect(y(panel.scale.low)).toBeCloseTo(panel.bottom, 6)
    }
    expect(panels.at(-1)?.bottom).toBe(height)
  })

  test('without a dose have none for it', () => {
    expect(layoutOf({ ...CHART, dose: null }).panels.map(({ id }) => id)).not.toContain('rate')
  })

  test('have lines from the lowest to the highest figure', () => {
    expect(linesOf({ low: 85, high: 100, step: 5 })).toEqual([85, 90, 95, 100])
  })

  test('have round times below them, in seconds only from close by', () => {
    expect(timeTicks(WHOLE).hasSeconds).toBe(false)
    expect(timeTicks(WHOLE).at.every((time) => time % (30 * MS_PER_MINUTE) === 0)).toBe(true)
    expect(timeTicks({ from: FROM, to: FROM + MS_PER_MINUTE })).toMatchObject({ hasSeconds: true })
    expect(timeTicks({ from: FROM, to: FROM + MS_PER_MINUTE }).at).toHaveLength(7)
  })
})

const plain = { x: (value: number) => (value - FROM) / MS_PER_MINUTE, y: (value: number) => value }

describe('paths', () => {
  test('break at a gap, and run over the extremes of a place', () => {
    const thinned = { ...points([0, 97], [1, null], [2, 96]), min: [88, null, 96], max: [97, null, 96] }
    expect(linePath(thinned, plain)).toBe('M0.0 97.0L0.0 88.0M2.0 96.0')
    expect(dotPaths(thinned, plain)).toEqual({ dots: 'M0.0 97.0h0M2.0 96.0h0', strokes: 'M0.0 88.0V97.0' })
  })

  test('close a band, and draw none of a single point', () => {
    const band = [
      { at: at(0), low: 1, high: 2 },
      { at: at(1), low: 3, high: 4 },
    ]
    expect(bandPath(band, plain)).toBe('M0.0 2.0L1.0 4.0L1.0 3.0L0.0 1.0Z')
    expect(bandPath(band.slice(1), plain)).toBe('')
  })

  test('put the tip of a caret on its value, carets facing each other', () => {
    expect(caretPath(at(10), 100, plain, true)).toBe('M5.0 95.0L10.0 100.0L15.0 95.0')
    expect(caretPath(at(10), 100, plain, false)).toBe('M5.0 105.0L10.0 100.0L15.0 105.0')
  })

  test('of entries hide none, and none leaves the chart', () => {
    const entries = [0, 0, 1, 99].map((minute, index) => ({ at: at(minute), number: index + 1, seq: index + 1 }))
    const placed = sideBySide(entries, plain.x, 99).map(({ at: x }) => x)
    expect(placed.toSorted((one, other) => one - other)).toEqual([0, 19, 38, 99])
    const crowded = sideBySide(
      entries.map((entry) => ({ ...entry, at: at(98) })),
      plain.x,
      99,
    ).map(({ at: x }) => x)
    expect(crowded.toSorted((one, other) => one - other)).toEqual([42, 61, 80, 99])
  })
})

describe('the reading line', () => {
  const REACH = MS_PER_MINUTE / 2

  test('reads every value of its moment', () => {
    expect(valuesAt(CHART, at(15), REACH)).toMatchObject({
      pulse: null,
      pressure: { sbp: 128, dbp: 80, map: 96 },
      givenMg: 5,
      rateMgPerHour: 60,
    })
    expect(valuesAt(CHART, at(11), REACH).pulse).toMatchObject({ value: 72 })
  })

  test('reads nothing of a gap, of what is far, and of a pressure that was marked or is old', () => {
    expect(valuesAt(CHART, at(12), REACH).pulse).toBeNull()
    expect(valuesAt(CHART, at(30), REACH)).toMatchObject({ pulse: null, pressure: { sbp: 128 } })
    expect(valuesAt(CHART, at(43), REACH).pressure).toBeNull()
    expect(valuesAt(CHART, at(5), REACH)).toMatchObject({ pressure: null, givenMg: null, rateMgPerHour: null })
  })

  test('reads the whole dose after its end, and none where nothing was given', () => {
    expect(valuesAt(CHART, at(120), REACH)).toMatchObject({ givenMg: 40, rateMgPerHour: null })
    expect(valuesAt({ ...CHART, dose: null }, at(20), REACH).givenMg).toBeNull()
  })

  test('says where the cuff was at work, in its table as well, however far its rows are apart', () => {
    const cuffed = { ...series('spo2', points([10, 98], [20, null])), duringCuff: [{ from: at(19.6), to: at(20.1) }] }
    const chart = { ...CHART, lines: CHART.lines.map((line) => ({ ...line, series: cuffed })) }
    expect(valuesAt(chart, at(20), 0)).toMatchObject({ isPulseDuringCuff: false, lines: [{ isDuringCuff: true }] })
    expect(valuesAt(chart, at(19), 0).lines).toMatchObject([{ isDuringCuff: false }])
    const pulse = { ...series('pr', points()), duringCuff: [{ from: at(19.6), to: at(20.1) }] }
    expect(valuesAt({ ...CHART, pressure: { ...CHART.pressure, pulse } }, at(20), 0).isPulseDuringCuff).toBe(true)
    expect(chartRows(chart, WHOLE).filter(({ lines }) => lines.some((line) => line.isDuringCuff))).not.toEqual([])
  })

  test('has a table of the same, of a length that can be read', () => {
    const rows = chartRows(CHART, WHOLE)
    expect(rows).toHaveLength(37)
    expect(rows[2]).toMatchObject({ at: at(10), pulse: { value: 70 }, givenMg: 0 })
  })
})
