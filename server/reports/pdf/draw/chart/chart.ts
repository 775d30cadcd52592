import type { ChartModel, LinePanel } from '../../chart-model.ts'
import { INK, type Pen } from '../pen.ts'
import { drawDose } from './dose.ts'
import { alarmLanes, entryLanes } from './lanes.ts'
import { drawLimits } from './limits.ts'
import { drawName, drawScale, LABEL, panelOf, plotOf, type Box, type Plot } from './plot.ts'
import { drawPressure } from './pressure.ts'
import { drawLine } from './series.ts'

/** Left of the plot: names of the panels, and the figures of their scales. */
const GUTTER = 54
const PHASE_HEIGHT = 13
const AXIS_HEIGHT = 12
const LEGEND_LINE = 8
const DOSE_HEIGHT = 46
const GAP = 12
const LANES_GAP = 8

/** Of its own scale: the first is the one that people look at. */
const LINE_HEIGHTS = [62, 44] as const

const drawPhases = ({ pen, x }: Plot, phases: ChartModel['phases'], top: number): void => {
  for (const { label, from, to, isDosing } of phases) {
    const width = x(to) - x(from)
    pen.doc
      .rect(x(from), top, Math.max(0, width - 0.8), PHASE_HEIGHT)
      .fillColor(isDosing ? INK.dosing : INK.band)
      .fill()
    const style = { size: 7.2, weight: 'strong', color: INK.muted } as const
    if (pen.width(label, style) + 8 < width) pen.text(label, x(from) + 4, top + 9.2, style)
  }
}

const drawTimes = ({ pen, x }: Plot, ticks: ChartModel['ticks'], top: number, bottom: number): void => {
  for (const { at, label } of ticks) {
    pen.line([x(at), top], [x(at), bottom], { color: '#eef1f4', width: 0.4 })
    pen.text(label, x(at), bottom + 8.5, { ...LABEL, color: INK.muted, align: 'center', isTabular: true })
  }
}

const drawLinePanel = (plot: Plot, { scale, series, limits }: LinePanel, top: number, bottom: number): void => {
  const panel = panelOf(top, bottom, scale)
  drawScale(plot, panel, scale, INK.faint)
  drawLimits(plot, panel, limits)
  drawLine(plot, panel, series, '#33506b')
  drawName(plot, panel, [series.label, series.unit])
}

const legendParts = (model: ChartModel): readonly string[] => [
  'carets: systolic and diastolic, dash: mean',
  ...(model.pressure.pulse === null ? [] : [`dots: ${model.pressure.pulse.label}`]),
  'thin strokes: least to greatest value of a stretch',
  'hollow: marked as artefact',
  'dashed: limits in force',
  ...(model.dose === null ? [] : ['bars: rate, line: mg given']),
  'stars: alarm by priority, diamond: technical alarm',
]

const LEGEND = { size: 6, color: INK.muted } as const

const legendLines = ({ pen, left, right }: Plot, model: ChartModel): readonly string[] =>
  pen.wrap(legendParts(model).join(' · '), right - left, LEGEND)

/** The visit in the manner of an anaesthesia record, every panel on one time axis. */
export const drawChart = (pen: Pen, model: ChartModel, box: Box): void => {
  const plot = plotOf(pen, model, box.x + GUTTER, box.x + box.width)
  const alarms = alarmLanes(plot, model.alarms)
  const entries = entryLanes(plot, model.entries)
  const lines = model.lines.map((panel, index) => ({ panel, height: LINE_HEIGHTS[Math.min(index, 1)] ?? 44 }))
  const linesHeight = lines.reduce((sum, { height }) => sum + height + GAP + 4, 0)
  const doseHeight = model.dose === null ? 0 : DOSE_HEIGHT + GAP
  const legend = legendLines(plot, model)
  const lanesHeight = alarms.height + entries.height + LANES_GAP + GAP
  const top = box.y + PHASE_HEIGHT + GAP
  const axis = box.y + box.height - AXIS_HEIGHT - legend.length * LEGEND_LINE - 2
  const pressureBottom = axis - lanesHeight - doseHeight - linesHeight
  drawTimes(plot, model.ticks, box.y + PHASE_HEIGHT, axis)
  drawPhases(plot, model.phases, box.y)
  drawPressure(plot, model.pressure, top, pressureBottom)
  let y = pressureBottom + GAP
  for (const { panel, height } of lines) {
    drawLinePanel(plot, panel, y + 4, y + 4 + height)
    y += height + GAP + 4
  }
  if (model.dose !== null) drawDose(plot, model.dose, y - 4, y - 4 + DOSE_HEIGHT)
  y += doseHeight
  alarms.draw(y)
  entries.draw(y + alarms.height + LANES_GAP / 2)
  const legendTop = box.y + box.height - legend.length * LEGEND_LINE
  for (const [index, line] of legend.entries()) {
    pen.text(line, plot.left, legendTop + (index + 1) * LEGEND_LINE - 2, LEGEND)
  }
}
