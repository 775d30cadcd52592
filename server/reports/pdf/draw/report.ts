import type { Card, ReportModel, Section } from '../report-model.ts'
import { drawChart } from './chart/chart.ts'
import { INK } from './pen.ts'
import { openSheet, type Sheet } from './sheet.ts'
import { CARD_SIZE, measureTable, SECTION_SIZE, type Measured, type MeasuredRow } from './table.ts'

const TITLE_SIZE = 19
const FACTS = { size: 8.4, color: INK.muted } as const
const NOTE = { size: 6.6, color: INK.faint } as const
const NOTE_LINE = 8.6
const CARD_GAP = 14

/** Name of the visit, what it was, and what must be known before it is read. @returns where the page goes on. */
const drawTitle = ({ pen, left, right, top }: Sheet, { title, facts, notices }: ReportModel): number => {
  let y = top + TITLE_SIZE
  pen.text(title, left, y, { size: TITLE_SIZE, weight: 'strong' })
  y += 4
  for (const line of pen.wrap(facts.join(' · '), right - left, FACTS)) {
    y += 11
    pen.text(line, left, y, FACTS)
  }
  for (const notice of notices) {
    y += 13
    pen.text(notice, left, y, { size: 8.4, weight: 'strong' })
  }
  return y + 12
}

const stacked = (rows: readonly Measured[]): Measured => ({
  height: rows.reduce((sum, { height }) => sum + height, 0),
  draw: (top) => {
    let y = top
    for (const row of rows) {
      row.draw(y)
      y += row.height
    }
  },
})

const cardStack = ({ pen }: Sheet, { title, table, note }: Card, left: number, width: number): Measured => {
  const { head, rows } = measureTable({ pen, left, width, size: CARD_SIZE }, table)
  const body = stacked([head, ...rows])
  const notes = note === undefined ? [] : pen.wrap(note, width - 8, NOTE)
  return {
    height: 15 + body.height + notes.length * NOTE_LINE + (notes.length === 0 ? 0 : 3),
    draw: (top) => {
      pen.text(title, left, top + 9, { size: 9, weight: 'strong' })
      body.draw(top + 15)
      for (const [index, line] of notes.entries()) {
        pen.text(line, left, top + 15 + body.height + 3 + (index + 0.8) * NOTE_LINE, NOTE)
      }
    },
  }
}

const cardStacks = (sheet: Sheet, cards: readonly Card[]): Measured => {
  const whole = cards.reduce((sum, { share }) => sum + share, 0)
  const room = sheet.right - sheet.left - CARD_GAP * (cards.length - 1)
  let x = sheet.left
  const stacks = cards.map((card) => {
    const [left, width] = [x, (room * card.share) / whole]
    x += width + CARD_GAP
    // The gap after a column belongs to the table's last column as well: the line under it ends before the next card.
    return cardStack(sheet, card, left, width + 8)
  })
  return {
    height: Math.max(0, ...stacks.map(({ height }) => height)),
    draw: (top) => stacks.forEach(({ draw }) => draw(top)),
  }
}

/** Chart and cards share the first page: what the cards leave is the chart's. */
const drawFirstPage = (sheet: Sheet, model: ReportModel): number => {
  const { pen, left, right, bottom } = sheet
  const top = drawTitle(sheet, model)
  const cards = cardStacks(sheet, model.cards)
  if (model.chart === null) {
    cards.draw(top)
    return top + cards.height
  }
  const cardsTop = bottom - cards.height - 6
  drawChart(pen, model.chart, { x: left, y: top, width: right - left, height: cardsTop - 16 - top })
  cards.draw(cardsTop)
  return bottom
}

const TITLE_HEIGHT = 17

/** Rows that must stand together with the title: a title alone at the foot of a page says nothing. */
const TOGETHER = 3

const heightOf = (rows: readonly Measured[]): number => rows.reduce((sum, { height }) => sum + height, 0)

const drawSectionTitle = ({ pen, left }: Sheet, title: string, y: number): number => {
  pen.text(title, left, y + 10, { size: 10, weight: 'strong' })
  return y + TITLE_HEIGHT
}

const drawNote = ({ pen, left, right }: Sheet, note: string | undefined, y: number): number => {
  if (note === undefined) return y
  const lines = pen.wrap(note, right - left, NOTE)
  for (const [index, line] of lines.entries()) pen.text(line, left, y + (index + 1) * NOTE_LINE, NOTE)
  return y + lines.length * NOTE_LINE + 3
}

const SECTION_GAP = 16

interface Rows {
  readonly title: string
  readonly head: Measured
  readonly rows: readonly MeasuredRow[]
}

/** A row that is longer than a page goes on overleaf. @returns where the page goes on. */
const drawRows = (sheet: Sheet, { title, head, rows }: Rows, from: number): number => {
  const { top, bottom, newPage } = sheet
  let y = from
  const overleaf = (): void => {
    newPage()
    y = drawSectionTitle(sheet, `${title}, continued`, top)
    head.draw(y)
    y += head.height
  }
  const wholePage = bottom - top - TITLE_HEIGHT - head.height
  const drawRow = (row: MeasuredRow): void => {
    const parts = y + row.height > bottom && row.height > wholePage ? row.split(bottom - y) : null
    if (y + row.height > bottom && parts === null) overleaf()
    const [now, rest] = parts ?? [row]
    now.draw(y)
    y += now.height
    if (rest !== undefined) drawRow(rest)
  }
  head.draw(y)
  y += head.height
  rows.forEach(drawRow)
  return y
}

/** What must fit below the title, or both go overleaf: a short table whole, of a long one the first rows. */
const beginning = ({ head, rows }: Omit<Rows, 'title'>, room: number): number => {
  const whole = head.height + heightOf(rows)
  return whole <= room ? whole : Math.min(room, head.height + heightOf(rows.slice(0, TOGETHER)))
}

/** @returns where the page goes on. */
const drawSection = (sheet: Sheet, { title, table, note }: Section, from: number): number => {
  const { pen, left, right, top, bottom, newPage } = sheet
  const measured =
    table === null ? null : measureTable({ pen, left, width: right - left + 8, size: SECTION_SIZE }, table)
  const begin = measured === null ? NOTE_LINE : beginning(measured, (bottom - top) / 3)
  let y = from
  if (y + TITLE_HEIGHT + begin > bottom) {
    newPage()
    y = top
  }
  y = drawSectionTitle(sheet, title, y)
  if (measured === null) return drawNote(sheet, note, y - 2) + SECTION_GAP
  return drawNote(sheet, note, drawRows(sheet, { title, ...measured }, y)) + SECTION_GAP
}

/** The whole report as PDF. */
export const drawReport = (model: ReportModel): Promise<Uint8Array<ArrayBuffer>> => {
  const sheet = openSheet(model.paper, `${model.title}, ${model.frame.patient}`)
  let y = drawFirstPage(sheet, model) + SECTION_GAP
  for (const section of model.sections) y = drawSection(sheet, section, y)
  return sheet.finish(model.frame)
}
