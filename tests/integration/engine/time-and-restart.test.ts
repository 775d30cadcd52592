import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../server/store/memory-store.ts'
import { alarmId, type SessionId } from '../../../shared/domain/ids.ts'
import type { SessionView } from '../../../shared/domain/session-view.ts'
import { instant } from '../../../shared/domain/time.ts'
import { accepted, createObedientStore, newSession, startEngine } from '../../support/engine.ts'
import { createCountingIdentify } from '../../support/counting-identify.ts'
import { createHeldTime, settle } from '../../support/held-time.ts'
import { at, BASELINE, MONITOR, nurse, sample } from '../../support/visit.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>

const START = { type: 'startInfusion', doseMg: 40, durationMin: 40, override: { reason: 'test' } } as const

const startInfusion = async ({ sessions, order }: Engine): Promise<SessionId> => {
  const { id } = accepted(await sessions.create(newSession('bay-1'), nurse))
  await sessions.attach(id, { deviceId: MONITOR, name: 'Monitor', intervals: {} })
  accepted(await order(id, BASELINE))
  accepted(await order(id, START))
  return id
}

const feed = async ({ sessions, time }: Engine, id: SessionId, seconds: number, spo2 = 97): Promise<void> => {
  for (let second = 0; second < seconds; second += 1) {
    await time.pass(1_000 / time.clock.speed)
    const now = time.clock.now()
    await sessions.take(id, [sample('spo2', spo2, now), sample('hr', 72, now)], [])
  }
}

const viewOf = ({ sessions }: Engine, id: SessionId): SessionView => {
  const view = sessions.view(id)
  if (view === null) throw new Error('It does not run.')
  return view
}

const channels = (view: SessionView): readonly string[] => view.alarms.map(({ channel }) => channel).sort()

describe('time that passes', () => {
  it('raises what time alone brings about, at its instant, without any reading', async () => {
    const engine = await startEngine()
    const id = await startInfusion(engine)
    await feed(engine, id, 5)
    const last = engine.time.clock.now()
    await engine.time.pass(9_900)
    expect(channels(viewOf(engine, id))).toEqual([])
    await engine.time.pass(1_200)
    expect(channels(viewOf(engine, id))).toContain('spo2.noData')
    const raised = engine.changes.flatMap(({ events }) => events).find(({ type }) => type === 'alarmRaised')
    expect((raised?.at ?? 0) - last).toBeLessThanOrEqual(11_000)
  })

  it('runs at the speed of the clinical clock', async () => {
    const engine = await startEngine({ time: createHeldTime(at(0), 60) })
    const id = await startInfusion(engine)
    await feed(engine, id, 5)
    await engine.time.pass(100)
    expect(channels(viewOf(engine, id))).toEqual([])
    await engine.time.pass(100)
    expect(channels(viewOf(engine, id))).toContain('spo2.noData')
  })

  it('shows a timer that fell due, though nothing was written', async () => {
    const engine = await startEngine()
    const id = await startInfusion(engine)
    const due = viewOf(engine, id).timers.find(({ kind }) => kind === 'check')
    expect(due?.state).toBe('running')
    await feed(engine, id, 3)
    engine.changes.length = 0
    const ms = Date.parse(due?.dueAt ?? '') - engine.time.clock.now()
    for (let left = ms; left > -1_000; left -= 5_000) {
      await engine.sessions.take(id, [sample('spo2', 97, engine.time.clock.now())], [])
      await engine.time.pass(Math.min(5_000, left + 1_000))
    }
    const viewOnly = engine.changes.filter(({ events, readings }) => events.length === 0 && readings.length === 0)
    const states = viewOnly.map(({ view }) => view().timers.find(({ kind }) => kind === 'check')?.state)
    expect(states).toContain('due')
  })

  it('keeps asking a store that kept nothing, and then decides', async () => {
    const disk = createObedientStore()
    const engine = await startEngine({ store: disk.store })
    const id = await startInfusion(engine)
    await feed(engine, id, 5)
    disk.fail('failed')
    await engine.time.pass(12_000)
    expect(channels(viewOf(engine, id))).toEqual([])
    disk.fail(null)
    await engine.time.pass(1_100)
    expect(channels(viewOf(engine, id))).toContain('spo2.noData')
  })

  it('arms one timer, however many sessions run', async () => {
    const engine = await startEngine()
    const first = await startInfusion(engine)
    for (const bay of ['bay-2', 'bay-3']) accepted(await engine.sessions.create(newSession(bay), nurse))
    await feed(engine, first, 3)
    expect(engine.time.armedCount()).toBe(1)
  })

  it('does not run for a session that has ended', async () => {
    const engine = await startEngine()
    const { id } = accepted(await engine.sessions.create(newSession('bay-1'), nurse))
    accepted(await engine.order(id, { type: 'cancel', reason: 'unwell' }))
    engine.changes.length = 0
    await engine.time.pass(3_600_000)
    expect(engine.changes).toEqual([])
  })
})

