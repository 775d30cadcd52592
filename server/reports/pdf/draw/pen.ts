import type PDFDocument from 'pdfkit'
import { fontFile, runsOf, type TextRun, type Weight } from './typeface.ts'

export const INK = {
  text: '#12161c',
  muted: '#5b6472',
  faint: '#8a94a3',
  hair: '#dde2e8',
  band: '#edf2f6',
  dosing: '#d3dbe4',
  paper: '#ffffff',
} as const

export interface TextStyle {
  /** Points. */
  readonly size: number
  readonly weight?: Weight
  readonly color?: string
}

export interface PlacedText extends TextStyle {
  readonly align?: 'left' | 'right' | 'center'
  /** Figures stand below each other: every digit is as wide as the widest. */
  readonly isTabular?: boolean
  readonly isStruck?: boolean
}

export type Point = readonly [x: number, y: number]

interface LineStyle {
  readonly color?: string
  /** Points. */
  readonly width?: number
}

/** Every digit as wide as the others, by the typeface itself: a figure stays one word for who copies or searches it. */
const TABULAR: PDFKit.Mixins.OpenTypeFeatures[] = ['tnum']

const featuresOf = ({ isTabular = false }: PlacedText): { features?: PDFKit.Mixins.OpenTypeFeatures[] } =>
  isTabular ? { features: TABULAR } : {}

/** Writes and draws on the pages of one document; y is the baseline of a text. */
export class Pen {
  readonly doc: InstanceType<typeof PDFDocument>
  readonly #registered = new Set<string>()

  constructor(doc: InstanceType<typeof PDFDocument>) {
    this.doc = doc
  }

  width(text: string, style: PlacedText): number {
    return runsOf(text).reduce((sum, run) => sum + this.#runWidth(run, style), 0)
  }

  /** @returns where the text ends. */
  text(text: string, x: number, y: number, style: PlacedText): number {
    const width = this.width(text, style)
    const from = x - (style.align === 'right' ? width : style.align === 'center' ? width / 2 : 0)
    this.doc.fillColor(style.color ?? INK.text)
    this.#writeRuns(text, from, y, style)
    if (style.isStruck === true) this.#strike(from, y, width, style)
    return from + width
  }

  /** Breaks a text into lines no wider than `width`; a word that is wider stands alone and is cut. */
  wrap(text: string, width: number, style: TextStyle): readonly string[] {
    const lines: string[] = []
    let line = ''
    for (const word of text.split(/\s+/).flatMap((it) => this.#pieces(it, width, style))) {
      const longer = line === '' ? word : `${line} ${word}`
      if (line !== '' && this.width(longer, style) > width) {
        lines.push(line)
        line = word
      } else line = longer
    }
    return [...lines, line]
  }

  line(from: Point, to: Point, { color = INK.hair, width = 0.5 }: LineStyle = {}): this {
    this.doc
      .moveTo(...from)
      .lineTo(...to)
      .lineWidth(width)
      .strokeColor(color)
      .stroke()
    return this
  }

  #pieces(word: string, width: number, style: TextStyle): readonly string[] {
    if (word === '' || this.width(word, style) <= width) return [word]
    const letters = Array.from(word)
    const pieces: string[] = []
    let piece = ''
    for (const letter of letters) {
      if (piece !== '' && this.width(piece + letter, style) > width) {
        pieces.push(piece)
        piece = ''
      }
      piece += letter
    }
    return [...pieces, piece]
  }

  #use({ subset }: Pick<TextRun, 'subset'>, { size, weight = 'regular' }: TextStyle): void {
    const name = `${subset} ${weight}`
    if (!this.#registered.has(name)) {
      this.doc.registerFont(name, fontFile(subset, weight))
      this.#registered.add(name)
    }
    this.doc.font(name, size)
  }

  #runWidth(run: TextRun, style: PlacedText): number {
    this.#use(run, style)
    return this.doc.widthOfString(run.text, featuresOf(style))
  }

  #writeRuns(text: string, x: number, y: number, style: PlacedText): void {
    let at = x
    for (const run of runsOf(text)) {
      const width = this.#runWidth(run, style)
      this.doc.text(run.text, at, y, { lineBreak: false, baseline: 'alphabetic', ...featuresOf(style) })
      at += width
    }
  }

  #strike(x: number, y: number, width: number, { size, color }: TextStyle): void {
    this.line([x, y - size * 0.32], [x + width, y - size * 0.32], { color: color ?? INK.text, width: size / 14 })
  }
}
