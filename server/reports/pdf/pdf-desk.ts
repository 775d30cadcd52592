import { clearTimeout, setTimeout } from 'node:timers'
import { Worker } from 'node:worker_threads'
import type { ReportModel } from './report-model.ts'

export interface Drawing {
  readonly id: number
  readonly model: ReportModel
}

export type Drawn =
  { readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> } | { readonly id: number; readonly failed: string }

interface Waiting {
  readonly resolve: (bytes: Uint8Array) => void
  readonly reject: (error: Error) => void
}

/** The thread is kept for as long as somebody is likely to print the next one. */
const KEPT_MS = 60_000

/** Has reports drawn beside the server. The thread starts with the first one and is no reason for the server to stay. */
export class PdfDesk {
  #worker: Worker | null = null
  #lastId = 0
  #idle: NodeJS.Timeout | undefined
  readonly #waiting = new Map<number, Waiting>()

  /** Opens the thread while what is to be drawn is still read. */
  warm(): void {
    this.#open()
    if (this.#waiting.size === 0) this.#rest()
  }

  draw(model: ReportModel): Promise<Uint8Array> {
    const worker = this.#open()
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      worker.ref()
      worker.postMessage({ id, model } satisfies Drawing)
    })
  }

  #open(): Worker {
    clearTimeout(this.#idle)
    if (this.#worker !== null) return this.#worker
    const worker = new Worker(new URL('./pdf-worker.ts', import.meta.url))
    worker.on('message', (drawn: Drawn) => this.#take(drawn))
    worker.on('error', (error: unknown) => this.#lose(worker, String(error)))
    worker.on('exit', () => this.#lose(worker, 'its thread has ended'))
    this.#worker = worker
    return worker
  }

  #take(drawn: Drawn): void {
    const waiting = this.#waiting.get(drawn.id)
    this.#waiting.delete(drawn.id)
    if ('bytes' in drawn) waiting?.resolve(drawn.bytes)
    else waiting?.reject(new Error(`The report could not be drawn: ${drawn.failed}`))
    if (this.#waiting.size === 0) this.#rest()
  }

  /** Nothing is asked for: the process may end, and after a while the thread does. */
  #rest(): void {
    this.#worker?.unref()
    this.#idle = setTimeout(() => {
      const worker = this.#worker
      this.#worker = null
      void worker?.terminate()
    }, KEPT_MS).unref()
  }

  /** Whoever asks next gets a new one. */
  #lose(worker: Worker, why: string): void {
    if (this.#worker !== worker) return
    this.#worker = null
    clearTimeout(this.#idle)
    for (const { reject } of this.#waiting.values()) reject(new Error(`The report could not be drawn: ${why}`))
    this.#waiting.clear()
  }
}
