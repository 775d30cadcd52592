import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlacedBatch } from '../../../server/store/packing/batch-model.ts'
import { ByteWriter } from '../../../server/store/packing/byte-writer.ts'
import { PackingError } from '../../../server/store/packing/packing-error.ts'
import { ChunkPacker, packLoose, unpackChunk } from '../../../server/store/packing/chunk-format.ts'
import { METRIC_CODE } from '../../../server/store/packing/reading-codes.ts'
import { METRICS } from '../../../shared/domain/vital.ts'
import { anyBatch } from './arbitrary-readings.ts'

const placed = fc.array(fc.record({ afterSeq: fc.nat(10_000), batch: anyBatch }, { noNullPrototype: true }), {
  maxLength: 12,
})

const fromHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))

const packed = (packer: ChunkPacker, batches: readonly PlacedBatch[]): Uint8Array => {
  packer.pack(batches)
  return packer.compress()
}

describe('packed readings', () => {
  it('come back bit by bit, whatever they are', () => {
    const packer = new ChunkPacker()
    fc.assert(
      fc.property(placed, (batches) => {
        expect(unpackChunk(packed(packer, batches))).toStrictEqual(batches)
      }),
      { numRuns: 500 },
    )
  })

  it('come back from the quick form too, batch by batch', () => {
    const out = new ByteWriter()
    fc.assert(
      fc.property(anyBatch, (batch) => {
        out.rewind(0)
        packLoose(batch, out)
        expect(unpackChunk(out.take())).toStrictEqual([{ afterSeq: 0, batch }])
      }),
      { numRuns: 2_000 },
    )
  })

  it('are refused when cut off or altered, never read as something that crashes the reader', () => {
    const packer = new ChunkPacker()
    fc.assert(
      fc.property(placed, fc.nat(), fc.nat(255), (batches, position, byte) => {
        const bytes = packed(packer, batches)
        const altered = bytes.slice()
        altered[position % bytes.length] = byte
        for (const damaged of [altered, bytes.slice(0, position % bytes.length)]) {
          try {
            unpackChunk(damaged)
          } catch (error) {
            expect(error).toBeInstanceOf(PackingError)
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  it('name the packing that they do not know', () => {
    expect(() => unpackChunk(fromHex('0900'))).toThrow('packing 9 is not known')
    expect(() => unpackChunk(fromHex(''))).toThrow(PackingError)
  })
})

describe('codes of the packing', () => {
  it('give each metric one of its own', () => {
    expect(new Set(Object.values(METRIC_CODE)).size).toBe(METRICS.length)
  })
})
