import { describe, expect, test } from 'vitest'
import { queueStateOf, type Queued } from '../../../server/api/queue-state.ts'
import { instant, plusSeconds } from '../../../shared/domain/time.ts'

const NINE = instant(Date.UTC(2026, 2, 2, 9))
const at = (seconds: number) => plusSeconds(NINE, seconds)

const queued = (wantedS: number, more: Partial<Queued> = {}): Queued => ({
  state: 'waiting',
  attempts: 0,
  lastError: null,
  wantedAt: at(wantedS),
  nextAttemptAt: at(wantedS),
  deliveredAt: null,
  ...more,
})
const delivered = (wantedS: number) =>
  queued(wantedS, { state: 'delivered', attempts: 1, nextAttemptAt: null, deliveredAt: at(wantedS + 1) })

describe('how it stands with a receiver', () => {
  test('to which nothing was sent yet', () => {
    const none = { failingSince: null, lastError: null, nextAttemptAt: null, lastDeliveredAt: null }
    expect(queueStateOf([])).toEqual({ state: 'untried', waiting: 0, ...none })
  })

  test('that has all that was sent', () => {
    expect(queueStateOf([delivered(60), delivered(0)])).toEqual({
      state: 'working',
      failingSince: null,
      lastError: null,
      waiting: 0,
      nextAttemptAt: null,
      lastDeliveredAt: '2026-03-02T09:01:01.000Z',
    })
  })

  test('that is being told for the first time, which is no failure', () => {
    expect(queueStateOf([queued(0)])).toMatchObject({ state: 'untried', waiting: 1, failingSince: null })
  })

  test('that took nothing since: from when, what it said last, and when it is asked again', () => {
    const older = queued(30, { attempts: 4, lastError: 'answered 503', state: 'refused', nextAttemptAt: at(300) })
    const newer = queued(90, { attempts: 2, lastError: 'no connection (ECONNREFUSED)', nextAttemptAt: at(120) })
    for (const queue of [
      [newer, older, delivered(0)],
      [delivered(0), older, newer],
    ])
      expect(queueStateOf(queue)).toEqual({
        state: 'failing',
        failingSince: '2026-03-02T09:00:30.000Z',
        lastError: 'no connection (ECONNREFUSED)',
        waiting: 2,
        nextAttemptAt: '2026-03-02T09:02:00.000Z',
        lastDeliveredAt: '2026-03-02T09:00:01.000Z',
      })
  })

  test('whose oldest is from a version that kept no time', () => {
    const queue = [queued(0, { wantedAt: null, attempts: 2, lastError: 'answered 500' })]
    expect(queueStateOf(queue)).toMatchObject({ state: 'failing', failingSince: null, lastError: 'answered 500' })
  })
})
