import { afterEach, expect, test } from 'vitest'
import type { AppParts } from '../../../server/app.ts'
import { createApp } from '../../../server/app.ts'
import { createMemoryRecords } from '../../../server/store/memory-records.ts'
import { createMemoryStore } from '../../../server/store/memory-store.ts'
import { createSystemClock, machineClock } from '../../../server/system-clock.ts'
import { sessionId, type SessionId } from '../../../shared/domain/ids.ts'
import { plusSeconds } from '../../../shared/domain/time.ts'
import { noticeSchema, notificationsAnswerSchema } from '../../../shared/wire/notification.ts'
import { listenForHooks, type HookReceiver } from '../../support/hook-receiver.ts'
import { newVisit, startApp, type RunningApp } from '../../support/running-app.ts'
import { silentLog } from '../../support/silent-log.ts'
import { sample } from '../../support/visit.ts'

const SECRET = 'twenty-two characters!'
const PATIENCE = { timeout: 10_000 }

const stops: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const listen = async (): Promise<HookReceiver> => {
  const receiver = await listenForHooks(200)
  stops.push(receiver.close)
  return receiver
}

/** A minute of the clinic is a second here. */
const fastParts = (receiver: HookReceiver | null): Pick<AppParts, 'config' | 'clock'> => ({
  config: {
    tls: null,
    probes: 'loopback',
    notices: { webhooks: receiver === null ? [] : [{ url: receiver.url, secret: SECRET }], mail: null },
  },
  clock: createSystemClock({ machine: machineClock, speed: 60 }),
})

const infusing = async (running: RunningApp): Promise<SessionId> => {
  const made = await running.as.nurse('POST', '/sessions', { body: newVisit(running.bays[2] ?? ('' as never)) })
  const id = sessionId((made.json as { id: string }).id)
  const order = (key: string, body: object) =>
    running.as.clinician('POST', `/sessions/${id}/commands`, { body, headers: { 'idempotency-key': key } })
  await order('a', { type: 'recordBaseline', sbp: 120, dbp: 78, hr: 70, spo2: 98 })
  const start = { type: 'startInfusion', doseMg: 40, durationMin: 40, override: { reason: 'test' } }
  expect((await order('b', start)).status).toBe(200)
  return id
}

const desaturate = async ({ app }: RunningApp, id: SessionId): Promise<void> => {
  const now = app.clock.now()
  const values = [
    [97, 0],
    [82, 1],
    [82, 7],
  ] as const
  const readings = values.map(([value, second]) =>
    sample('spo2', value, plusSeconds(now, second), { origin: 'simulated' }),
  )
  expect(await app.sessions.take(id, readings, [])).toBe(true)
}

const alarmOf = async (running: RunningApp, id: SessionId) => {
  const { json } = await running.as.nurse('GET', `/sessions/${id}`)
  return (json as { alarms: { id: string; channel: string; unattended: boolean; since: string }[] }).alarms.find(
    ({ channel }) => channel === 'spo2.low',
  )
}

test('nobody comes for a minute: the webhook is told, with no word of who the patient is', async () => {
  const receiver = await listen()
  const running = await startApp(fastParts(receiver))
  stops.push(() => running.stop())
  const id = await infusing(running)
  await desaturate(running, id)
  await expect.poll(() => receiver.heard.length, PATIENCE).toBe(1)
  const alarm = await alarmOf(running, id)
  const told = noticeSchema.parse(JSON.parse(receiver.heard[0]?.body ?? ''))
  expect(told).toMatchObject({
    type: 'alarmUnattended',
    site: 'main',
    bay: running.bays[2],
    bayName: 'Bay 3',
    session: id,
    alarm: { channel: 'spo2.low', priority: 'high', value: 82, limit: 85, since: alarm?.since },
  })
  expect(receiver.heard[0]?.body).not.toMatch(/Test|Person|TP|R-/)
  const { json } = await running.as.nurse('GET', '/notifications')
  const { targets, notifications } = notificationsAnswerSchema.parse(json)
  expect(targets.map(({ kind }) => kind)).toEqual(['webhook'])
  expect(notifications.map(({ notice, state }) => [notice.id, state])).toEqual([[told.id, 'delivered']])
})

test('names who answers for the bay, as it is when nobody has come', async () => {
  const receiver = await listen()
  const running = await startApp(fastParts(receiver))
  stops.push(() => running.stop())
  const id = await infusing(running)
  await desaturate(running, id)
  await expect.poll(() => receiver.heard.length, PATIENCE).toBe(1)
  expect(JSON.parse(receiver.heard[0]?.body ?? '')).toMatchObject({ responsible: null })
  await running.as.clinician('POST', '/responsibilities/take', { body: { bays: [running.bays[2]] } })
  const acknowledge = { type: 'acknowledgeAlarm', alarmId: (await alarmOf(running, id))?.id }
  const headers = { 'idempotency-key': 'c' }
  await running.as.nurse('POST', `/sessions/${id}/commands`, { body: acknowledge, headers })
  await expect.poll(async () => (await alarmOf(running, id))?.unattended, { timeout: 15_000 }).toBe(true)
  await expect.poll(() => receiver.heard.length, PATIENCE).toBeGreaterThan(1)
  expect(JSON.parse(receiver.heard.at(-1)?.body ?? '')).toMatchObject({ responsible: 'clinician' })
})

test('a stop between the alarm and its notice swallows nothing, and nothing is told twice', async () => {
  const store = { sessions: createMemoryStore(), records: createMemoryRecords() }
  const before = await startApp({ ...fastParts(null), store })
  stops.push(() => before.stop())
  const id = await infusing(before)
  await desaturate(before, id)
  await expect.poll(async () => (await alarmOf(before, id))?.unattended, PATIENCE).toBe(true)
  const receiver = await listen()
  const again = async () => {
    const app = await createApp({
      ...fastParts(receiver),
      store,
      log: silentLog,
      version: '0.0.0-test',
      clientFolder: import.meta.dirname,
    })
    stops.push(() => app.close())
    return app
  }
  await again()
  const kept = async () => (await store.records.all('notice')).map(({ value }) => value)
  await expect.poll(kept, PATIENCE).toMatchObject([{ attempts: 1, deliveredAt: expect.any(Number) as number }])
  const third = await again()
  await third.close()
  expect(await kept()).toMatchObject([{ attempts: 1, deliveredAt: expect.any(Number) as number }])
  expect(receiver.heard).toHaveLength(1)
})

test('an administrator sees that a test arrives', async () => {
  const receiver = await listen()
  const running = await startApp(fastParts(receiver))
  stops.push(() => running.stop())
  const sent = await running.as.admin('POST', '/notifications/test')
  expect(sent.status).toBe(202)
  await expect.poll(() => receiver.heard.length, PATIENCE).toBe(1)
  const { id } = sent.json as { id: string }
  expect(noticeSchema.parse(JSON.parse(receiver.heard[0]?.body ?? ''))).toMatchObject({ id, type: 'test' })
  expect((await running.as.admin('GET', '/audit')).text).toContain('notificationTested')
})

test('without anybody to tell it says so', async () => {
  const running = await startApp()
  stops.push(() => running.stop())
  expect((await running.as.nurse('GET', '/notifications')).json).toEqual({ targets: [], notifications: [] })
  const refused = await running.as.admin('POST', '/notifications/test')
  expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('VIGIL_WEBHOOK_URLS')])
})
