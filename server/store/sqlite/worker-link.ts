import { setImmediate } from 'node:timers'
import type { MessagePort, Worker } from 'node:worker_threads'
import type { Log, LogFacts } from '../../ports/log.ts'
import { StoreError } from '../../ports/session-store.ts'
import type { Refused } from './messages.ts'

/** The calls that one thread may make of the other, by name. */
export type Calls<C> = Readonly<Record<keyof C, (...args: never[]) => unknown>>

type Progress = (done: number, total: number) => void

interface Question {
  readonly id: number
  readonly name: string
  readonly args: readonly unknown[]
}

type Answer =
  | { readonly id: number; readonly kind: 'done'; readonly value: unknown }
  | { readonly id: number; readonly kind: 'refused'; readonly refused: Refused }
  | { readonly id: number; readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'warning'; readonly event: string; readonly facts: LogFacts }

interface Pending {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: StoreError) => void
  readonly onProgress: Progress | undefined
}

export interface CallOptions {
  /** Handed over instead of copied: they cannot be used here any more. */
  readonly hand?: readonly ArrayBuffer[]
  /** For a call that takes long enough to say how far it is. */
  readonly onProgress?: Progress | undefined
}

/** The server's side of a worker: a call is a question, and its promise the answer. */
export class WorkerLink<C extends Calls<C>> {
  readonly #worker: Worker
  readonly #pending = new Map<number, Pending>()
  #lastId = 0
  #broken: StoreError | null = null

  constructor(worker: Worker, log: Log) {
    this.#worker = worker
    worker.on('message', (answer: Answer) => {
      if (answer.kind === 'warning') log.warn(answer.event, answer.facts)
      else this.#take(answer)
    })
    worker.on('error', (error: unknown) => this.#break(error instanceof Error ? error.message : String(error)))
    worker.on('exit', () => this.#break('it has ended'))
  }

  call<Name extends keyof C & string>(
    name: Name,
    args: Parameters<C[Name]>,
    { hand = [], onProgress }: CallOptions = {},
  ): Promise<ReturnType<C[Name]>> {
    if (this.#broken !== null) return Promise.reject(this.#broken)
    const question: Question = { id: ++this.#lastId, name, args }
    return new Promise((resolve, reject) => {
      this.#pending.set(question.id, { resolve: (value) => resolve(value as ReturnType<C[Name]>), reject, onProgress })
      this.#worker.postMessage(question, [...hand])
    })
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #take(answer: Exclude<Answer, { readonly kind: 'warning' }>): void {
    const pending = this.#pending.get(answer.id)
    if (pending === undefined) return
    if (answer.kind === 'progress') {
      pending.onProgress?.(answer.done, answer.total)
      return
    }
    this.#pending.delete(answer.id)
    if (answer.kind === 'done') pending.resolve(answer.value)
    else pending.reject(new StoreError(answer.refused.code, answer.refused.message))
  }

  #break(why: string): void {
    this.#broken ??= new StoreError('failed', `The database's thread does not answer: ${why}.`)
    for (const { reject } of this.#pending.values()) reject(this.#broken)
    this.#pending.clear()
  }
}

/** What a worker may say besides its answers. */
export interface Aside {
  readonly progress: Progress
  /** Of what did not go well and lost nothing. */
  readonly warn: (event: string, facts: LogFacts) => void
}

export interface Service<C extends Calls<C>> {
  readonly handlers: { readonly [Name in keyof C]: (...args: Parameters<C[Name]>) => ReturnType<C[Name]> }
  readonly refusalOf: (error: unknown) => Refused
  /** Does a little after the answers are out. @returns whether there is more to do. */
  readonly tidy: () => boolean
}

/** The worker's side: answers questions one at a time, in the order in which they come. */
export const answerCalls = <C extends Calls<C>>(port: MessagePort, serve: (aside: Aside) => Service<C>): void => {
  let current = 0
  const tell = (answer: Answer): void => port.postMessage(answer)
  const { handlers, refusalOf, tidy } = serve({
    progress: (done, total) => tell({ id: current, kind: 'progress', done, total }),
    warn: (event, facts) => tell({ kind: 'warning', event, facts }),
  })
  let isTidying = false
  /** Turn by turn, so that a question that comes meanwhile waits for one turn only. */
  const tidyLater = (): void => {
    if (isTidying) return
    isTidying = true
    setImmediate(() => {
      isTidying = false
      if (tidy()) tidyLater()
    })
  }
  const byName = new Map<string, (...args: never[]) => unknown>(Object.entries(handlers))
  port.on('message', ({ id, name, args }: Question) => {
    current = id
    try {
      tell({ id, kind: 'done', value: byName.get(name)?.(...(args as never[])) })
    } catch (error) {
      tell({ id, kind: 'refused', refused: refusalOf(error) })
    }
    tidyLater()
  })
}
