import type { ChartLimit } from '../../chart-model.ts'
import { INK } from '../pen.ts'
import type { Panel, Plot } from './plot.ts'

const LABEL = { size: 5.6, color: '#8a6a17' } as const

/** Limits in force at each moment, dashed; the label stands where the limit ends, if there is room. */
export const drawLimits = ({ pen, x, right }: Plot, panel: Panel, limits: readonly ChartLimit[]): void => {
  for (const { from, to, value, label, direction } of limits) {
    const y = panel.y(value)
    if (y < panel.top || y > panel.bottom) continue
    pen.doc.dash(3, { space: 2 })
    pen.line([x(from), y], [x(to), y], { color: '#c9a24a', width: 0.6 })
    pen.doc.undash()
    const end = Math.min(right, x(to))
    // The side on which the alarm is.
    const beside = direction === 'low' ? y + LABEL.size : y - 2
    if (end - x(from) > pen.width(label, LABEL) + 4) pen.text(label, end - 2, beside, { ...LABEL, align: 'right' })
  }
  pen.doc.strokeColor(INK.text)
}
