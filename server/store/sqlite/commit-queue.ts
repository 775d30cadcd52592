import { setImmediate } from 'node:timers'
import { StoreError } from '../../ports/session-store.ts'
import { ByteWriter } from '../packing/byte-writer.ts'
import type { Outcome, WriterCalls } from './messages.ts'
import type { WorkerLink } from './worker-link.ts'

interface Caller {
  readonly resolve: () => void
  readonly reject: (error: StoreError) => void
}

/** Gathers the calls that are made while a commit runs: they share the next one, and its one wait for the disk. */
export class CommitQueue {
  readonly #link: WorkerLink<WriterCalls>
  readonly #group = new ByteWriter()
  #callers: Caller[] = []
  #running: Promise<void> | null = null
  #isClosed = false

  constructor(link: WorkerLink<WriterCalls>) {
    this.#link = link
  }

  /** @param pack puts the job into the group that comes next. Resolves once the job is durable. @throws StoreError */
  submit(pack: (group: ByteWriter) => void): Promise<void> {
    if (this.#isClosed) return Promise.reject(new StoreError('closed', 'The store is closed.'))
    const start = this.#group.length
    try {
      pack(this.#group)
    } catch (error) {
      this.#group.rewind(start)
      return Promise.reject(new StoreError('failed', error instanceof Error ? error.message : String(error)))
    }
    return new Promise((resolve, reject) => {
      this.#callers.push({ resolve, reject })
      this.#running ??= this.#run()
    })
  }

  /** Resolves when all that was submitted is answered; takes nothing more. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#running
  }

  async #run(): Promise<void> {
    // Calls of one turn of the loop belong together, also where no commit runs.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#callers.length > 0) await this.#commit()
    this.#running = null
  }

  async #commit(): Promise<void> {
    const group = this.#group.take()
    const callers = this.#callers
    this.#callers = []
    this.#group.rewind(0)
    try {
      const outcomes = await this.#link.call('commit', [group], { hand: [group.buffer] })
      for (const [index, caller] of callers.entries()) settle(caller, outcomes === null ? null : outcomes[index])
    } catch (error) {
      const failure = error instanceof StoreError ? error : new StoreError('failed', String(error))
      for (const { reject } of callers) reject(failure)
    }
  }
}

const settle = ({ resolve, reject }: Caller, outcome: Outcome | undefined): void => {
  if (outcome === null) resolve()
  else if (outcome === undefined) reject(new StoreError('failed', 'The writer gave no answer.'))
  else reject(new StoreError(outcome.code, outcome.message))
}
