import type { Priority } from '../../../../shared/domain/limit.ts'
import { PRIORITY_MARK } from '../../words/alarm-words.ts'
import type { CellMark } from '../report-model.ts'
import { INK, type Pen } from './pen.ts'

/** Red, yellow and cyan belong to alarms alone (signals.md); dark enough for paper. */
export const ALARM_COLOR: Readonly<Record<Priority, string>> = { high: '#d3382b', medium: '#d9a300', low: '#2296c7' }

const DIAMOND = 2.6

/** A technical alarm looks unlike a physiological one: a hollow diamond, and no stars (signals.md, *Look*). */
const diamond = (pen: Pen, x: number, y: number, color: string): void => {
  pen.doc
    .moveTo(x, y - DIAMOND)
    .lineTo(x + DIAMOND, y)
    .lineTo(x, y + DIAMOND)
    .lineTo(x - DIAMOND, y)
    .closePath()
    .lineWidth(0.9)
    .strokeColor(color)
    .stroke()
}

/** Draws the mark of an alarm around its middle; y is the baseline of the text beside it. */
export const alarmMark = (pen: Pen, { priority, kind }: CellMark, x: number, y: number): void => {
  if (kind === 'technical') diamond(pen, x, y - DIAMOND, ALARM_COLOR[priority])
  else pen.text(PRIORITY_MARK[priority], x, y + 1, { size: 8, weight: 'strong', color: INK.text, align: 'center' })
}
