import { hash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { SessionId } from '../../../shared/domain/ids.ts'
import { StoreError } from '../../ports/session-store.ts'
import { ByteWriter } from '../packing/byte-writer.ts'
import { readTick, writeTick } from '../packing/tick-format.ts'
import type { LooseBatch } from '../packing/tick-format.ts'
import { Drafting } from './draft.ts'
import type { Draft, Head } from './draft.ts'
import { FoldWork } from './fold-work.ts'
import type { Chunk } from './fold.ts'
import type { Outcome } from './messages.ts'
import { refusalOf } from './sqlite-errors.ts'
import type { Aside } from './worker-link.ts'
import { readJobs } from './write-job.ts'
import type { WriteJob } from './write-job.ts'
import { WriteStatements } from './write-statements.ts'

/** After about this many pages the log is carried over into the database, between two commits rather than during one. */
const PAGES_PER_CHECKPOINT = 1_000
const PAGE_BYTES = 4_096
/** Pages of tables and indexes that any commit touches. */
const PAGES_PER_COMMIT = 4
/** Chunks touch pages all over the database: written some at a time, they make most commits small. */
const CHUNKS_PER_WRITE = 64
const COMMITS_PER_WRITE = 8

export interface WriterSettings {
  readonly database: DatabaseSync
  /** To see how much room is left. */
  readonly folder: string
  readonly onTrouble: Aside['warn']
}

/** The one writer of a database: turns calls that came together into one transaction. */
export class SqliteWriter {
  readonly #settings: WriterSettings
  readonly #sql: WriteStatements
  /** As committed, of the sessions that were asked for so far. */
  readonly #heads = new Map<SessionId, Head>()
  readonly #work: FoldWork
  readonly #tick = new ByteWriter()
  /** What is committed and not taken note of yet. */
  #unsettled: (() => void) | null = null
  #commitsSinceChunks = 0
  #lastKey: number
  #lastTick = 0
  #pagesInLog = 0

  constructor(settings: WriterSettings) {
    this.#settings = settings
    const { database } = settings
    this.#sql = new WriteStatements(database)
    this.#work = new FoldWork({ chunkHead: (session) => this.#sql.chunkHead(session), onTrouble: settings.onTrouble })
    this.#lastKey = this.#sql.lastKey()
    for (const { id, digest, data } of this.#sql.ticks()) {
      this.#lastTick = id
      if (hash('sha256', data) !== digest) throw damaged(settings.folder, id)
      const loose = readTick(data).filter(({ session, number }) => number > this.#work.headOf(session).batches)
      this.#work.add(id, loose)
    }
  }

  /**
   * Each outcome is of its own job: what one did wrong fails no other.
   * @param group jobs as write-job.ts packs them. @returns null where all of them are durable.
   */
  commit(group: Uint8Array): readonly Outcome[] | null {
    const outcomes = this.#commitAll(readJobs(group))
    return outcomes.every((outcome) => outcome === null) ? null : outcomes
  }

  /** A little of the work that no caller waits for. @returns whether there is more. */
  tidy(): boolean {
    this.#settle()
    if (this.#work.turn()) return true
    if (this.#pagesInLog < PAGES_PER_CHECKPOINT) return false
    this.#pagesInLog = 0
    this.#carryOverLog('PASSIVE')
    return false
  }

  close(): void {
    this.#carryOverLog('TRUNCATE')
  }

  /** Where this fails, for want of room say, all is still in the log, and the next try is as good. */
  #carryOverLog(mode: 'PASSIVE' | 'TRUNCATE'): void {
    try {
      this.#sql.carryOverLog(mode)
    } catch (error) {
      this.#settings.onTrouble('store.checkpointFailed', { err: messageOf(error) })
    }
  }

  #commitAll(jobs: readonly WriteJob[]): readonly Outcome[] {
    this.#settle()
    const draft = new Drafting({ headOf: (id) => this.#headOf(id), lastKey: this.#lastKey })
    const refusals = jobs.map((job) => draft.add(job))
    if (refusals.every((refusal) => refusal !== null)) return refusals
    const failure = this.#write(draft)
    if (failure === null) return refusals
    // One job may be what the database cannot take: then each is tried by itself. A full disk is full for all.
    if (jobs.length > 1 && failure.code !== 'full') return jobs.flatMap((job) => this.#commitAll([job]))
    return refusals.map((refusal) => refusal ?? failure)
  }

  #write(draft: Draft): Outcome {
    const tick = this.#lastTick + 1
    const chunks = this.#chunksToWrite()
    try {
      this.#sql.begin()
      this.#writeDraft(draft)
      for (const chunk of chunks) this.#sql.addChunk(chunk)
      if (draft.batches.length > 0) this.#writeTick(tick, draft.batches)
      if (chunks.length > 0) this.#sql.dropTicksBefore(this.#work.oldestTick ?? tick)
      this.#sql.commit()
    } catch (error) {
      if (this.#settings.database.isTransaction) this.#sql.rollback()
      return refusalOf(error, this.#settings.folder)
    }
    this.#unsettled = () => {
      this.#accept(draft, tick)
      this.#acceptChunks(chunks.length)
    }
    return null
  }

  #writeDraft({ heads, events, rows, others }: Draft): void {
    for (const [id, head] of heads) if (head.seq !== this.#heads.get(id)?.seq) this.#sql.putHead(id, head)
    for (const event of events) this.#sql.addEvent(event)
    for (const row of rows) this.#sql.putRow(row)
    for (const job of others) this.#sql.run(job)
  }

  #writeTick(id: number, batches: readonly LooseBatch[]): void {
    this.#tick.rewind(0)
    writeTick(batches, this.#tick)
    const data = this.#tick.peek()
    this.#sql.addTick(id, hash('sha256', data, 'buffer'), data)
    this.#pagesInLog += data.length / PAGE_BYTES
  }

  /** Whoever waits for the commit does not wait for this too. */
  #settle(): void {
    const settle = this.#unsettled
    this.#unsettled = null
    settle?.()
  }

  #accept(draft: Draft, tick: number): void {
    for (const [id, head] of draft.heads) {
      this.#heads.set(id, head.isNew ? { ...head, isNew: false } : head)
      this.#lastKey = Math.max(this.#lastKey, head.key)
    }
    if (draft.batches.length > 0) {
      this.#lastTick = tick
      this.#work.add(tick, draft.batches)
    }
    this.#pagesInLog += PAGES_PER_COMMIT + draft.events.length
    this.#commitsSinceChunks++
  }

  #acceptChunks(count: number): void {
    if (count === 0) return
    this.#pagesInLog += count
    this.#work.committed()
    this.#commitsSinceChunks = 0
  }

  #chunksToWrite(): readonly Chunk[] {
    const isTime = this.#work.chunks.length >= CHUNKS_PER_WRITE || this.#commitsSinceChunks >= COMMITS_PER_WRITE
    return isTime ? this.#work.chunks : []
  }

  #headOf(id: SessionId): Head | null {
    const known = this.#heads.get(id)
    if (known !== undefined) return known
    const stored = this.#sql.head(id)
    if (stored === null) return null
    const batches = this.#work.newestNumber(stored.key)
    const head: Head = { ...stored, batches, isNew: false }
    this.#heads.set(id, head)
    return head
  }
}

const damaged = (folder: string, tick: number): StoreError =>
  new StoreError(
    'failed',
    `Commit ${tick} of the database in ${folder} is damaged. See \`vigil verify\`, or restore a backup.`,
  )

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
