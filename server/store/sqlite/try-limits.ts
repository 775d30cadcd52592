import { availableParallelism } from 'node:os'
import type { SessionId } from '../../../shared/domain/ids.ts'
import { limitsTried, type LimitTrial } from '../../../shared/domain/limit-change.ts'
import type { KeptEntry } from '../../core/alarm-rerun.ts'
import { trialOf } from '../../core/alarm-trial.ts'
import { StoreError } from '../../ports/session-store.ts'
import type { TrialRun, VisitTrial } from '../../ports/session-store.ts'
import { inPlace, type NumberedBatch } from '../entry-order.ts'
import { unpackChunk } from '../packing/chunk-format.ts'
import type { PackedEntries, ReaderCalls } from './messages.ts'
import type { WorkerLink } from './worker-link.ts'

function* batchesOf(readings: PackedEntries['readings']): Generator<NumberedBatch> {
  for (const { firstBatch, afterSeq, data } of readings) {
    let number = firstBatch
    for (const { batch, afterSeq: own } of unpackChunk(data)) {
      yield { batch, afterSeq: afterSeq ?? own, number }
      number += 1
    }
  }
}

/** One after the other: whoever has gone past an entry lets it go, so that a visit is never in memory as a whole. */
function* entriesOf(id: SessionId, { events, readings }: PackedEntries): Generator<KeptEntry> {
  for (const it of inPlace(id, events, batchesOf(readings))) yield 'batch' in it ? it.batch : it
}

/** In the thread that reads: entries of a visit are many, and what a trial comes to is little. */
export const tryVisit = (id: SessionId, packed: PackedEntries, trials: readonly LimitTrial[]): VisitTrial => ({
  id,
  ...trialOf(entriesOf(id, packed), (limits) => limitsTried(limits, trials)),
})

/** More of them read no faster from one disk. */
const THREADS = Math.max(1, Math.min(4, availableParallelism()))
/** A thread says how far it is after so many visits. */
const VISITS_PER_CALL = 4

const chunksOf = (ids: readonly SessionId[]): SessionId[][] =>
  Array.from({ length: Math.ceil(ids.length / VISITS_PER_CALL) }, (_, index) =>
    ids.slice(index * VISITS_PER_CALL, (index + 1) * VISITS_PER_CALL),
  )

/** Each thread takes the next visits when it is done with its own; a run that is given up ends its threads. */
export const tryInThreads = async (
  startReader: () => WorkerLink<ReaderCalls>,
  { ids, trials, onTried, signal }: TrialRun,
): Promise<void> => {
  const waiting = chunksOf(ids)
  const work = async (): Promise<void> => {
    const reader = startReader()
    const stop = (): void => void reader.end()
    signal.addEventListener('abort', stop)
    try {
      await reader.call('open', [])
      for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift()) {
        onTried(await reader.call('tryLimits', [next, trials]))
      }
    } catch (error) {
      // Whoever gives up ends the thread, and its last answer does not come.
      if (!signal.aborted || !(error instanceof StoreError)) throw error
    } finally {
      signal.removeEventListener('abort', stop)
      await reader.end()
    }
  }
  await Promise.all(Array.from({ length: Math.min(THREADS, waiting.length) }, work))
}
