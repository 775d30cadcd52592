import type { PaintPen } from './paint-rows.ts'
import type { Paint } from './painter.ts'

/** How one part of a text is written, in device pixels. */
interface Hand {
  /** Tells it from every other. */
  readonly key: string
  readonly font: string
  readonly colour: string
  readonly letterSpacing: string
}

/** A line through or under a text, as the style sheet has it. */
interface TextLine {
  readonly at: number
  readonly thickness: number
  readonly colour: string
  readonly isDotted: boolean
}

/** How an element's text is written: what the style sheet says of it. */
export interface TextLook {
  readonly strong: Hand
  readonly plain: Hand
  readonly end: Hand
  readonly isRight: boolean
  /** Below the top of its place. */
  readonly baseline: number
  readonly line: TextLine | null
}

const px = (length: string): number => Number.parseFloat(length) || 0

const handOf = (style: CSSStyleDeclaration): Hand => {
  const font = `${style.fontWeight} ${px(style.fontSize) * devicePixelRatio}px ${style.fontFamily}`
  const colour = style.color
  const letterSpacing = `${px(style.letterSpacing) * devicePixelRatio}px`
  return { key: `${font} ${colour} ${letterSpacing}`, font, colour, letterSpacing }
}

/** Where the letters of a font stand in a line: half of what the line leaves lies above them. */
const baselineOf = (pen: PaintPen, font: string, lineHeight: number): number => {
  pen.hand = null
  pen.context.font = font
  const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = pen.context.measureText('0')
  return (lineHeight - above - below) / 2 + above
}

const lineOf = (style: CSSStyleDeclaration, baseline: number): TextLine | null => {
  const size = px(style.fontSize) * devicePixelRatio
  const thickness = Math.max(1, px(style.textDecorationThickness) * devicePixelRatio)
  const ink = { thickness, colour: style.textDecorationColor }
  if (style.textDecorationLine.includes('line-through')) return { ...ink, at: baseline - size * 0.36, isDotted: false }
  if (!style.textDecorationLine.includes('underline')) return null
  const offset = px(style.textUnderlineOffset) * devicePixelRatio
  return { ...ink, at: baseline + offset + thickness / 2, isDotted: style.textDecorationStyle === 'dotted' }
}

/** The elements of a text: its place, and within it what is written otherwise. */
export interface TextElements {
  readonly place: Element
  readonly strong: Element
  readonly end: Element
}

export const readTextLook = (pen: PaintPen, { place, strong, end }: TextElements): TextLook => {
  const style = getComputedStyle(place)
  const plain = handOf(style)
  const lineHeight = (px(style.lineHeight) || px(style.fontSize) * 1.2) * devicePixelRatio
  const baseline = baselineOf(pen, plain.font, lineHeight)
  return {
    strong: handOf(getComputedStyle(strong)),
    plain,
    end: handOf(getComputedStyle(end)),
    isRight: style.textAlign === 'right' || style.textAlign === 'end',
    baseline,
    line: lineOf(style, baseline),
  }
}

interface Part {
  readonly hand: Hand
  readonly text: string
  /** Its left end, or its right end in a text that stands at the right. */
  readonly x: number
  readonly room: number
}

/** A text that would not fit into its place is written narrower, never cut. */
const drawPart = ({ pen }: Paint, { hand, text, x, room }: Part, baseline: number): void => {
  const { context } = pen
  if (pen.hand !== hand.key) {
    context.font = hand.font
    context.fillStyle = hand.colour
    context.letterSpacing = hand.letterSpacing
    pen.hand = hand.key
  }
  context.fillText(text, x, baseline, room)
}

const widthOf = ({ pen: { context } }: Paint, { text, room }: Part): number =>
  Math.min(context.measureText(text).width, room)

const drawLine = ({ pen: { context } }: Paint, line: TextLine, left: number, width: number): void => {
  context.strokeStyle = line.colour
  context.lineWidth = line.thickness
  context.lineCap = line.isDotted ? 'round' : 'butt'
  context.setLineDash(line.isDotted ? [0, 2 * line.thickness] : [])
  context.beginPath()
  context.moveTo(left, line.at)
  context.lineTo(left + width, line.at)
  context.stroke()
  context.setLineDash([])
}

export interface PaintedText {
  /** Written stronger, before the rest; empty for none. */
  readonly strong: string
  readonly text: string
  /** At the right of its place; empty for none. */
  readonly end: string
}

/** Between what stands at the left and what stands at the right, in units of the drawing. */
const GAP = 12

/** @returns how much of the width is left beside it */
const drawEnd = (paint: Paint, look: TextLook, end: string): number => {
  if (end === '') return paint.width
  const part = { hand: look.end, text: end, x: paint.width, room: paint.width }
  paint.pen.context.textAlign = 'right'
  drawPart(paint, part, look.baseline)
  return Math.max(0, paint.width - widthOf(paint, part) - GAP * paint.unit)
}

/** Writes a text into its place, over what stood there. */
export const drawText = (paint: Paint, look: TextLook, { strong, text, end }: PaintedText): void => {
  const { pen } = paint
  const { isRight, baseline, line } = look
  pen.context.clearRect(0, 0, paint.width, paint.height)
  const width = drawEnd(paint, look, end)
  pen.context.textAlign = isRight ? 'right' : 'left'
  let left = 0
  if (strong !== '') {
    const first = { hand: look.strong, text: strong, x: 0, room: width }
    drawPart(paint, first, baseline)
    left = widthOf(paint, first)
  }
  if (text === '') return
  const rest = { hand: look.plain, text, x: isRight ? width : left, room: width - left }
  drawPart(paint, rest, baseline)
  if (line === null) return
  const long = widthOf(paint, rest)
  drawLine(paint, line, isRight ? width - long : left, long)
}
