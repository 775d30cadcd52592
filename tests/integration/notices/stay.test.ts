import { afterEach, expect, test } from 'vitest'
import { createApp, type AppParts } from '../../../server/app.ts'
import { createMemoryRecords } from '../../../server/store/memory-records.ts'
import { createMemoryStore } from '../../../server/store/memory-store.ts'
import { createSystemClock, machineClock } from '../../../server/system-clock.ts'
import { sessionId, type SessionId } from '../../../shared/domain/ids.ts'
import { draftOf } from '../../../shared/domain/protocol.ts'
import { IV_DEPRESSION } from '../../../shared/domain/protocols/iv-depression.ts'
import { noticeSchema } from '../../../shared/wire/notification.ts'
import { listenForHooks, type HookReceiver } from '../../support/hook-receiver.ts'
import { newVisit, startApp, type RunningApp } from '../../support/running-app.ts'
import { silentLog } from '../../support/silent-log.ts'

const PATIENCE = { timeout: 10_000 }

const stops: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

/** A minute of the clinic is a second here. */
const fastParts = (receiver: HookReceiver | null): Pick<AppParts, 'config' | 'clock'> => ({
  config: {
    tls: null,
    probes: 'loopback',
    notices: {
      webhooks: receiver === null ? [] : [{ url: receiver.url, secret: 'twenty-two characters!' }],
      mail: null,
    },
  },
  clock: createSystemClock({ machine: machineClock, speed: 60 }),
})

/** In recovery, under a protocol whose longest stay is a minute. */
const recovering = async (running: RunningApp): Promise<SessionId> => {
  const protocol = { ...draftOf(IV_DEPRESSION), longestStayMin: 1 }
  const version = await running.as.clinician('POST', '/protocols/iv-depression/versions', {
    body: { protocol, basedOn: 1, newest: 1, note: 'test' },
  })
  expect(version.status).toBe(201)
  const made = await running.as.nurse('POST', '/sessions', { body: newVisit(running.bays[2] ?? ('' as never)) })
  const id = sessionId((made.json as { id: string }).id)
  const orders = [
    { type: 'recordBaseline', sbp: 120, dbp: 78, hr: 70, spo2: 98 },
    { type: 'startInfusion', doseMg: 40, durationMin: 40, override: { reason: 'test' } },
    { type: 'endInfusion', outcome: 'stoppedEarly', reason: 'test' },
  ]
  for (const [index, body] of orders.entries()) {
    const headers = { 'idempotency-key': `k${index}` }
    expect((await running.as.clinician('POST', `/sessions/${id}/commands`, { body, headers })).status).toBe(200)
  }
  return id
}

const stayWritten = async (running: RunningApp, id: SessionId): Promise<boolean> =>
  (await running.as.nurse('GET', `/sessions/${id}/events`)).text.includes('stayPassed')

test('a patient who is still here after the longest stay: told once, with the bay and no word of who it is', async () => {
  const receiver = await listenForHooks(200)
  stops.push(receiver.close)
  const running = await startApp(fastParts(receiver))
  stops.push(() => running.stop())
  const id = await recovering(running)
  const stays = () =>
    receiver.heard.map(({ body }) => noticeSchema.parse(JSON.parse(body))).filter(({ type }) => type === 'stayPassed')
  await expect.poll(stays, PATIENCE).toMatchObject([
    {
      type: 'stayPassed',
      bay: running.bays[2],
      bayName: 'Bay 3',
      responsible: null,
      session: id,
      longestStayMin: 1,
    },
  ])
  expect(receiver.heard.map(({ body }) => body).join()).not.toMatch(/Test|Person|TP|R-/)
  expect(await stayWritten(running, id)).toBe(true)
})

test('a stop between the end of the stay and its notice swallows nothing, and nothing is told twice', async () => {
  const store = { sessions: createMemoryStore(), records: createMemoryRecords() }
  const before = await startApp({ ...fastParts(null), store })
  stops.push(() => before.stop())
  const id = await recovering(before)
  await expect.poll(() => stayWritten(before, id), PATIENCE).toBe(true)
  const receiver = await listenForHooks(200)
  stops.push(receiver.close)
  const again = () =>
    createApp({
      ...fastParts(receiver),
      store,
      log: silentLog,
      version: '0.0.0-test',
      clientFolder: import.meta.dirname,
    })
  const kept = async () =>
    (await store.records.all('notice'))
      .map(({ value }) => value)
      .filter((it) => JSON.stringify(it).includes('stayPassed'))
  const second = await again()
  stops.push(() => second.close())
  await expect.poll(kept, PATIENCE).toMatchObject([{ attempts: 1, deliveredAt: expect.any(Number) as number }])
  const third = await again()
  await third.close()
  expect(await kept()).toMatchObject([{ attempts: 1, deliveredAt: expect.any(Number) as number }])
})
