export type Cell = string | number | boolean | null | undefined

/** RFC 4180: a field is quoted where it holds what would end it. */
const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** What is not there is an empty field. */
const textOf = (cell: Cell): string => (cell === null || cell === undefined ? '' : String(cell))

/** One record of RFC 4180, its end included. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map((cell) => field(textOf(cell))).join(',')}\r\n`
