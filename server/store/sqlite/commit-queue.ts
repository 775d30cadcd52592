import { setImmediate } from 'node:timers'
import { StoreError } from '../../ports/session-store.ts'
import { ByteWriter } from '../packing/byte-writer.ts'
import type { Outcome, WriteGroup, WriteJob, WriterCalls } from './messages.ts'
import type { WorkerLink } from './worker-link.ts'

interface Caller {
  readonly resolve: () => void
  readonly reject: (error: StoreError) => void
}

/** Gathers the calls that are made while a commit runs: they share the next one, and its one wait for the disk. */
export class CommitQueue {
  readonly #link: WorkerLink<WriterCalls>
  readonly #bytes = new ByteWriter()
  #jobs: WriteJob[] = []
  #callers: Caller[] = []
  #running: Promise<void> | null = null
  #isClosed = false

  constructor(link: WorkerLink<WriterCalls>) {
    this.#link = link
  }

  /** @param pack puts the job's readings into the group's buffer. Resolves once the job is durable. @throws StoreError */
  submit(pack: (bytes: ByteWriter) => WriteJob): Promise<void> {
    if (this.#isClosed) return Promise.reject(new StoreError('closed', 'The store is closed.'))
    const start = this.#bytes.length
    let job: WriteJob
    try {
      job = pack(this.#bytes)
    } catch (error) {
      this.#bytes.rewind(start)
      return Promise.reject(new StoreError('failed', error instanceof Error ? error.message : String(error)))
    }
    return new Promise((resolve, reject) => {
      this.#jobs.push(job)
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
    while (this.#jobs.length > 0) await this.#commit()
    this.#running = null
  }

  async #commit(): Promise<void> {
    const group: WriteGroup = { jobs: this.#jobs, bytes: this.#bytes.take() }
    const callers = this.#callers
    this.#jobs = []
    this.#callers = []
    this.#bytes.rewind(0)
    try {
      const outcomes = await this.#link.call('commit', [group], { hand: [group.bytes.buffer] })
      for (const [index, caller] of callers.entries()) settle(caller, outcomes[index])
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
