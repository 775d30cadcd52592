import { describe, expect, it } from 'vitest'
import type { SessionState } from '../../../server/core/session.ts'
import type { SessionRunner } from '../../../server/engine/session-runner.ts'
import { createTimeKeeper } from '../../../server/engine/time-keeper.ts'
import { plusMs, type Instant } from '../../../shared/domain/time.ts'
import { createHeldTime } from '../../support/held-time.ts'
import { silentLog } from '../../support/silent-log.ts'
import { infusing } from '../../support/visit.ts'

const SPEED = 60

/** An infusion that whose pause of the audio ends in 5 s and gives nothing. */
const withPause = (): { readonly state: SessionState; readonly due: Instant } => {
  const { state } = infusing()
  const due = plusMs(state.lastAt, 5_000)
  return { state: { ...state, alarms: { ...state.alarms, audioPausedUntil: due } }, due }
}

/** A session that decides nothing; `passing` is what happens while it is asked. */
const keep = (state: SessionState, start: Instant, passing: (time: ReturnType<typeof createHeldTime>) => void) => {
  const time = createHeldTime(start, SPEED)
  const said: string[] = []
  let asked = 0
  const runner: SessionRunner = {
    id: state.id,
    state: () => state,
    view: () => null,
    order: () => Promise.reject(new Error('no order is given')),
    take: () => Promise.resolve(true),
    run: () => Promise.reject(new Error('nothing is run')),
    passTime: () => {
      asked += 1
      passing(time)
      return Promise.resolve()
    },
    settled: () => Promise.resolve(),
  }
  const keeper = createTimeKeeper({
    clock: time.clock,
    timer: time.timer,
    log: { ...silentLog, error: (event) => void said.push(event) },
    running: () => runner,
  })
  return { keeper, time, runner, said, asked: () => asked }
}

describe('a deadline', () => {
  it('that comes while the session is asked is not stuck: on a fast clock a moment is a second', async () => {
    const { state, due } = withPause()
    const { keeper, runner, said } = keep(state, plusMs(due, -1), (time) => time.jump(SPEED))
    await keeper.pass(runner)
    expect(said).toEqual([])
  })

  it('that had come before and stands after is told, and asked again a second later, not at once', async () => {
    const { state, due } = withPause()
    const { keeper, time, runner, said, asked } = keep(state, due, () => undefined)
    await keeper.pass(runner)
    expect(said).toEqual(['deadline.stuck'])
    await time.pass(999)
    expect(asked()).toBe(1)
    await time.pass(1)
    expect(asked()).toBe(2)
  })
})
