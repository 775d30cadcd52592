import { MS_PER_MINUTE, MS_PER_SECOND } from '../../../shared/domain/time.ts'
import type { LooseBatch } from '../packing/tick-format.ts'

/** A session's part of the folding may start only so often, and not in the same second as everybody's. */
const CHUNK_MS = MS_PER_MINUTE
/** Chunks that one commit carries at most, however many are due after a start. */
const CHUNKS_PER_COMMIT = 32
/** A record that was written in one go is folded as fast as it came. */
const BATCHES_PER_EXTRA_CHUNK = 60

interface Waiting {
  readonly tick: number
  readonly batch: LooseBatch
}

/** The batches that still lie in ticks, by session, until their minute is over. */
export class FoldQueue {
  readonly #waiting = new Map<number, Waiting[]>()
  /** Sessions whose readings could not be folded: they stay in their ticks, readable. */
  readonly #stuck = new Set<number>()
  #batches = 0
  #newestAt = 0

  add(tick: number, batches: readonly LooseBatch[]): void {
    let newest = -Infinity
    for (const batch of batches) {
      const queue = this.#waiting.get(batch.session)
      if (queue === undefined) this.#waiting.set(batch.session, [{ tick, batch }])
      else queue.push({ tick, batch })
      newest = Math.max(newest, batch.at)
    }
    this.#batches += batches.length
    if (batches.length > 0) this.#newestAt = newest
  }

  /** Number of the session's newest waiting batch; null where none waits. */
  newestNumber(session: number): number | null {
    return this.#waiting.get(session)?.at(-1)?.batch.number ?? null
  }

  /** Runs of batches that each make one chunk, oldest first within a session. A run stays due until it is dropped. */
  due(): readonly (readonly LooseBatch[])[] {
    const most = CHUNKS_PER_COMMIT + Math.ceil(this.#batches / BATCHES_PER_EXTRA_CHUNK)
    const runs: (readonly LooseBatch[])[] = []
    for (const [session, queue] of this.#waiting) {
      if (runs.length >= most) break
      if (!this.#stuck.has(session)) runs.push(...this.#dueOf(session, queue).slice(0, most - runs.length))
    }
    return runs
  }

  /** What was folded waits no more. */
  drop(session: number, upToNumber: number): void {
    const queue = this.#waiting.get(session) ?? []
    const left = queue.filter(({ batch }) => batch.number > upToNumber)
    this.#batches -= queue.length - left.length
    if (left.length === 0) this.#waiting.delete(session)
    else this.#waiting.set(session, left)
  }

  leave(session: number): void {
    this.#stuck.add(session)
  }

  /** Ticks before this one are needed no more, once `drop` has been told; null: none is needed. */
  get oldestTick(): number | null {
    let oldest: number | null = null
    for (const queue of this.#waiting.values()) {
      const first = queue[0]
      if (first !== undefined && (oldest === null || first.tick < oldest)) oldest = first.tick
    }
    return oldest
  }

  #dueOf(session: number, queue: readonly Waiting[]): (readonly LooseBatch[])[] {
    const current = Math.max(windowOf(session, this.#newestAt), windowOf(session, queue.at(-1)?.batch.at ?? 0))
    const runs: LooseBatch[][] = []
    let window: number | null = null
    for (const { batch } of queue) {
      const own = windowOf(session, batch.at)
      if (own === current) break
      const run = runs.at(-1)
      if (own === window && run !== undefined) run.push(batch)
      else runs.push([batch])
      window = own
    }
    return runs
  }
}

/** Minutes that begin at another second for each of sixty sessions. */
const windowOf = (session: number, at: number): number => Math.floor((at + (session % 60) * MS_PER_SECOND) / CHUNK_MS)
