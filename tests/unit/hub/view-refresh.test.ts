import { describe, expect, it } from 'vitest'
import { createViewRefresh } from '../../../server/hub/view-refresh.ts'
import { sessionId, type SessionId } from '../../../shared/domain/ids.ts'

const ids = Array.from({ length: 60 }, (_, index) => sessionId(`s${index}`))
const LOOK_MS = 250

/** Looks every quarter of a second and sends what is due. @returns when each session's view went out */
const run = (refresh: ReturnType<typeof createViewRefresh>, from: number, to: number, isMoving = true) => {
  const sentAt = new Map<SessionId, number[]>()
  let most = 0
  for (let at = from; at <= to; at += LOOK_MS) {
    const due = refresh.due(at)
    most = Math.max(most, due.length)
    for (const id of due) {
      refresh.sent(id, at, isMoving)
      sentAt.set(id, [...(sentAt.get(id) ?? []), at])
    }
  }
  return { sentAt, most }
}

const gaps = (times: readonly number[]): readonly number[] =>
  times.slice(1).map((at, index) => at - (times[index] ?? 0))

describe('views of running infusions', () => {
  it('go out about every 15 s, never all of them at once', () => {
    const refresh = createViewRefresh(0)
    for (const id of ids) refresh.met(id, 0, true)
    const { sentAt, most } = run(refresh, 0, 120_000)
    expect(sentAt.size).toBe(60)
    for (const times of sentAt.values()) {
      expect(times[0]).toBeLessThanOrEqual(18_000)
      expect(Math.max(...gaps(times))).toBeLessThanOrEqual(18_000)
      expect(Math.min(...gaps(times))).toBeGreaterThanOrEqual(15_000)
    }
    expect(most).toBeLessThanOrEqual(24)
  })

  it('that fell into step are drawn apart again', () => {
    const refresh = createViewRefresh(0)
    for (const id of ids) refresh.sent(id, 0, true)
    const { sentAt, most } = run(refresh, 0, 60_000)
    expect(most).toBeLessThanOrEqual(24)
    expect(Math.max(...[...sentAt.values()].map(([first = 0]) => first))).toBeLessThanOrEqual(24_000)
  })

  it('go out within a second where they tell something new, and not twice for it', () => {
    const refresh = createViewRefresh(0)
    const [id = sessionId('none')] = ids
    refresh.sent(id, 0, true)
    refresh.wants(id)
    expect(refresh.due(750)).toEqual([])
    expect(refresh.due(1_000)).toEqual([id])
    refresh.sent(id, 1_000, true)
    expect(refresh.due(2_000)).toEqual([])
  })

  it('are not asked for once the session is forgotten', () => {
    const refresh = createViewRefresh(0)
    const [id = sessionId('none')] = ids
    refresh.sent(id, 0, true)
    refresh.forget(id)
    refresh.wants(id)
    expect(refresh.due(60_000)).toEqual([])
  })
})

describe('views of sessions that rest', () => {
  it('go out once a minute', () => {
    const refresh = createViewRefresh(0)
    for (const id of ids) refresh.sent(id, 0, false)
    const { sentAt } = run(refresh, 0, 180_000, false)
    for (const times of sentAt.values()) {
      expect(times.length).toBeGreaterThanOrEqual(2)
      expect(Math.min(...gaps(times))).toBeGreaterThanOrEqual(60_000)
    }
  })
})
