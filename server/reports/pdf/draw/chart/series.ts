import type { ThinPoint } from '../../../../core/thinning.ts'
import type { ChartSeries, ChartSpan } from '../../chart-model.ts'
import { INK } from '../pen.ts'
import type { Panel, Plot } from './plot.ts'

interface Drawn {
  readonly x: number
  readonly y: number
  readonly top: number
  readonly bottom: number
}

const drawnOf = ({ x }: Plot, { y }: Panel, { time, value, min, max }: ThinPoint): Drawn | null =>
  value === null || min === null || max === null ? null : { x: x(time), y: y(value), top: y(max), bottom: y(min) }

/** Runs of points without a gap between. */
const runs = (plot: Plot, panel: Panel, points: readonly ThinPoint[]): readonly (readonly Drawn[])[] => {
  const all: Drawn[][] = [[]]
  for (const point of points) {
    const drawn = drawnOf(plot, panel, point)
    if (drawn === null) all.push([])
    else all.at(-1)?.push(drawn)
  }
  return all.filter((run) => run.length > 0)
}

const SHORTEST = 0.01

/** From the least to the greatest value of each stretch: thinning hides nothing on paper either. */
const drawExtremes = ({ pen: { doc } }: Plot, drawn: readonly Drawn[], color: string): void => {
  for (const { x, top, bottom } of drawn) {
    if (bottom - top > 0.6) doc.moveTo(x, top).lineTo(x, bottom)
  }
  doc.lineWidth(0.45).strokeColor(color).stroke()
}

const drawArtefacts = ({ pen, x }: Plot, panel: Panel, artefacts: readonly ChartSpan[]): void => {
  for (const { from, to } of artefacts) {
    const [left, right] = [x(from), Math.max(x(to), x(from) + 2)]
    const height = panel.bottom - panel.top
    pen.doc
      .rect(left, panel.top, right - left, height)
      .lineWidth(0.5)
      .strokeColor(INK.faint)
      .dash(1.5, { space: 1.5 })
      .stroke()
    pen.doc.undash()
    pen.text('artefact', (left + right) / 2, panel.bottom + 6.5, { size: 5.6, color: INK.faint, align: 'center' })
  }
}

const drawMarked = (plot: Plot, panel: Panel, marked: readonly ThinPoint[]): void => {
  const { doc } = plot.pen
  for (const { x, y } of runs(plot, panel, marked).flat()) doc.circle(x, y, 0.9)
  doc.lineWidth(0.35).strokeColor(INK.faint).stroke()
}

/** Heart rate as dots. */
export const drawDots = (plot: Plot, panel: Panel, series: ChartSeries, color: string): void => {
  const { doc } = plot.pen
  const drawn = runs(plot, panel, series.points).flat()
  drawExtremes(plot, drawn, INK.faint)
  // A line of no length with round ends is a dot, in a tenth of a circle's bytes.
  for (const { x, y } of drawn) doc.moveTo(x, y).lineTo(x + SHORTEST, y)
  doc.lineCap('round').lineWidth(1.25).strokeColor(color).stroke().lineCap('butt')
  drawMarked(plot, panel, series.marked)
  drawArtefacts(plot, panel, series.artefacts)
}

/** A line that breaks where there was no value. */
export const drawLine = (plot: Plot, panel: Panel, series: ChartSeries, color: string): void => {
  const { doc } = plot.pen
  const all = runs(plot, panel, series.points)
  drawExtremes(plot, all.flat(), color)
  for (const [first, ...others] of all) {
    if (first === undefined) continue
    doc.moveTo(first.x, first.y)
    for (const { x, y } of others.length === 0 ? [{ x: first.x + SHORTEST, y: first.y }] : others) doc.lineTo(x, y)
  }
  doc.lineWidth(0.85).lineJoin('round').lineCap('round').strokeColor(color).stroke().lineCap('butt')
  drawMarked(plot, panel, series.marked)
  drawArtefacts(plot, panel, series.artefacts)
}
