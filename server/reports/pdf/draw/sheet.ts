import PDFDocument from 'pdfkit'
import type { Paper } from '../../../ports/reports.ts'
import type { Frame } from '../report-model.ts'
import { INK, Pen } from './pen.ts'

const PAPER_SIZE: Readonly<Record<Paper, string>> = { a4: 'A4', letter: 'LETTER' }

const MARGIN = { side: 40, top: 54, bottom: 56 }

/** The pages of one report. Points; y grows downwards. */
export interface Sheet {
  readonly pen: Pen
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly newPage: () => void
}

export interface OpenSheet extends Sheet {
  /** Writes on every page what stands on every page, and gives the bytes. */
  readonly finish: (frame: Frame) => Promise<Uint8Array<ArrayBuffer>>
}

const drawMark = (pen: Pen, mark: string, right: number, y: number): number => {
  const style = { size: 9, weight: 'strong' } as const
  const width = pen.width(mark, style) + 14
  pen.doc
    .roundedRect(right - width, y - 10.5, width, 15, 2)
    .lineWidth(1.1)
    .strokeColor(INK.text)
    .stroke()
  pen.text(mark, right - width / 2, y, { ...style, align: 'center' })
  return width + 8
}

const drawHead = ({ pen, left, right }: Sheet, { patient, session, mark }: Frame): void => {
  const y = 34
  const markWidth = mark === null ? 0 : drawMark(pen, mark, right, y)
  pen.text(patient, left, y, { size: 8.6, weight: 'strong' })
  pen.text(session, right - markWidth, y, { size: 7.2, color: INK.muted, align: 'right' })
  pen.line([left, y + 8], [right, y + 8])
}

const drawFoot = ({ pen, left, right }: Sheet, { made, caution }: Frame, number: string, height: number): void => {
  const y = height - 32
  const style = { size: 6.8, color: INK.muted } as const
  pen.line([left, y - 10], [right, y - 10])
  pen.text(made, left, y, style)
  pen.text(number, right, y, { ...style, align: 'right' })
  pen.text(caution, left, y + 10, { ...style, color: INK.faint })
}

const bytesOf = async (doc: PDFKit.PDFDocument): Promise<Uint8Array<ArrayBuffer>> => {
  const pieces: Buffer[] = []
  for await (const piece of doc) pieces.push(piece as Buffer)
  return new Uint8Array(Buffer.concat(pieces))
}

export const openSheet = (paper: Paper, title: string): OpenSheet => {
  const doc = new PDFDocument({
    size: PAPER_SIZE[paper],
    margin: 0,
    bufferPages: true,
    lang: 'en',
    displayTitle: true,
    info: { Title: title, Creator: 'Vigil', Producer: 'Vigil' },
  })
  const { width, height } = doc.page
  const sheet: Sheet = {
    pen: new Pen(doc),
    left: MARGIN.side,
    right: width - MARGIN.side,
    top: MARGIN.top,
    bottom: height - MARGIN.bottom,
    newPage: () => doc.addPage(),
  }
  return {
    ...sheet,
    finish: (frame) => {
      const { start, count } = doc.bufferedPageRange()
      for (let page = start; page < start + count; page += 1) {
        doc.switchToPage(page)
        drawHead(sheet, frame)
        drawFoot(sheet, frame, `Page ${page - start + 1} of ${count}`, height)
      }
      const bytes = bytesOf(doc)
      doc.end()
      return bytes
    },
  }
}
