import { afterEach, describe, expect, it } from 'vitest'
import type { SessionView } from '../../../shared/domain/session-view.ts'
import { instant } from '../../../shared/domain/time.ts'
import { eventsMessageSchema, watchSessionAnswerSchema } from '../../../shared/wire/live-message.ts'
import { createMemoryStore } from '../../../server/store/memory-store.ts'
import { accepted, newSession } from '../../support/engine.ts'
import { startLiveEngine } from '../../support/live-engine.ts'
import { until, watch, type LiveClient } from '../../support/live-hub.ts'
import { nurse, sample } from '../../support/visit.ts'

let open: Awaited<ReturnType<typeof startLiveEngine>>[] = []
const start = async (setup: Parameters<typeof startLiveEngine>[0] = {}) => {
  const live = await startLiveEngine(setup)
  open.push(live)
  return live
}
afterEach(async () => {
  for (const live of open) await live.close()
  open = []
})

/** The newest view that a screen was sent, and the types of all that it was told. */
const follow = (client: LiveClient) => {
  const seen = { types: [] as string[], view: null as SessionView | null }
  client.on('events', (message) => {
    for (const { events, view } of eventsMessageSchema.parse(message).events) {
      seen.types.push(...events.map(({ type }) => type))
      seen.view = view
    }
  })
  return seen
}

const LIMIT = {
  metric: 'spo2',
  direction: 'low',
  threshold: 90,
  priority: 'high',
  onDelay: 0,
  offDelay: 0,
  hysteresis: 0,
} as const

const withScreens = async () => {
  const live = await start()
  const { id } = accepted(await live.sessions.create(newSession('bay-1'), nurse))
  const [staff, wall] = [await live.connect('nurse'), await live.connect('wall')]
  const [toStaff, toWall] = [follow(staff), follow(wall)]
  await watch(staff)
  await watch(wall)
  let keys = 0
  const command = (body: Record<string, unknown>, idempotencyKey = `live-${(keys += 1)}`) =>
    staff.emitWithAck('command', { sessionId: id, idempotencyKey, command: body })
  return { ...live, id, staff, wall, toStaff, toWall, command }
}

