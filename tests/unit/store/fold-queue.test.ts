import { describe, expect, it } from 'vitest'
import { FoldQueue } from '../../../server/store/sqlite/fold-queue.ts'
import type { LooseBatch } from '../../../server/store/packing/tick-format.ts'

const NOTHING = new Uint8Array()
/** A whole minute. */
const START = 1_790_000_040_000

const batchOf = (session: number, number: number, at: number): LooseBatch => ({
  session,
  number,
  afterSeq: 0,
  at,
  data: NOTHING,
})

const dropAll = (queue: FoldQueue, runs: readonly (readonly LooseBatch[])[]): void => {
  for (const run of runs) {
    const last = run.at(-1)
    if (last !== undefined) queue.drop(last.session, last.number)
  }
}

const sizes = (runs: readonly (readonly LooseBatch[])[]): number[] => runs.map((run) => run.length)

describe('the queue of readings to be folded', () => {
  it('folds each session once a minute, and not all in the same second', () => {
    const queue = new FoldQueue()
    const perSecond: number[] = []
    for (let second = 0; second < 180; second++) {
      const at = START + second * 1_000
      queue.add(
        second + 1,
        Array.from({ length: 120 }, (_, index) => batchOf(index + 1, second + 1, at)),
      )
      const runs = queue.due()
      if (second >= 120) expect(sizes(runs)).toEqual(runs.map(() => 60))
      perSecond.push(runs.length)
      dropAll(queue, runs)
    }
    expect(perSecond.slice(60)).toEqual(Array.from({ length: 120 }, () => 2))
    expect(queue.oldestTick).toBeGreaterThan(180 - 61)
  })

  it('leaves a run due until it is dropped', () => {
    const queue = new FoldQueue()
    queue.add(1, [batchOf(60, 1, START), batchOf(60, 2, START + 59_999), batchOf(60, 3, START + 60_000)])
    expect(sizes(queue.due())).toEqual([2])
    expect(sizes(queue.due())).toEqual([2])
    queue.drop(60, 2)
    expect(queue.due()).toEqual([])
    expect(queue.newestNumber(60)).toBe(3)
  })

  it('folds a session that has fallen silent when others go on', () => {
    const queue = new FoldQueue()
    queue.add(1, [batchOf(60, 1, START)])
    expect(queue.due()).toEqual([])
    queue.add(2, [batchOf(61, 1, START + 90_000)])
    expect(queue.due().map((run) => run[0]?.session)).toEqual([60])
    dropAll(queue, queue.due())
    expect(queue.oldestTick).toBe(2)
  })

  it('folds nobody early because another session’s past is written', () => {
    const queue = new FoldQueue()
    queue.add(1, [batchOf(60, 1, START)])
    queue.add(2, [batchOf(120, 1, START - 600_000), batchOf(120, 2, START - 540_000)])
    expect(queue.due().map((run) => run[0]?.session)).toEqual([120])
  })

  it('folds what came before the clock was set back, and goes on', () => {
    const queue = new FoldQueue()
    queue.add(1, [batchOf(60, 1, START + 3_600_000)])
    queue.add(2, [batchOf(60, 2, START)])
    const runs = queue.due()
    expect(sizes(runs)).toEqual([1])
    dropAll(queue, runs)
    queue.add(3, [batchOf(60, 3, START + 1_000)])
    expect(queue.due()).toEqual([])
  })

  it('makes one chunk of each minute of a record that came in one go, all of them due at once', () => {
    const queue = new FoldQueue()
    queue.add(
      1,
      Array.from({ length: 10_000 }, (_, index) => batchOf(60, index + 1, START + index * 1_000)),
    )
    const runs = queue.due()
    expect(sizes(runs)).toEqual(Array.from({ length: 166 }, () => 60))
    dropAll(queue, runs)
    expect(queue.newestNumber(60)).toBe(10_000)
    expect(queue.oldestTick).toBe(1)
  })

  it('gives one commit a bounded share after a start with many sessions', () => {
    const queue = new FoldQueue()
    queue.add(
      1,
      Array.from({ length: 1_000 }, (_, index) => batchOf(index + 1, 1, START)),
    )
    queue.add(2, [batchOf(1, 2, START + 3_600_000)])
    let rounds = 0
    for (let runs = queue.due(); runs.length > 0; runs = queue.due()) {
      expect(runs.length).toBeLessThanOrEqual(50)
      dropAll(queue, runs)
      rounds++
    }
    expect(rounds).toBeGreaterThan(15)
    expect(queue.oldestTick).toBe(2)
  })

  it('leaves a session alone whose readings could not be folded, and keeps its commits', () => {
    const queue = new FoldQueue()
    queue.add(1, [batchOf(60, 1, START)])
    queue.add(2, [batchOf(60, 2, START + 120_000)])
    queue.leave(60)
    expect(queue.due()).toEqual([])
    expect(queue.oldestTick).toBe(1)
  })
})
