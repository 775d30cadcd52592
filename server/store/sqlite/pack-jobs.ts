import type { DeviceId } from '../../../shared/domain/ids.ts'
import type { ReadingsStored } from '../../../shared/domain/reading.ts'
import type { SessionAppend } from '../../ports/session-store.ts'
import { eventBody } from '../event-chain.ts'
import type { ByteWriter } from '../packing/byte-writer.ts'
import { createPacker } from '../packing/chunk-format.ts'
import type { BatchRef, PackedAppend, PackedEntry, WriteJob } from './messages.ts'

/** Turns calls of the store into jobs; what they hold of readings goes into the group's buffer. */
export interface JobPacker {
  append(appends: readonly SessionAppend[], bytes: ByteWriter): WriteJob
  hold(device: DeviceId, batch: ReadingsStored, bytes: ByteWriter): WriteJob
}

export const createJobPacker = (): JobPacker => {
  const pack = createPacker()
  const packBatch = (batch: ReadingsStored, bytes: ByteWriter): BatchRef => {
    const start = bytes.length
    // Its place is given by the writer, beside it.
    pack([{ afterSeq: 0, batch }], bytes)
    return { at: batch.at, length: bytes.length - start }
  }
  const packAppend = ({ sessionId, afterSeq, entries, row }: SessionAppend, bytes: ByteWriter): PackedAppend => {
    const packed = entries.map((entry): PackedEntry =>
      entry.type === 'readingsStored' ? packBatch(entry, bytes) : eventBody(entry),
    )
    return { sessionId, afterSeq, entries: packed, ...(row === undefined ? {} : { row }) }
  }
  return {
    append: (appends, bytes) => ({ kind: 'append', appends: appends.map((append) => packAppend(append, bytes)) }),
    hold: (device, batch, bytes) => ({ kind: 'hold', device, batch: packBatch(batch, bytes) }),
  }
}
