import type { Cell, Column, Table } from '../report-model.ts'
import { alarmMark } from './alarm-look.ts'
import { INK, type Pen, type PlacedText } from './pen.ts'

export interface TableSize {
  /** Of the text. Points. */
  readonly text: number
  readonly line: number
  /** Above and below the text of a row. */
  readonly pad: number
}

export const CARD_SIZE: TableSize = { text: 7.6, line: 9.6, pad: 2.6 }
export const SECTION_SIZE: TableSize = { text: 7.8, line: 10, pad: 2.8 }

/** Where a table lies; its height follows. */
export interface TablePlace {
  readonly pen: Pen
  readonly left: number
  readonly width: number
  readonly size: TableSize
}

const COLUMN_GAP = 8
const MARK_ROOM = 15
const NUMBER_ROOM = 13

const asCell = (cell: Cell | string): Cell => (typeof cell === 'string' ? { text: cell } : cell)

interface Slot extends Column {
  readonly x: number
  readonly width: number
}

const slotsOf = ({ left, width }: TablePlace, columns: readonly Column[]): readonly Slot[] => {
  const whole = columns.reduce((sum, { share }) => sum + share, 0)
  let x = left
  return columns.map((column) => {
    const slot = { ...column, x, width: (width * column.share) / whole }
    x += slot.width
    return slot
  })
}

const roomBefore = ({ mark, number }: Cell): number => {
  if (mark !== undefined) return MARK_ROOM
  return number === undefined ? 0 : NUMBER_ROOM
}

interface Line {
  readonly text: string
  readonly isStruck: boolean
}

interface CellLines {
  readonly slot: Slot
  readonly cell: Cell
  readonly lines: readonly Line[]
  /** It began on the page before. */
  readonly goesOn: boolean
}

const cellStyle = ({ isMuted, isStrong }: Cell, { size }: TablePlace) => ({
  size: size.text,
  color: isMuted === true ? INK.muted : INK.text,
  weight: isStrong === true ? ('strong' as const) : ('regular' as const),
})

const linesOf = (place: TablePlace, slot: Slot, given: Cell | string): CellLines => {
  const cell = asCell(given)
  const width = slot.width - COLUMN_GAP - roomBefore(cell)
  const wrapped = (text: string, isStruck: boolean) =>
    text === '' ? [] : place.pen.wrap(text, width, cellStyle(cell, place)).map((line) => ({ text: line, isStruck }))
  return { slot, cell, lines: [...wrapped(cell.struck ?? '', true), ...wrapped(cell.text, false)], goesOn: false }
}

const drawLead = ({ pen, size }: TablePlace, { mark, number }: Cell, x: number, y: number): void => {
  if (mark !== undefined) alarmMark(pen, mark, x + MARK_ROOM / 2 - 3, y)
  if (number === undefined) return
  pen.doc
    .circle(x + 4.4, y - 2.7, 4.4)
    .fillColor(INK.text)
    .fill()
  const figures = { size: number > 99 ? 4.2 : 5.6, weight: 'strong', color: INK.paper, align: 'center' } as const
  pen.text(String(number), x + 4.4, y - size.text * 0.08 - 0.1, figures)
}

const drawCell = (place: TablePlace, { slot, cell, lines, goesOn }: CellLines, top: number): void => {
  const { pen, size } = place
  const isRight = slot.align === 'right'
  const x = isRight ? slot.x + slot.width - COLUMN_GAP : slot.x + roomBefore(cell)
  const style: PlacedText = {
    ...cellStyle(cell, place),
    align: isRight ? 'right' : 'left',
    isTabular: slot.isFigures ?? false,
  }
  const first = top + size.pad + size.text
  if (!goesOn) drawLead(place, cell, slot.x, first)
  for (const [index, { text, isStruck }] of lines.entries()) {
    const look = isStruck ? { ...style, color: INK.faint, isStruck } : style
    pen.text(text, x, first + index * size.line, look)
  }
}

/** Something that is measured and not drawn yet: whoever draws it knows whether it still fits on the page. */
export interface Measured {
  readonly height: number
  readonly draw: (top: number) => void
}

export interface MeasuredRow extends Measured {
  /** The part that fits into so much room, and the rest; null: not even one line does. */
  readonly split: (room: number) => readonly [MeasuredRow, MeasuredRow] | null
}

export interface MeasuredTable {
  readonly head: Measured
  readonly rows: readonly MeasuredRow[]
}

/** What stands in front of a cell stands in front of its first line alone. */
const cut = (cell: CellLines, count: number): readonly [CellLines, CellLines] => [
  { ...cell, lines: cell.lines.slice(0, count) },
  { ...cell, lines: cell.lines.slice(count), goesOn: true },
]

const measuredRow = (place: TablePlace, cells: readonly CellLines[]): MeasuredRow => {
  const { pen, left, width, size } = place
  const most = Math.max(1, ...cells.map(({ lines }) => lines.length))
  const around = 2 * size.pad - (size.line - size.text) + 1
  const height = most * size.line + around
  return {
    height,
    draw: (top) => {
      for (const cell of cells) drawCell(place, cell, top)
      pen.line([left, top + height], [left + width - COLUMN_GAP, top + height], { color: '#e6eaee', width: 0.4 })
    },
    split: (room) => {
      const count = Math.floor((room - around) / size.line)
      if (count < 1 || count >= most) return null
      const parts = cells.map((cell) => cut(cell, count))
      return [
        measuredRow(
          place,
          parts.map(([first]) => first),
        ),
        measuredRow(
          place,
          parts.map(([, rest]) => rest),
        ),
      ]
    },
  }
}

const measuredHead = ({ pen, left, width, size }: TablePlace, slots: readonly Slot[]): Measured => {
  const height = size.text + 2 * size.pad
  const style = { size: size.text - 0.9, weight: 'strong', color: INK.muted } as const
  return {
    height: slots.some(({ title }) => title !== '') ? height : 0,
    draw: (top) => {
      if (slots.every(({ title }) => title === '')) return
      for (const { title, x, width: own, align = 'left' } of slots) {
        pen.text(title, align === 'right' ? x + own - COLUMN_GAP : x, top + size.pad + size.text - 1, {
          ...style,
          align,
        })
      }
      pen.line([left, top + height], [left + width - COLUMN_GAP, top + height], { color: INK.faint })
    },
  }
}

export const measureTable = (place: TablePlace, { columns, rows }: Table): MeasuredTable => {
  const slots = slotsOf(place, columns)
  const linesIn = (row: Table['rows'][number]) => slots.map((slot, index) => linesOf(place, slot, row[index] ?? ''))
  return { head: measuredHead(place, slots), rows: rows.map((row) => measuredRow(place, linesIn(row))) }
}
