import { describe, expect, it } from 'vitest'
import { createCheckpoints } from '../../../server/engine/checkpoints.ts'
import { createClockWatch } from '../../../server/engine/clock-watch.ts'
import { createStoreWatch } from '../../../server/engine/store-watch.ts'
import { createWatchRound } from '../../../server/engine/watch-round.ts'
import type { SessionState } from '../../../server/core/session.ts'
import type { SessionStore } from '../../../server/ports/session-store.ts'
import type { SiteChannel } from '../../../server/ports/site-conditions.ts'
import { sessionId } from '../../../shared/domain/ids.ts'
import { createObedientStore } from '../../support/engine.ts'
import { createHeldTime } from '../../support/held-time.ts'
import { silentLog } from '../../support/silent-log.ts'
import { at, beginVisit } from '../../support/visit.ts'

const createBoard = () => {
  const standing = new Map<SiteChannel, string>()
  return {
    standing,
    conditions: {
      stands: (channel: SiteChannel, text: string) => standing.set(channel, text),
      isOver: (channel: SiteChannel) => standing.delete(channel),
    },
  }
}

describe('a slow store', () => {
  it('is told while a commit still hangs, and over once it has kept up for a while', async () => {
    const time = createHeldTime(at(0))
    const { standing, conditions } = createBoard()
    const disk = createObedientStore()
    const watch = createStoreWatch(disk.store, conditions, time.steady)
    disk.hold()
    const hanging = watch.append([])
    await time.pass(1_900)
    watch.look()
    expect(standing.size).toBe(0)
    await time.pass(100)
    watch.look()
    expect([...standing.keys()]).toEqual(['store.slow'])
    disk.release()
    await hanging
    await time.pass(9_000)
    await watch.append([])
    expect([...standing.keys()]).toEqual(['store.slow'])
    await time.pass(1_000)
    await watch.append([])
    expect(standing.size).toBe(0)
  })
})

describe('a clock that was set', () => {
  it('is told for ten minutes, and what may be due is looked at again', async () => {
    const time = createHeldTime(at(0))
    const { standing, conditions } = createBoard()
    const jumps: number[] = []
    const round = createWatchRound({
      conditions,
      log: silentLog,
      clockWatch: createClockWatch(time.clock, time.steady),
      storeWatch: { append: () => Promise.resolve(), look: () => undefined },
      onJump: () => jumps.push(time.steady()),
    })
    const rounds = async (seconds: number) => {
      for (let second = 0; second < seconds; second += 1) {
        await time.pass(1_000)
        round(time.steady())
      }
    }
    await rounds(3)
    expect(standing.size).toBe(0)
    time.jump(-90_000)
    await rounds(1)
    expect(standing.get('clock.jumped')).toContain('back by 90 s')
    expect(jumps).toEqual([4_000])
    await rounds(599)
    expect(standing.size).toBe(1)
    await rounds(1)
    expect(standing.size).toBe(0)
  })
})

describe('checkpoints', () => {
  const { state } = beginVisit()
  const states = (count: number, entryCount: number): readonly SessionState[] =>
    Array.from({ length: count }, (_, index) => ({ ...state, id: sessionId(`s${index}`), entryCount }))

  const keep = () => {
    const saved: string[] = []
    const store: Pick<SessionStore, 'saveCheckpoint'> = {
      saveCheckpoint: (id) => {
        saved.push(id)
        return Promise.resolve()
      },
    }
    return { saved, checkpoints: createCheckpoints(store, silentLog) }
  }

  it('are written once a minute a session, never all of them in one turn', async () => {
    const { saved, checkpoints } = keep()
    const most: number[] = []
    for (let second = 0; second <= 240; second += 1) {
      const before = saved.length
      await checkpoints.turn(states(120, second + 1), second * 1_000)
      most.push(saved.length - before)
    }
    expect(Math.max(...most)).toBe(2)
    expect(new Set(saved).size).toBe(120)
    for (const id of new Set(saved)) expect(saved.filter((other) => other === id).length).toBeLessThanOrEqual(4)
  })

  it('are not written where nothing happened since', async () => {
    const { saved, checkpoints } = keep()
    for (let second = 0; second <= 300; second += 1) await checkpoints.turn(states(1, 5), second * 1_000)
    expect(saved).toEqual(['s0'])
  })

  it('that fail cost nothing but time', async () => {
    const failing = { saveCheckpoint: () => Promise.reject(new Error('full')) }
    const checkpoints = createCheckpoints(failing, silentLog)
    await expect(checkpoints.saveAll(states(2, 5))).resolves.toBeUndefined()
  })
})
