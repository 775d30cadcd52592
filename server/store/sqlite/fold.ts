import type { SessionId } from '../../../shared/domain/ids.ts'
import type { Reading } from '../../../shared/domain/reading.ts'
import { chunkDigest } from '../event-chain.ts'
import type { ChunkPlace } from '../event-chain.ts'
import type { PlacedBatch } from '../packing/batch-model.ts'
import { ChunkPacker, unpackChunk } from '../packing/chunk-format.ts'
import { PackingError } from '../packing/packing-error.ts'
import { positionOf } from '../packing/tick-format.ts'
import type { LooseBatch } from '../packing/tick-format.ts'

/** The end of a session's chain of chunks. */
export interface ChunkHead {
  readonly sessionId: SessionId
  readonly chunks: number
  /** Batches that are in chunks. */
  readonly batches: number
  readonly digest: string
}

export interface Chunk extends ChunkPlace {
  readonly session: number
  readonly digest: string
  readonly data: Uint8Array
}

/** Batches that are unpacked at a stretch. */
const BATCHES_PER_STEP = 10

/** Work that somebody may come between: each step takes less than a tenth of a millisecond. */
export type FoldSteps = Generator<undefined, Chunk>

/** Makes one chunk of a run of batches; begun folds must be ended one after the other. @throws PackingError where the run is not what comes next in the session. */
export const createFolder = (): ((run: readonly LooseBatch[], head: ChunkHead) => FoldSteps) => {
  const packer = new ChunkPacker()
  return function* (run, head) {
    const [first] = run
    const last = run.at(-1)
    if (first === undefined || last === undefined || first.number !== head.batches + 1)
      throw new PackingError(`batch ${head.batches + 1} of session ${head.sessionId} is missing`)
    const batches: PlacedBatch[] = []
    for (let from = 0; from < run.length; from += BATCHES_PER_STEP) {
      for (const loose of run.slice(from, from + BATCHES_PER_STEP)) batches.push(...unpackLoose(loose))
      yield
    }
    packer.pack(batches)
    yield
    const data = packer.compress()
    yield
    const place: ChunkPlace = {
      sessionId: head.sessionId,
      number: head.chunks + 1,
      firstBatch: first.number,
      lastBatch: last.number,
      lastPosition: positionOf(last),
      ...measuredSpan(batches),
    }
    return { ...place, session: first.session, data, digest: chunkDigest(head.digest, place, data) }
  }
}

/** A loose batch is packed before its place is known; its place stands beside it. */
export const unpackLoose = ({ afterSeq, data }: Pick<LooseBatch, 'afterSeq' | 'data'>): PlacedBatch[] =>
  unpackChunk(data).map(({ batch }) => ({ afterSeq, batch }))

const measuredSpan = (batches: readonly PlacedBatch[]): Pick<ChunkPlace, 'measuredFrom' | 'measuredTo'> => {
  let measuredFrom: number | null = null
  let measuredTo: number | null = null
  const widen = ({ measuredAt }: Reading): void => {
    if (measuredFrom === null || measuredAt < measuredFrom) measuredFrom = measuredAt
    if (measuredTo === null || measuredAt > measuredTo) measuredTo = measuredAt
  }
  for (const { batch } of batches) batch.readings.forEach(widen)
  return { measuredFrom, measuredTo }
}
