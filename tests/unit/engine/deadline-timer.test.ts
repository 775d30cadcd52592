import { describe, expect, it } from 'vitest'
import { createClockWatch } from '../../../server/engine/clock-watch.ts'
import { createDeadlineTimer } from '../../../server/engine/deadline-timer.ts'
import { sessionId } from '../../../shared/domain/ids.ts'
import { plusSeconds } from '../../../shared/domain/time.ts'
import { createHeldTime } from '../../support/held-time.ts'
import { at } from '../../support/visit.ts'

const T0 = at(0)
const [a, b] = [sessionId('a'), sessionId('b')]

const withTimer = (speed = 1) => {
  const time = createHeldTime(T0, speed)
  const due: (readonly string[])[] = []
  const deadlines = createDeadlineTimer(time.clock, time.timer, (ids) => due.push(ids))
  return { time, due, deadlines }
}

describe('the timer of all deadlines', () => {
  it('fires for each at its instant, once', async () => {
    const { time, due, deadlines } = withTimer()
    deadlines.set(a, plusSeconds(T0, 10))
    deadlines.set(b, plusSeconds(T0, 4))
    await time.pass(3_999)
    expect(due).toEqual([])
    await time.pass(1)
    expect(due).toEqual([[b]])
    await time.pass(6_000)
    expect(due).toEqual([[b], [a]])
    await time.pass(60_000)
    expect(due).toHaveLength(2)
    expect(time.armedCount()).toBe(0)
  })

  it('is not searched for a deadline that moves on: it fires, and looks then', async () => {
    const { time, due, deadlines } = withTimer()
    for (let second = 0; second < 30; second += 1) {
      deadlines.set(a, plusSeconds(T0, second + 10))
      await time.pass(1_000)
    }
    expect(due).toEqual([])
    await time.pass(9_000)
    expect(due).toEqual([[a]])
  })

  it('follows a deadline that comes nearer, and forgets one that is gone', async () => {
    const { time, due, deadlines } = withTimer()
    deadlines.set(a, plusSeconds(T0, 60))
    deadlines.set(a, plusSeconds(T0, 2))
    deadlines.set(b, plusSeconds(T0, 1))
    deadlines.set(b, null)
    await time.pass(2_000)
    expect(due).toEqual([[a]])
  })

  it('knows the speed of the clinical clock', async () => {
    const { time, due, deadlines } = withTimer(60)
    deadlines.set(a, plusSeconds(T0, 60))
    await time.pass(999)
    expect(due).toEqual([])
    await time.pass(1)
    expect(due).toEqual([[a]])
  })

  it('looks again when the clock was set, at the latest half a minute later', async () => {
    const { time, due, deadlines } = withTimer()
    deadlines.set(a, plusSeconds(T0, 3_600))
    time.jump(3_600_000)
    await time.pass(30_000)
    expect(due).toEqual([[a]])
    deadlines.set(b, plusSeconds(T0, 8_000))
    time.jump(4_000_000)
    deadlines.rearm()
    await time.pass(400_001)
    expect(due).toEqual([[a], [b]])
  })
})

describe('the clock', () => {
  it('is told to have jumped, forwards and back, and never for passing', async () => {
    const time = createHeldTime(T0)
    const watch = createClockWatch(time.clock, time.steady)
    await time.pass(60_000)
    expect(watch.look()).toBeNull()
    time.jump(37_000)
    expect(watch.look()).toBe(37_000)
    expect(watch.look()).toBeNull()
    time.jump(-5_000)
    expect(watch.look()).toBe(-5_000)
    time.jump(1_000)
    expect(watch.look()).toBeNull()
  })

  it('at another speed is measured at that speed', async () => {
    const time = createHeldTime(T0, 60)
    const watch = createClockWatch(time.clock, time.steady)
    await time.pass(10_000)
    expect(watch.look()).toBeNull()
    time.jump(121_000)
    expect(watch.look()).toBe(121_000)
  })
})
