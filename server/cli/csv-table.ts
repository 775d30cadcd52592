/** One row of a CSV file, its cells found by the header. */
export interface CsvRow {
  /** As an editor counts: the header is line 1. */
  readonly line: number
  /** Trimmed; empty where the column or the cell is missing. */
  readonly cell: (column: string) => string
}

export interface CsvTable {
  readonly columns: readonly string[]
  readonly rows: readonly CsvRow[]
}

interface Record {
  readonly line: number
  readonly cells: readonly string[]
}

const BYTE_ORDER_MARK = '\uFEFF'
const CELL = /(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r?\n|\r|$)/y

/** RFC 4180: commas, quoted cells with doubled quotes and line ends in them, CRLF or LF. A stray quote ends its row. */
const recordsOf = (text: string): readonly Record[] => {
  const records: Record[] = []
  let cells: string[] = []
  let line = 1
  let startLine = 1
  let at = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0
  const close = (): void => {
    if (cells.some((cell) => cell !== '')) records.push({ line: startLine, cells })
    cells = []
    startLine = line
  }
  while (at < text.length) {
    CELL.lastIndex = at
    const match = CELL.exec(text)
    if (match === null) {
      // Not a cell: take the rest of the line as it is, so that the reader can refuse it with its line number.
      const end = text.indexOf('\n', at)
      const stop = end === -1 ? text.length : end
      cells.push(text.slice(at, stop).trim())
      at = stop
      continue
    }
    const [whole, quoted, plain = '', delimiter = ''] = match
    cells.push((quoted === undefined ? plain : quoted.replaceAll('""', '"')).trim())
    line += whole.split('\n').length - 1
    at += whole.length
    if (delimiter !== ',') close()
  }
  close()
  return records
}

/** A header and rows; empty lines are no rows. */
export const readCsv = (text: string): CsvTable => {
  const [header, ...records] = recordsOf(text)
  const columns = header === undefined ? [] : header.cells
  const indexOf = new Map(columns.map((column, index) => [column, index]))
  return {
    columns,
    rows: records.map(({ line, cells }) => ({ line, cell: (column) => cells[indexOf.get(column) ?? -1] ?? '' })),
  }
}