describe('a restart', () => {
  const crashAndStart = async (before: Engine, store: ReturnType<typeof createMemoryStore>): Promise<Engine> => {
    const now = before.time.clock.now()
    return startEngine({ store, time: createHeldTime(now), identify: createCountingIdentify() })
  }

  it('brings back sessions, alarms with their acknowledgement and timers as they were', async () => {
    const store = createMemoryStore()
    const before = await startEngine({ store })
    const id = await startInfusion(before)
    await feed(before, id, 60, 82)
    const [alarm] = viewOf(before, id).alarms
    accepted(await before.order(id, { type: 'acknowledgeAlarm', alarmId: alarm?.id ?? alarmId('none') }))
    const was = viewOf(before, id)
    expect(was.alarms).toMatchObject([{ channel: 'spo2.low', acknowledged: true, acknowledgedBy: 'Nora' }])

    const after = await crashAndStart(before, store)
    expect(viewOf(after, id)).toEqual(was)
    expect(after.sessions.inBay(was.bay)).toBe(id)
    expect(after.changes.flatMap(({ events }) => events)).toEqual([])
  })

  it('decides now what fell due while nobody ran the sessions', async () => {
    const store = createMemoryStore()
    const before = await startEngine({ store })
    const id = await startInfusion(before)
    await feed(before, id, 5)
    const later = instant(before.time.clock.now() + 30 * 60_000)
    const after = await startEngine({ store, time: createHeldTime(later) })
    const raised = after.changes.flatMap(({ events }) => events)
    expect(raised.every(({ at: when }) => when === later)).toBe(true)
    // The monitor is silent: it speaks for the metrics that it measures.
    expect(channels(viewOf(after, id))).toContain('device.disconnected')
    expect(channels(viewOf(after, id))).toContain('nibp.overdue')
  })

  it('takes a checkpoint of its own version, and replays whole where there is none that it can use', async () => {
    const store = createMemoryStore()
    const before = await startEngine({ store })
    const id = await startInfusion(before)
    await feed(before, id, 20)
    await before.sessions.close()
    const was = viewOf(before, id)
    const [running] = await store.loadRunning()
    const checkpoint = running?.checkpoint
    if (checkpoint === undefined || checkpoint === null) throw new Error('no checkpoint')
    expect(running?.entriesAfter).toEqual([])
    const unusable = [
      { ...checkpoint, version: 'of another program' },
      { ...checkpoint, state: '{"cut off' },
      { ...checkpoint, state: '{}' },
    ]
    for (const saved of [checkpoint, ...unusable]) {
      await store.saveCheckpoint(id, saved)
      const after = await crashAndStart(before, store)
      expect(viewOf(after, id)).toEqual(was)
    }
  })

  it('goes on from a checkpoint with what came after it', async () => {
    const store = createMemoryStore()
    const before = await startEngine({ store })
    const id = await startInfusion(before)
    await feed(before, id, 20)
    await before.sessions.close()
    await feed(before, id, 30, 82)
    const was = viewOf(before, id)
    expect(channels(was)).toEqual(['spo2.low'])
    const after = await crashAndStart(before, store)
    expect(viewOf(after, id)).toEqual(was)
  })

  it('answers a key that was answered before it', async () => {
    const store = createMemoryStore()
    const before = await startEngine({ store })
    const id = await startInfusion(before)
    const note = { type: 'addNote', text: 'once' } as const
    const first = accepted(await before.order(id, note, { idempotencyKey: 'k' }))
    const made = accepted(await before.sessions.create(newSession('bay-2', { idempotencyKey: 'made' }), nurse))
    const after = await crashAndStart(before, store)
    expect(accepted(await after.order(id, note, { idempotencyKey: 'k' }))).toEqual(first)
    const again = accepted(await after.sessions.create(newSession('bay-2', { idempotencyKey: 'made' }), nurse))
    expect(again.id).toBe(made.id)
    const other = await after.sessions.create(newSession('bay-3', { idempotencyKey: 'made' }), nurse)
    expect(other).toMatchObject({ ok: false, error: { code: 'keyReused' } })
    await settle()
    expect(after.sessions.running()).toHaveLength(2)
  })
})
