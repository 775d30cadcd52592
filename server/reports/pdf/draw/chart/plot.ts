import type { Instant } from '../../../../../shared/domain/time.ts'
import type { ChartSpan, Scale } from '../../chart-model.ts'
import { INK, type Pen } from '../pen.ts'

export const LABEL = { size: 6.8 } as const

const NAME_LINE = 8.4
/** From the beginning of a name to the plot. */
const NAME_ROOM = 54

/** A place on the page. Points; y grows downwards. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Where the chart's time axis lies. */
export interface Plot {
  readonly pen: Pen
  readonly left: number
  readonly right: number
  /** Of an instant; what is before or after the visit stands at its edge. */
  readonly x: (at: Instant) => number
}

export const plotOf = (pen: Pen, { from, to }: ChartSpan, left: number, right: number): Plot => ({
  pen,
  left,
  right,
  x: (at) => left + (right - left) * Math.min(1, Math.max(0, (at - from) / (to - from))),
})

/** A panel: some height of the chart with a scale of its own. */
export interface Panel {
  readonly top: number
  readonly bottom: number
  readonly y: (value: number) => number
}

export const panelOf = (top: number, bottom: number, { low, high }: Scale): Panel => ({
  top,
  bottom,
  y: (value) => bottom - ((bottom - top) * (value - low)) / (high - low),
})

/** The name of something that has no scale. */
export const drawLaneName = ({ pen, left }: Plot, text: string, y: number): void => {
  pen.text(text, left - NAME_ROOM, y, { ...LABEL, weight: 'strong', color: INK.muted })
}

/** The name of a panel and its unit, beside its middle. */
export const drawName = ({ pen, left }: Plot, { top, bottom }: Panel, lines: readonly string[]): void => {
  const first = (top + bottom) / 2 - ((lines.length - 1) * NAME_LINE) / 2 + 2.4
  for (const [index, line] of lines.entries()) {
    const isUnit = index % 3 === 1
    const look = { ...LABEL, color: INK.muted, weight: isUnit ? ('regular' as const) : ('strong' as const) }
    pen.text(line, left - NAME_ROOM, first + index * NAME_LINE, look)
  }
}

/** The lines of a scale and their figures, left of the plot. */
export const drawScale = (
  { pen, left, right }: Plot,
  panel: Panel,
  { low, high, step }: Scale,
  color: string,
): void => {
  for (let value = low; value <= high; value += step) {
    pen.line([left, panel.y(value)], [right, panel.y(value)], { color: '#e6eaee', width: 0.4 })
    pen.text(String(value), left - 5, panel.y(value) + 2.4, { ...LABEL, color, align: 'right', isTabular: true })
  }
}
