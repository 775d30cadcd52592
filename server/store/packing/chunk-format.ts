import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import type { ReadingsStored } from '../../../shared/domain/reading.ts'
import type { PlacedBatch } from './batch-model.ts'
import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { readLoose, writeLoose } from './loose-format.ts'
import { BatchPacker } from './pack-batches.ts'
import { PackingError } from './packing-error.ts'
import { unpackBatches } from './unpack-batches.ts'

/** First byte of everything packed. A change of the packing takes the next numbers and keeps reading the old ones. */
const PLAIN_1 = 1
const DEFLATED_1 = 2
const LOOSE_1 = 3

/** Surprises are small numbers without much of a pattern, which is what this strategy is for; level 9 saves 2 % for twice the time. */
const DEFLATE = { level: 4, windowBits: 12, memLevel: 5, strategy: constants.Z_FILTERED } as const

/** Packs one batch for a short while, quickly. */
export const packLoose = (batch: ReadingsStored, out: ByteWriter): void => {
  out.byte(LOOSE_1)
  writeLoose(batch, out)
}

/** Packs for good, in two steps; keeps its buffers, so make one and use it again. */
export class ChunkPacker {
  readonly #packer = new BatchPacker()
  readonly #plain = new ByteWriter()

  pack(batches: readonly PlacedBatch[]): void {
    this.#plain.rewind(0)
    this.#packer.pack(batches, this.#plain)
  }

  /** @returns what was packed last, compressed where that is shorter. */
  compress(): Uint8Array {
    const plain = this.#plain.peek()
    const deflated = deflateRawSync(plain, DEFLATE)
    const isShorter = deflated.length < plain.length
    const chunk = new ByteWriter()
    chunk.byte(isShorter ? DEFLATED_1 : PLAIN_1)
    chunk.raw(isShorter ? deflated : plain)
    return chunk.take()
  }
}

/** A loose batch has no place of its own: it comes with 0. @throws PackingError for bytes that were cut off, altered, or written by a newer program. */
export const unpackChunk = (bytes: Uint8Array): PlacedBatch[] => {
  const [format] = bytes
  if (format === PLAIN_1) return unpackBatches(new ByteReader(bytes, 1))
  if (format === DEFLATED_1) return unpackBatches(new ByteReader(inflate(bytes.subarray(1))))
  if (format === LOOSE_1) return [{ afterSeq: 0, batch: readLoose(new ByteReader(bytes, 1)) }]
  throw new PackingError(`packing ${String(format)} is not known to this program`)
}

const inflate = (bytes: Uint8Array): Uint8Array => {
  try {
    return inflateRawSync(bytes)
  } catch (cause) {
    throw new PackingError(`not readable: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}