describe('from engine to screen', () => {
  it('a command is answered, and every screen is told what came of it', async () => {
    const { command, toStaff, toWall } = await withScreens()
    const body = { type: 'recordBaseline', sbp: 120, dbp: 80, hr: 70, spo2: 98 }
    const answer = await command(body, 'one')
    expect(answer).toMatchObject({ ok: true, seq: 3, events: [{ seq: 3, type: 'baselineRecorded' }] })
    expect(await command(body, 'one')).toEqual(answer)
    expect(await command({ ...body, hr: 71 }, 'one')).toMatchObject({ ok: false, code: 'keyReused' })
    expect(await command({ type: 'endInfusion', outcome: 'completed' })).toMatchObject({
      ok: false,
      code: 'wrongPhase',
    })
    await until('both screens', () => [toStaff, toWall].every(({ view }) => view?.seq === 3))
    expect(toStaff.types).toEqual(['baselineRecorded'])
    expect(toWall.types).toEqual(['baselineRecorded'])
    expect(toWall.view?.baseline).toMatchObject({ sbp: 120 })
  })

  it('an alarm comes at once, and its acknowledgement with the initials of who gave it', async () => {
    const { command, sessions, id, toStaff, toWall } = await withScreens()
    await command({ type: 'setLimits', limits: [LIMIT], reason: 'test' })
    const now = instant(Date.now())
    await sessions.take(id, [sample('spo2', 80, now)], [])
    await until('the alarm on the wall', () => toWall.types.includes('alarmRaised'))
    const [alarm] = toWall.view?.alarms ?? []
    expect(alarm).toMatchObject({ channel: 'spo2.low', priority: 'high', value: 80, acknowledged: false })
    expect(toWall.view?.audible).toBe('high')
    await command({ type: 'acknowledgeAlarm', alarmId: alarm?.id })
    await until('the acknowledgement', () => [toStaff, toWall].every(({ view }) => view?.alarms[0]?.acknowledged))
    expect(toStaff.view?.alarms[0]?.acknowledgedBy).toBe('Nora')
    expect(toWall.view?.alarms[0]?.acknowledgedBy).toBe('N.')
    expect(toWall.view?.audible).toBeUndefined()
  })

  it('other limits are in effect on every screen within a second, and who set them stays with the staff', async () => {
    const { command, sessions, id, toStaff, toWall } = await withScreens()
    await sessions.take(id, [sample('spo2', 88, instant(Date.now()))], [])
    const asked = performance.now()
    await command({ type: 'setLimits', limits: [LIMIT], reason: 'test' })
    const limitOn = ({ view }: typeof toWall) => view?.limits.map(({ metric, value }) => [metric, value])
    await until('both screens', () => [toStaff, toWall].every((to) => to.types.includes('limitsChanged')))
    expect(performance.now() - asked).toBeLessThan(1_000)
    for (const to of [toStaff, toWall]) {
      expect(limitOn(to)).toEqual([['spo2', 90]])
      // The newest value meets them at once: it stands below the limit that was set.
      expect(to.view?.alarms).toMatchObject([{ channel: 'spo2.low', limit: 90 }])
    }
    expect(toStaff.view?.limits[0]).toMatchObject({ changedBy: 'Nora' })
    expect(toWall.view?.limits[0]).not.toHaveProperty('changedBy')
  })

  it('a bedside is given the whole visit, and the last ten minutes', async () => {
    const { command, sessions, staff, id } = await withScreens()
    await command({ type: 'addNote', text: 'calm' })
    const now = instant(Date.now())
    await sessions.take(id, [sample('hr', 70, instant(now - 1_000)), sample('hr', 71, now)], [])
    const answer = watchSessionAnswerSchema.parse(await staff.emitWithAck('watchSession', { sessionId: id }))
    if (!answer.ok) throw new Error(answer.message)
    expect(answer.events.map(({ seq, type }) => [seq, type])).toEqual([
      [1, 'sessionScheduled'],
      [2, 'sessionAdmitted'],
      [3, 'noteAdded'],
    ])
    expect(answer.events[2]?.data).toEqual({ text: 'calm' })
    expect(answer.view.seq).toBe(3)
    expect(answer.readings.hr?.value).toEqual([70, 71])
    await command({ type: 'cancel', reason: 'unwell' })
    for (const [sessionId, text] of [
      [id, /ended/],
      ['s_unknown', /no such session/],
    ] as const) {
      const refusal = await staff.emitWithAck('watchSession', { sessionId })
      expect(refusal).toMatchObject({ ok: false, code: 'notFound', message: expect.stringMatching(text) as string })
    }
  })

  it('a new start has a new number line, the same alarms, and the trend of before', async () => {
    const store = createMemoryStore()
    const before = await start({ store, epoch: 'first' })
    const { id } = accepted(await before.sessions.create(newSession('bay-1'), nurse))
    const command = { type: 'setLimits', limits: [LIMIT], reason: 'test' } as const
    accepted(await before.sessions.order({ sessionId: id, staff: nurse, command, idempotencyKey: 'limits' }))
    await before.sessions.take(id, [sample('spo2', 80, instant(Date.now()))], [])
    const old = await watch(await before.connect('wall'))
    if (!old.ok) throw new Error(old.message)

    const after = await start({ store, epoch: 'second' })
    const answer = await watch(await after.connect('wall'), { epoch: old.epoch, since: old.seq })
    if (!answer.ok || answer.mode !== 'snapshot') throw new Error('snapshot')
    expect(answer.epoch).toBe('second')
    expect(answer.sessions[0]?.alarms).toMatchObject([{ id: `${id}.a1`, channel: 'spo2.low' }])
    expect(answer.trends[id]?.spo2?.value).toEqual([80])
  })
})
