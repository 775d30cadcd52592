import { setImmediate } from 'node:timers/promises'
import type { SessionId } from '../../../shared/domain/ids.ts'
import type { ReadingsStored } from '../../../shared/domain/reading.ts'
import { StoreError } from '../../ports/session-store.ts'
import type { ReadingQuery, RunningSession, StoredEntry } from '../../ports/session-store.ts'
import { inAppendOrder } from '../entry-order.ts'
import type { NumberedBatch } from '../entry-order.ts'
import { unpackChunk } from '../packing/chunk-format.ts'
import type { PlacedBatch } from '../packing/batch-model.ts'
import { PackingError } from '../packing/packing-error.ts'
import { selectReadings } from '../select-readings.ts'
import type { PackedEntries, PackedReadings, PackedRunning } from './messages.ts'

/** Readings cross from the worker packed and are unpacked here, a few at a time: a long session must not hold the loop. */
const BYTES_PER_TURN = 8_192

/** Counts what was unpacked, and lets others have their turn. */
const createTurns = (): ((bytes: number) => Promise<void>) => {
  let unpacked = 0
  return async (bytes) => {
    unpacked += bytes
    if (unpacked < BYTES_PER_TURN) return
    unpacked = 0
    await setImmediate()
  }
}

/** @throws StoreError for readings that were damaged in the database. */
const unpackBytes = (data: Uint8Array): PlacedBatch[] => {
  try {
    return unpackChunk(data)
  } catch (error) {
    if (!(error instanceof PackingError)) throw error
    throw new StoreError('failed', `Stored readings are damaged (${error.message}). \`vigil verify\` tells which.`)
  }
}

const unpack = async (readings: readonly PackedReadings[]): Promise<NumberedBatch[]> => {
  const takeTurns = createTurns()
  const batches: NumberedBatch[] = []
  for (const { firstBatch, afterSeq, data } of readings) {
    const placed = unpackBytes(data)
    for (const [index, batch] of placed.entries())
      batches.push({ batch: batch.batch, afterSeq: afterSeq ?? batch.afterSeq, number: firstBatch + index })
    await takeTurns(data.length)
  }
  return batches
}

export const unpackEntries = async (id: SessionId, { events, readings }: PackedEntries): Promise<StoredEntry[]> =>
  inAppendOrder(id, events, await unpack(readings))

export const unpackRunning = async ({
  sessionId,
  checkpoint,
  events,
  readings,
}: PackedRunning): Promise<RunningSession> => {
  const position = checkpoint?.entryCount ?? 0
  // The first chunk may reach back behind the checkpoint.
  const batches = (await unpack(readings)).filter(({ number, afterSeq }) => number + afterSeq > position)
  return { sessionId, checkpoint, entriesAfter: inAppendOrder(sessionId, events, batches) }
}

export const unpackReadings = async (
  readings: readonly Pick<PackedReadings, 'data'>[],
  query: ReadingQuery,
): Promise<ReadingsStored[]> => {
  const takeTurns = createTurns()
  const selected: ReadingsStored[] = []
  for (const { data } of readings) {
    for (const { batch } of unpackBytes(data)) {
      const kept = selectReadings(batch, query)
      if (kept !== null) selected.push(kept)
    }
    await takeTurns(data.length)
  }
  return selected
}
