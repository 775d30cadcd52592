import type { CuffMark, PressurePanel } from '../../chart-model.ts'
import { INK } from '../pen.ts'
import { drawLimits } from './limits.ts'
import { drawName, drawScale, panelOf, type Panel, type Plot } from './plot.ts'
import { drawDots, drawLine } from './series.ts'

/** Half the width of a caret, and its height. */
const CARET = { half: 3, height: 3.4 }
const MEAN_HALF = 2.6

/** The band in which the systolic pressure was expected, behind everything. */
const drawExpected = ({ pen, x, right }: Plot, { y }: Panel, expected: PressurePanel['expected']): void => {
  const [first] = expected
  const last = expected.at(-1)
  if (first === undefined || last === undefined) return
  const { doc } = pen
  doc.moveTo(x(first.at), y(first.high))
  for (const { at, high } of expected) doc.lineTo(x(at), y(high))
  for (const { at, low } of expected.toReversed()) doc.lineTo(x(at), y(low))
  doc.closePath().fillColor(INK.band).fill()
  const middle = y((last.low + last.high) / 2)
  pen.text('expected systolic', right - 4, middle, { size: 6, color: INK.faint, align: 'right' })
}

const caret = ({ pen: { doc } }: Plot, x: number, y: number, towards: 'down' | 'up'): void => {
  const away = towards === 'down' ? y - CARET.height : y + CARET.height
  doc
    .moveTo(x - CARET.half, away)
    .lineTo(x, y)
    .lineTo(x + CARET.half, away)
}

/** Facing carets with their tips at the pressures, the mean between them; what was marked as artefact is pale. */
const drawCuff = (plot: Plot, { y }: Panel, { at, sbp, dbp, map, isMarked }: CuffMark): void => {
  const { doc } = plot.pen
  const x = plot.x(at)
  if (sbp !== undefined && dbp !== undefined) {
    doc.moveTo(x, y(sbp)).lineTo(x, y(dbp)).lineWidth(0.5).strokeColor('#b7c0ca').stroke()
  }
  if (sbp !== undefined) caret(plot, x, y(sbp), 'down')
  if (dbp !== undefined) caret(plot, x, y(dbp), 'up')
  if (map !== undefined) doc.moveTo(x - MEAN_HALF, y(map)).lineTo(x + MEAN_HALF, y(map))
  doc
    .lineWidth(isMarked ? 0.5 : 1.1)
    .lineJoin('miter')
    .strokeColor(isMarked ? INK.faint : INK.text)
    .stroke()
}

export const drawPressure = (plot: Plot, content: PressurePanel, top: number, bottom: number): void => {
  const { scale, expected, limits, arterial, pulse, cuff } = content
  const panel = panelOf(top, bottom, scale)
  drawExpected(plot, panel, expected)
  drawScale(plot, panel, scale, INK.faint)
  drawLimits(plot, panel, limits)
  for (const series of arterial) drawLine(plot, panel, series, INK.faint)
  if (pulse !== null) drawDots(plot, panel, pulse, INK.text)
  for (const mark of cuff) drawCuff(plot, panel, mark)
  drawName(plot, panel, ['BP', 'mmHg', ...(pulse === null ? [] : ['', pulse.label, pulse.unit])])
}
