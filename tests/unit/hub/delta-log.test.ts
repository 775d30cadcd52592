import { describe, expect, it } from 'vitest'
import { createDeltaLog } from '../../../server/hub/delta-log.ts'
import { sessionId } from '../../../shared/domain/ids.ts'
import { instant } from '../../../shared/domain/time.ts'

const entry = (at: number) => ({ sessionId: sessionId('s1'), events: [], at: instant(at) })
const seqs = (deltas: readonly { readonly seq: number }[] | null) => deltas?.map(({ seq }) => seq) ?? null

describe('the log of a site', () => {
  it('numbers from 1 without a gap and gives what came after a number', () => {
    const log = createDeltaLog()
    expect(log.seq()).toBe(0)
    expect(log.after(0)).toEqual([])
    for (const at of [10, 20, 30]) log.add(entry(at), 0)
    expect(seqs(log.after(0))).toEqual([1, 2, 3])
    expect(seqs(log.after(2))).toEqual([3])
    expect(log.after(3)).toEqual([])
    expect(log.timeOf(2)).toBe(20)
    expect(log.timeOf(0)).toBeNull()
  })

  it('does not know a number that it never gave, nor what it no longer holds', () => {
    const log = createDeltaLog()
    log.add(entry(1), 0)
    expect(log.after(2)).toBeNull()
    log.add(entry(2), 299_000)
    log.add(entry(3), 301_000)
    expect(log.after(0)).toBeNull()
    expect(seqs(log.after(1))).toEqual([2, 3])
  })

  it('holds no more than ten thousand', () => {
    const log = createDeltaLog()
    for (let index = 0; index < 10_050; index += 1) log.add(entry(index), 0)
    expect(log.after(49)).toBeNull()
    expect(log.after(50)).toHaveLength(10_000)
  })
})
