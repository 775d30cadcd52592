import type { SQLOutputValue } from 'node:sqlite'

/** A row as SQLite gives it; each column is checked when it is read. */
export type Row = Readonly<Record<string, SQLOutputValue>>

const wrong = (column: string): Error => new TypeError(`column ${column} does not hold what this program put there`)

export const textOf = (row: Row, column: string): string => {
  const value = row[column]
  if (typeof value !== 'string') throw wrong(column)
  return value
}

export const numberOf = (row: Row, column: string): number => {
  const value = row[column]
  if (typeof value !== 'number') throw wrong(column)
  return value
}

export const numberOrNull = (row: Row, column: string): number | null =>
  row[column] === null ? null : numberOf(row, column)

export const bytesOf = (row: Row, column: string): Uint8Array<ArrayBuffer> => {
  const value = row[column]
  if (!(value instanceof Uint8Array)) throw wrong(column)
  return value
}

export const hexOf = (row: Row, column: string): string => Buffer.from(bytesOf(row, column)).toString('hex')

export const fromHex = (hex: string): Uint8Array => Buffer.from(hex, 'hex')
