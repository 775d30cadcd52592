import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { PlacedBatch } from './batch-model.ts'
import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { BatchPacker } from './pack-batches.ts'
import { PackingError } from './packing-error.ts'
import { unpackBatches } from './unpack-batches.ts'

/** First byte of everything packed. A change of the packing takes the next numbers and keeps reading the old ones. */
const PLAIN_1 = 1
const DEFLATED_1 = 2

/** A chunk is some hundred bytes: a larger window would only cost time to set up. */
const DEFLATE = { level: 9, windowBits: 12, memLevel: 5 } as const

/** Packs for a short while: fast, not compressed. Keeps its buffers, so make one and use it again. */
export const createPacker = (): ((batches: readonly PlacedBatch[], out: ByteWriter) => void) => {
  const packer = new BatchPacker()
  return (batches, out) => {
    out.byte(PLAIN_1)
    packer.pack(batches, out)
  }
}

/** Packs for good: compressed where that is shorter. */
export const createChunkPacker = (): ((batches: readonly PlacedBatch[]) => Uint8Array) => {
  const packer = new BatchPacker()
  const plain = new ByteWriter()
  return (batches) => {
    plain.rewind(0)
    packer.pack(batches, plain)
    const deflated = deflateRawSync(plain.peek(), DEFLATE)
    const isShorter = deflated.length < plain.length
    const chunk = new ByteWriter()
    chunk.byte(isShorter ? DEFLATED_1 : PLAIN_1)
    chunk.raw(isShorter ? deflated : plain.peek())
    return chunk.take()
  }
}

/** @throws PackingError for bytes that were cut off, altered, or written by a newer program. */
export const unpackChunk = (bytes: Uint8Array): PlacedBatch[] => {
  const [format] = bytes
  if (format === PLAIN_1) return unpackBatches(new ByteReader(bytes.subarray(1)))
  if (format === DEFLATED_1) return unpackBatches(new ByteReader(inflate(bytes.subarray(1))))
  throw new PackingError(`packing ${String(format)} is not known to this program`)
}

const inflate = (bytes: Uint8Array): Uint8Array => {
  try {
    return inflateRawSync(bytes)
  } catch (cause) {
    throw new PackingError(`not readable: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}
