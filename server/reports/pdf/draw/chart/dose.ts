import type { DosePanel } from '../../chart-model.ts'
import { figure } from '../../../words/figure-words.ts'
import { INK } from '../pen.ts'
import { drawLaneName, LABEL, type Plot } from './plot.ts'

/** Above the bars stands how much had been given. */
const LABEL_ROOM = 9

/** Rates as bars, what had been given as a line over them, doses given at once as marks. */
export const drawDose = (plot: Plot, { rates, atOnce, given, total }: DosePanel, top: number, bottom: number): void => {
  const { pen, x } = plot
  const { doc } = pen
  const room = bottom - top - LABEL_ROOM
  const fastest = Math.max(0, ...rates.map(({ rateMgPerHour }) => rateMgPerHour))
  const most = Math.max(...given.map(({ mg }) => mg))
  for (const { from, to, rateMgPerHour } of rates) {
    const height = (room * rateMgPerHour) / fastest
    doc
      .rect(x(from), bottom - height, Math.max(0.5, x(to) - x(from)), height)
      .fillColor(INK.dosing)
      .fill()
    const label = figure(rateMgPerHour)
    if (pen.width(label, LABEL) + 5 < x(to) - x(from))
      pen.text(label, x(from) + 3, bottom - height + 8, { ...LABEL, color: INK.muted })
  }
  const [first, ...others] = given
  if (first === undefined) return
  const y = (mg: number) => bottom - (room * mg) / most
  doc.moveTo(x(first.at), y(first.mg))
  for (const { at, mg } of others) doc.lineTo(x(at), y(mg))
  doc.lineWidth(1).lineJoin('round').strokeColor(INK.text).stroke()
  for (const { at, mg } of atOnce) {
    doc
      .moveTo(x(at), bottom)
      .lineTo(x(at) - 3, bottom + 5)
      .lineTo(x(at) + 3, bottom + 5)
      .closePath()
      .fillColor(INK.text)
      .fill()
    pen.text(`${figure(mg)} mg`, x(at) + 5, bottom + 5.4, { ...LABEL, color: INK.text })
  }
  const last = given.at(-1) ?? first
  pen.text(total, x(last.at) + 4, y(last.mg) + 2.4, { size: 7.2, weight: 'strong' })
  drawLaneName(plot, 'mg/h', bottom - room + 6)
}
