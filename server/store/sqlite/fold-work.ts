import type { LooseBatch } from '../packing/tick-format.ts'
import { FoldQueue } from './fold-queue.ts'
import { createFolder } from './fold.ts'
import type { Chunk, ChunkHead, FoldSteps } from './fold.ts'
import type { Aside } from './worker-link.ts'

/** Steps in one turn for each run that is due: however fast the commits come, folding keeps up with them. */
const STEPS_PER_DUE = 0.5

export interface FoldSource {
  /** The end of a session's chain of chunks, as committed. */
  readonly chunkHead: (session: number) => ChunkHead
  readonly onTrouble: Aside['warn']
}

/** Folding in small steps, between the commits: one that comes meanwhile waits for about a tenth of a millisecond. */
export class FoldWork {
  readonly #source: FoldSource
  readonly #queue = new FoldQueue()
  readonly #fold = createFolder()
  /** By the session's number in the database; these run ahead by the chunks that are not committed yet. */
  readonly #heads = new Map<number, ChunkHead>()
  /** To be folded, as found after the newest commit. */
  #due: readonly (readonly LooseBatch[])[] = []
  #isDueKnown = false
  #current: { readonly session: number; readonly steps: FoldSteps } | null = null
  #chunks: Chunk[] = []

  constructor(source: FoldSource) {
    this.#source = source
  }

  /** Folded, and not committed yet. */
  get chunks(): readonly Chunk[] {
    return this.#chunks
  }

  /** Number of the oldest tick that is needed still; null: none is. */
  get oldestTick(): number | null {
    return this.#queue.oldestTick
  }

  add(tick: number, batches: readonly LooseBatch[]): void {
    this.#queue.add(tick, batches)
    this.#isDueKnown &&= this.#due.length > 0 || this.#current !== null
  }

  /** Number of the session's newest batch that is folded or waits. */
  newestNumber(session: number): number {
    return this.#queue.newestNumber(session) ?? this.headOf(session).batches
  }

  committed(): void {
    this.#chunks = []
  }

  /** @returns whether there is more to do. */
  turn(): boolean {
    if (!this.#isDueKnown) this.#due = this.#queue.due()
    this.#isDueKnown = true
    for (let steps = Math.max(1, Math.ceil(this.#due.length * STEPS_PER_DUE)); steps > 0; steps--) this.#step()
    return this.#current !== null || this.#due.length > 0
  }

  headOf(session: number): ChunkHead {
    const known = this.#heads.get(session)
    if (known !== undefined) return known
    const head = this.#source.chunkHead(session)
    this.#heads.set(session, head)
    return head
  }

  #step(): void {
    const current = this.#current ?? this.#next()
    if (current === null) return
    const { session, steps } = current
    this.#current = current
    try {
      const { done, value } = steps.next()
      if (done !== true) return
      this.#take(session, value)
    } catch (error) {
      // They stay as they are, and readable.
      this.#queue.leave(session)
      const { sessionId } = this.headOf(session)
      this.#source.onTrouble('store.foldFailed', {
        sessionId,
        err: error instanceof Error ? error.message : String(error),
      })
    }
    this.#current = null
  }

  #next(): { readonly session: number; readonly steps: FoldSteps } | null {
    const [run, ...rest] = this.#due
    const [first] = run ?? []
    this.#due = rest
    if (run === undefined || first === undefined) return null
    return { session: first.session, steps: this.#fold(run, this.headOf(first.session)) }
  }

  #take(session: number, chunk: Chunk): void {
    const { number, lastBatch, digest } = chunk
    this.#heads.set(session, { ...this.headOf(session), chunks: number, batches: lastBatch, digest })
    this.#queue.drop(session, lastBatch)
    this.#chunks.push(chunk)
  }
}
