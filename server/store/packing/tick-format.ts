import { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import { PackingError } from './packing-error.ts'

/** A batch on its way into a chunk: packed by itself, with its place in its session. */
export interface LooseBatch {
  /** The session's number in the database. */
  readonly session: number
  /** Numbered 1, 2, 3 … within the session. */
  readonly number: number
  /** Number of the event after which it was applied. */
  readonly afterSeq: number
  readonly at: number
  readonly data: Uint8Array
}

const FORMAT_1 = 1

/** The batches of one commit, of all sessions in it, one after the other. */
export const writeTick = (batches: readonly LooseBatch[], out: ByteWriter): void => {
  out.byte(FORMAT_1)
  for (const { session, number, afterSeq, at, data } of batches) {
    out.varint(session)
    out.varint(number)
    out.varint(afterSeq)
    out.float64(at)
    out.varint(data.length)
    out.raw(data)
  }
}

/** @throws PackingError */
export const readTick = (bytes: Uint8Array): LooseBatch[] => {
  const reader = new ByteReader(bytes)
  const format = reader.byte()
  if (format !== FORMAT_1) throw new PackingError(`commit format ${format} is not known to this program`)
  const batches: LooseBatch[] = []
  while (!reader.isAtEnd) {
    const session = reader.varint()
    const number = reader.varint()
    const afterSeq = reader.varint()
    const at = reader.float64()
    const data = reader.raw(reader.varint())
    batches.push({ session, number, afterSeq, at, data })
  }
  return batches
}

/** Position in the session's append order: all batches so far, and all events so far. */
export const positionOf = ({ number, afterSeq }: Pick<LooseBatch, 'number' | 'afterSeq'>): number => number + afterSeq
