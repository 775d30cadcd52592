import type { ChartPoints } from '../../../shared/wire/chart.ts'

export type Scale = (value: number) => number

export interface Scales {
  readonly x: Scale
  readonly y: Scale
}

/** Half a pixel more than a tenth is not seen. */
const place = (value: number): string => value.toFixed(1)

/** A line that breaks at each gap; where many values share a place it runs over the least and the greatest of them. */
export const linePath = ({ time, value, min, max }: ChartPoints, { x, y }: Scales): string => {
  const parts: string[] = []
  let isDrawing = false
  time.forEach((at, index) => {
    const middle = value[index] ?? null
    if (middle === null) {
      isDrawing = false
      return
    }
    const left = place(x(at))
    parts.push(`${isDrawing ? 'L' : 'M'}${left} ${place(y(middle))}`)
    for (const extreme of [min[index] ?? middle, max[index] ?? middle])
      if (extreme !== middle) parts.push(`L${left} ${place(y(extreme))}`)
    isDrawing = true
  })
  return parts.join('')
}

/** A dot for each value: drawn with round ends, a line of no length is one. Extremes are joined by a thin stroke. */
export const dotPaths = (
  { time, value, min, max }: ChartPoints,
  { x, y }: Scales,
): { readonly dots: string; readonly strokes: string } => {
  const dots: string[] = []
  const strokes: string[] = []
  time.forEach((at, index) => {
    const middle = value[index] ?? null
    if (middle === null) return
    const left = place(x(at))
    dots.push(`M${left} ${place(y(middle))}h0`)
    const [least, most] = [min[index] ?? middle, max[index] ?? middle]
    if (least !== most) strokes.push(`M${left} ${place(y(least))}V${place(y(most))}`)
  })
  return { dots: dots.join(''), strokes: strokes.join('') }
}

export interface BandPoint {
  readonly at: number
  readonly low: number
  readonly high: number
}

/** The area between two lines; nothing of fewer than two points. */
export const bandPath = (points: readonly BandPoint[], { x, y }: Scales): string => {
  if (points.length < 2) return ''
  const upper = points.map(({ at, high }) => `${place(x(at))} ${place(y(high))}`)
  const lower = points.toReversed().map(({ at, low }) => `${place(x(at))} ${place(y(low))}`)
  return `M${[...upper, ...lower].join('L')}Z`
}

const CARET = 5

/** A caret whose tip stands on the value; `down` for the systolic pressure, which faces the diastolic one. */
export const caretPath = (at: number, value: number, { x, y }: Scales, isDown: boolean): string => {
  const [left, tip] = [x(at), y(value)]
  const tails = place(isDown ? tip - CARET : tip + CARET)
  return `M${place(left - CARET)} ${tails}L${place(left)} ${place(tip)}L${place(left + CARET)} ${tails}`
}

/** The given milligrams as a line on a scale of their own. */
export const stepPath = (points: readonly { readonly at: number; readonly mg: number }[], { x, y }: Scales): string =>
  points.map(({ at, mg }, index) => `${index === 0 ? 'M' : 'L'}${place(x(at))} ${place(y(mg))}`).join('')
