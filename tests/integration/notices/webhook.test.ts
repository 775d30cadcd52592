import { createHmac } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { openNoticeDesk, type NoticeDesk } from '../../../server/notices/notice-desk.ts'
import { webhookTarget } from '../../../server/notices/webhook.ts'
import type { RecordStore } from '../../../server/ports/record-store.ts'
import { createMemoryRecords } from '../../../server/store/memory-records.ts'
import type { BackOff } from '../../../shared/domain/back-off.ts'
import { instant } from '../../../shared/domain/time.ts'
import { unattendedNotice } from '../../support/unattended-notice.ts'
import { listenForHooks, type Heard, type HookReceiver, type Say } from '../../support/hook-receiver.ts'
import { silentLog } from '../../support/silent-log.ts'

const SECRET = 'twenty-two characters!'
const PATIENCE = { timeout: 5_000 }

const isSigned = ({ headers, body }: Heard): boolean => {
  const [, seconds = '', signature = ''] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-vigil-signature'])) ?? []
  const isNow = Math.abs(Date.now() / 1_000 - Number(seconds)) < 60
  return isNow && signature === createHmac('sha256', SECRET).update(`${seconds}.${body}`).digest('hex')
}

const open: NoticeDesk[] = []
const receivers: HookReceiver[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((desk) => desk.close()))
  for (const receiver of receivers.splice(0)) receiver.close()
})

const listen = async (...says: readonly Say[]) => {
  const receiver = await listenForHooks(...says)
  receivers.push(receiver)
  return receiver
}

const QUICK: BackOff = { firstWaitMs: 10, longestWaitMs: 50 }
/** Longer than a test: what was refused waits for the next start. */
const SLOW: BackOff = { firstWaitMs: 60_000, longestWaitMs: 60_000 }

const start = async (urls: readonly string[], records: RecordStore = createMemoryRecords(), backOff = QUICK) => {
  const now = () => instant(Date.now())
  const desk = await openNoticeDesk({
    targets: urls.map((url) => webhookTarget({ url, secret: SECRET, now, timeoutMs: 300 })),
    records,
    now,
    log: silentLog,
    backOff,
  })
  open.push(desk)
  return desk
}

const states = (desk: NoticeDesk) => desk.list().map(({ state }) => state)

describe('a webhook', () => {
  test('is asked until it says yes, each time with the same body and a signature of its own', async () => {
    const receiver = await listen(500, 'hangUp', 302, 204)
    const desk = await start([receiver.url])
    desk.tell(unattendedNotice(7))
    await expect.poll(() => states(desk), PATIENCE).toEqual(['delivered'])
    expect(receiver.heard).toHaveLength(4)
    expect(receiver.heard.map(isSigned)).toEqual([true, true, true, true])
    expect(new Set(receiver.heard.map(({ body }) => body))).toEqual(new Set([JSON.stringify(unattendedNotice(7))]))
    expect(new Set(receiver.heard.map(({ headers }) => headers['x-vigil-delivery']))).toEqual(new Set(['s_1-7']))
    expect(desk.list()[0]).toMatchObject({ attempts: 4, lastError: null, nextAttemptAt: null })
  })

  test('is told each thing once', async () => {
    const receiver = await listen(200)
    const desk = await start([receiver.url])
    desk.tell(unattendedNotice(7))
    desk.tell(unattendedNotice(7))
    await expect.poll(() => states(desk), PATIENCE).toEqual(['delivered'])
    desk.tell(unattendedNotice(7))
    desk.tell(unattendedNotice(8))
    await expect.poll(() => states(desk), PATIENCE).toEqual(['delivered', 'delivered'])
    expect(receiver.heard.map(({ headers }) => headers['x-vigil-delivery'])).toEqual(['s_1-7', 's_1-8'])
  })

  test('that says no is told after a restart, and not once more after the next', async () => {
    const records = createMemoryRecords()
    const receiver = await listen(503, 200)
    const first = await start([receiver.url], records, SLOW)
    first.tell(unattendedNotice(7))
    await expect.poll(() => first.list()[0]?.lastError, PATIENCE).toBe('answered 503')
    await first.close()
    const second = await start([receiver.url], records)
    await expect.poll(() => states(second), PATIENCE).toEqual(['delivered'])
    await second.close()
    const third = await start([receiver.url], records)
    third.tell(unattendedNotice(7))
    expect(states(third)).toEqual(['delivered'])
    await third.close()
    expect(receiver.heard).toHaveLength(2)
  })

  test('that is dead holds up no other, and its address stays secret', async () => {
    const dead = await listen(200)
    dead.close()
    const alive = await listen(200)
    const desk = await start([dead.url, alive.url])
    desk.tell(unattendedNotice(7))
    await expect.poll(() => states(desk).toSorted(), PATIENCE).toEqual(['delivered', 'waiting'])
    await expect.poll(() => desk.list().find(({ state }) => state === 'waiting')?.attempts, PATIENCE).toBeGreaterThan(1)
    expect(desk.list().find(({ state }) => state === 'waiting')?.lastError).toBe('no connection (ECONNREFUSED)')
    expect(JSON.stringify([desk.targets, desk.list()])).not.toContain('hidden')
  })

  test('that answers again is told at once what it did not hear', async () => {
    const records = createMemoryRecords()
    const receiver = await listen('hangUp', 200)
    const desk = await start([receiver.url], records, SLOW)
    desk.tell(unattendedNotice(7))
    await expect.poll(() => desk.list()[0]?.attempts, PATIENCE).toBe(1)
    desk.tell(unattendedNotice(8))
    await expect.poll(() => states(desk), PATIENCE).toEqual(['delivered', 'delivered'])
  })

  test('that is no longer configured is shown, and told when it is again', async () => {
    const records = createMemoryRecords()
    const receiver = await listen(500, 200)
    const first = await start([receiver.url], records, SLOW)
    first.tell(unattendedNotice(7))
    await expect.poll(() => states(first), PATIENCE).toEqual(['refused'])
    await first.close()
    const without = await start([], records)
    expect(states(without)).toEqual(['refused'])
    expect(receiver.heard).toHaveLength(1)
    const again = await start([receiver.url], records)
    await expect.poll(() => states(again), PATIENCE).toEqual(['delivered'])
  })

  test('is told although the store keeps nothing', async () => {
    const receiver = await listen(200)
    const failing = { ...createMemoryRecords(), put: () => Promise.reject(new Error('disk full')) }
    const desk = await start([receiver.url], failing)
    desk.tell(unattendedNotice(7))
    await expect.poll(() => states(desk), PATIENCE).toEqual(['delivered'])
    expect(receiver.heard).toHaveLength(1)
  })
})
