import type { LimitView } from '../../shared/domain/session-view.ts'
import { MS_PER_MINUTE } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'
import { TREND_LENGTH_MS, type SessionTrends, type TrendLine } from '../live/trend.ts'

export interface TrendPalette {
  readonly band: string
  readonly grid: string
  readonly strong: string
  readonly soft: string
  readonly caret: string
}

export interface TrendPicture {
  /** In device pixels. */
  readonly width: number
  readonly height: number
  /** Device pixels for a unit of the drawing. */
  readonly unit: number
  readonly now: number
  readonly trends: SessionTrends
  readonly limits: readonly LimitView[]
  readonly palette: TrendPalette
}

interface Scale {
  readonly x: (time: number) => number
  readonly y: (value: number) => number
}

/** A part of the height with its own values, told apart by position alone. */
interface Plot {
  readonly top: number
  readonly bottom: number
  readonly low: number
  readonly high: number
}

/** SpO2 above, heart rate and blood pressure below on one scale, as on an anaesthesia chart. */
const SPO2_SHARE = 0.36
const SPO2_RANGE = [84, 100] as const
const RATE_RANGE = [40, 180] as const
const GRID_EVERY_MS = 2 * MS_PER_MINUTE

const spread = (line: TrendLine | undefined, [low, high]: readonly [number, number]): readonly [number, number] => {
  let least = low
  let most = high
  for (const value of line?.value ?? []) {
    if (value === null) continue
    if (value < least) least = value
    if (value > most) most = value
  }
  return [least, most]
}

const plotsOf = ({ height, unit, trends }: TrendPicture): { readonly spo2: Plot; readonly rate: Plot } => {
  const edge = 3 * unit
  const [spo2Low, spo2High] = spread(trends.spo2, SPO2_RANGE)
  const [rateLow, rateHigh] = spread(trends.sbp, spread(trends.dbp, spread(trends.hr, RATE_RANGE)))
  const border = height * SPO2_SHARE
  return {
    spo2: { top: edge, bottom: border - edge, low: spo2Low, high: spo2High },
    rate: { top: border + edge, bottom: height - edge, low: rateLow, high: rateHigh },
  }
}

const scaleOf = ({ width, now }: TrendPicture, plot: Plot): Scale => ({
  x: (time) => width - ((now - time) / TREND_LENGTH_MS) * width,
  y: (value) => plot.bottom - ((value - plot.low) / (plot.high - plot.low)) * (plot.bottom - plot.top),
})

const limitOf = (limits: readonly LimitView[], metric: Metric, direction: 'low' | 'high'): number | null => {
  const values = limits
    .filter((limit) => limit.metric === metric && limit.direction === direction)
    .map(({ value }) => value)
  if (values.length === 0) return null
  return direction === 'low' ? Math.max(...values) : Math.min(...values)
}

/** Between the limits in force: inside the band is where the line belongs. */
const drawBand = (pen: CanvasRenderingContext2D, picture: TrendPicture, plot: Plot, metric: Metric): void => {
  const low = limitOf(picture.limits, metric, 'low')
  const high = limitOf(picture.limits, metric, 'high')
  if (low === null && high === null) return
  const { y } = scaleOf(picture, plot)
  const top = Math.max(plot.top, y(high ?? plot.high))
  const bottom = Math.min(plot.bottom, y(low ?? plot.low))
  pen.fillStyle = picture.palette.band
  pen.fillRect(0, top, picture.width, bottom - top)
}

const drawPressureLimit = (pen: CanvasRenderingContext2D, picture: TrendPicture, plot: Plot): void => {
  const high = limitOf(picture.limits, 'sbp', 'high')
  if (high === null || high > plot.high) return
  const y = scaleOf(picture, plot).y(high)
  pen.strokeStyle = picture.palette.grid
  pen.lineWidth = picture.unit * 1.5
  pen.setLineDash([6 * picture.unit, 6 * picture.unit])
  pen.beginPath()
  pen.moveTo(0, y)
  pen.lineTo(picture.width, y)
  pen.stroke()
  pen.setLineDash([])
}

const drawGrid = (pen: CanvasRenderingContext2D, picture: TrendPicture): void => {
  pen.fillStyle = picture.palette.grid
  const first = Math.ceil((picture.now - TREND_LENGTH_MS) / GRID_EVERY_MS) * GRID_EVERY_MS
  for (let at = first; at < picture.now; at += GRID_EVERY_MS) {
    const x = Math.round(picture.width - ((picture.now - at) / TREND_LENGTH_MS) * picture.width)
    pen.fillRect(x, 0, 1, picture.height)
  }
}

/** A gap is a gap: the line ends where nobody measured, and begins anew behind it. */
const drawLine = (pen: CanvasRenderingContext2D, line: TrendLine | undefined, { x, y }: Scale): void => {
  if (line === undefined) return
  const { time, value } = line
  let isDown = false
  pen.beginPath()
  for (let index = 0; index < time.length; index += 1) {
    const point = value[index] ?? null
    const at = time[index]
    if (point === null || at === undefined) {
      isDown = false
      continue
    }
    if (isDown) pen.lineTo(x(at), y(point))
    else pen.moveTo(x(at), y(point))
    isDown = true
  }
  pen.stroke()
}

/** Systolic and diastolic as facing carets, joined by a thin line. */
const drawPressures = (pen: CanvasRenderingContext2D, picture: TrendPicture, scale: Scale): void => {
  const { sbp, dbp } = picture.trends
  const { unit } = picture
  const wing = 6 * unit
  sbp?.time.forEach((at, index) => {
    const high = sbp.value[index] ?? null
    const low = dbp?.value[dbp.time.indexOf(at)] ?? null
    if (high === null || low === null) return
    const x = Math.min(scale.x(at), picture.width - wing)
    const [top, bottom] = [scale.y(high), scale.y(low)]
    pen.beginPath()
    pen.moveTo(x - wing, top - wing)
    pen.lineTo(x, top)
    pen.lineTo(x + wing, top - wing)
    pen.moveTo(x, top)
    pen.lineTo(x, bottom)
    pen.moveTo(x - wing, bottom + wing)
    pen.lineTo(x, bottom)
    pen.lineTo(x + wing, bottom + wing)
    pen.stroke()
  })
}

/** Draws the last ten minutes, right edge now, from the pen's origin. */
export const drawTrend = (pen: CanvasRenderingContext2D, picture: TrendPicture): void => {
  const { width, height, unit, trends, palette } = picture
  const { spo2, rate } = plotsOf(picture)
  pen.save()
  pen.beginPath()
  pen.rect(0, 0, width, height)
  // Its neighbours in the row stand on the same canvas.
  pen.clip()
  pen.clearRect(0, 0, width, height)
  drawBand(pen, picture, spo2, 'spo2')
  drawBand(pen, picture, rate, 'hr')
  drawGrid(pen, picture)
  drawPressureLimit(pen, picture, rate)
  pen.lineJoin = 'round'
  pen.lineWidth = 2 * unit
  pen.strokeStyle = palette.caret
  drawPressures(pen, picture, scaleOf(picture, rate))
  pen.lineWidth = 2.5 * unit
  pen.strokeStyle = palette.soft
  drawLine(pen, trends.spo2, scaleOf(picture, spo2))
  pen.strokeStyle = palette.strong
  drawLine(pen, trends.hr ?? trends.pr, scaleOf(picture, rate))
  pen.restore()
}
