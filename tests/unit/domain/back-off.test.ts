import { expect, test } from 'vitest'
import { backOffMs } from '../../../shared/domain/back-off.ts'

test('each failure doubles the wait, up to the longest', () => {
  const wait = (failures: number) => backOffMs(failures, { firstWaitMs: 2_000, longestWaitMs: 300_000 })
  expect([1, 2, 3, 8, 9, 5_000].map(wait)).toEqual([2_000, 4_000, 8_000, 256_000, 300_000, 300_000])
})
