import type { DatabaseSync } from 'node:sqlite'
import { readTick } from '../packing/tick-format.ts'
import type { LooseBatch } from '../packing/tick-format.ts'
import { bytesOf, numberOf } from './row.ts'

interface Kept {
  readonly tick: number
  readonly batch: LooseBatch
}

const prepareAll = (database: DatabaseSync) => ({
  span: database.prepare('SELECT ifnull(min(id), 0) AS oldest, ifnull(max(id), 0) AS newest FROM tick'),
  after: database.prepare('SELECT id, data FROM tick WHERE id > ? ORDER BY id'),
  folded: database.prepare('SELECT batches FROM session WHERE key = ?'),
})

/**
 * The batches that are not in a chunk yet. Each tick is taken apart once, however many sessions are read: a minute of a busy clinic
 * is thousands of them.
 */
export class LooseBatches {
  readonly #sql: ReturnType<typeof prepareAll>
  readonly #sessions = new Map<number, Kept[]>()
  #oldest = 0
  #newest = 0

  constructor(database: DatabaseSync) {
    this.#sql = prepareAll(database)
  }

  /** Call it within the transaction that reads the chunks. @throws PackingError */
  of(session: number): readonly LooseBatch[] {
    this.#follow()
    const kept = this.#sessions.get(session)
    if (kept === undefined) return []
    const folded = this.#sql.folded.get(session)
    const upTo = folded === undefined ? 0 : numberOf(folded, 'batches')
    // What lies in a tick longer than its session needs is left out.
    return kept.map(({ batch }) => batch).filter(({ number }) => number > upTo)
  }

  #follow(): void {
    const span = this.#sql.span.get() ?? {}
    const oldest = numberOf(span, 'oldest')
    const newest = numberOf(span, 'newest')
    if (newest < this.#newest) this.#forgetBefore(Infinity)
    else if (oldest > this.#oldest) this.#forgetBefore(oldest)
    this.#oldest = oldest
    for (const row of newest > this.#newest ? this.#sql.after.iterate(this.#newest) : []) {
      const tick = numberOf(row, 'id')
      for (const batch of readTick(bytesOf(row, 'data'))) this.#keep(tick, batch)
      this.#newest = tick
    }
  }

  #keep(tick: number, batch: LooseBatch): void {
    // A copy of its own: a part of the tick would keep the whole of it, and be sent to the other thread with it.
    const kept = { tick, batch: { ...batch, data: batch.data.slice() } }
    const list = this.#sessions.get(batch.session)
    if (list === undefined) this.#sessions.set(batch.session, [kept])
    else list.push(kept)
  }

  #forgetBefore(oldest: number): void {
    if (oldest === Infinity) this.#newest = 0
    for (const [session, list] of this.#sessions) {
      const left = list.filter(({ tick }) => tick >= oldest)
      if (left.length === 0) this.#sessions.delete(session)
      else if (left.length < list.length) this.#sessions.set(session, left)
    }
  }
}
