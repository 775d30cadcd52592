import { afterEach, expect, test } from 'vitest'
import type { RecordStore } from '../../../server/ports/record-store.ts'
import { createMemoryRecords } from '../../../server/store/memory-records.ts'
import { createMemoryStore } from '../../../server/store/memory-store.ts'
import { watchAnswerSchema } from '../../../shared/wire/live-message.ts'
import { notificationsAnswerSchema } from '../../../shared/wire/notification.ts'
import { listenForHooks, type HookReceiver, type Say } from '../../support/hook-receiver.ts'
import { connectTo, opened, watch } from '../../support/live-hub.ts'
import { startApp, type RunningApp } from '../../support/running-app.ts'

const PATIENCE = { timeout: 15_000 }

const stops: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const listen = async (...says: readonly Say[]): Promise<HookReceiver> => {
  const receiver = await listenForHooks(...says)
  stops.push(receiver.close)
  return receiver
}

const startTelling = ({ url }: HookReceiver, records: RecordStore): Promise<RunningApp> =>
  startApp({
    config: {
      tls: null,
      probes: 'loopback',
      notices: { webhooks: [{ url, secret: 'twenty-two characters!' }], mail: null },
    },
    store: { sessions: createMemoryStore(), records },
  })

/** What stands on the wall beside the bays, other than that nobody looks at it. */
const siteAlarms = async ({ url, tokens }: RunningApp) => {
  const client = connectTo(url, tokens.display)
  await opened(client)
  const answer = watchAnswerSchema.parse(await watch(client))
  client.disconnect()
  if (!answer.ok) throw new Error(answer.message)
  return answer.siteAlarms.filter(({ channel }) => channel.startsWith('notices.'))
}

/** What a server leaves whose receiver has said no to a test, as if that were so long ago. */
const leftWaiting = async (receiver: HookReceiver, sinceMs: number): Promise<RecordStore> => {
  const before = createMemoryRecords()
  const first = await startTelling(receiver, before)
  await first.as.admin('POST', '/notifications/test')
  const refused = async () =>
    notificationsAnswerSchema.parse((await first.as.nurse('GET', '/notifications')).json).notifications[0]?.state
  await expect.poll(refused, PATIENCE).toBe('refused')
  await first.stop()
  const left = (await before.all('notice')).map(({ id, value }) => ({
    kind: 'notice' as const,
    id,
    value: { ...(value as object), wantedAt: Date.now() - sinceMs },
  }))
  const records = createMemoryRecords()
  await records.put(left)
  return records
}

test('what has waited for minutes is an alarm of the site right after a restart, and over when it is delivered', async () => {
  const receiver = await listen(500, 503, 200)
  const records = await leftWaiting(receiver, 180_000)
  const running = await startTelling(receiver, records)
  stops.push(() => running.stop())
  await expect
    .poll(() => siteAlarms(running), PATIENCE)
    .toMatchObject([
      { priority: 'medium', text: expect.stringMatching(/not getting through: http:\/\/127\.0\.0\.1:\d+$/) as string },
    ])
  await expect.poll(() => siteAlarms(running), PATIENCE).toEqual([])
  const { json } = await running.as.nurse('GET', '/notifications')
  const { targets, notifications } = notificationsAnswerSchema.parse(json)
  expect(targets[0]?.queue).toMatchObject({ state: 'working', waiting: 0, failingSince: null })
  expect(notifications).toMatchObject([{ state: 'delivered' }])
})

test('what waits for a moment is none', async () => {
  const receiver = await listen(500)
  const running = await startTelling(receiver, await leftWaiting(receiver, 60_000))
  stops.push(() => running.stop())
  const failing = async () =>
    notificationsAnswerSchema.parse((await running.as.nurse('GET', '/notifications')).json).targets[0]?.queue
  await expect.poll(failing, PATIENCE).toMatchObject({ state: 'failing', waiting: 1, lastError: 'answered 500' })
  expect(await siteAlarms(running)).toEqual([])
})
