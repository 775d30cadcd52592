import { describe, expect, test } from 'vitest'
import { createDeliveryWatch, UNDELIVERED_AFTER_MS } from '../../../server/notices/delivery-watch.ts'
import type { Notification, NotificationTarget } from '../../../server/ports/notifications.ts'
import { instant, plusMs } from '../../../shared/domain/time.ts'
import { silentLog } from '../../support/silent-log.ts'
import { unattendedNotice } from '../../support/unattended-notice.ts'

const TOLD = instant(Date.UTC(2026, 2, 2, 9))
const after = (ms: number) => plusMs(TOLD, ms)

const ANA: NotificationTarget = { id: 'email-1', kind: 'email', label: 'ana@clinic.example' }
const HOOK: NotificationTarget = { id: 'webhook-1', kind: 'webhook', label: 'https://pager.example' }

const notification = (target: NotificationTarget, more: Partial<Notification> = {}): Notification => ({
  target: target.id,
  notice: unattendedNotice(7),
  state: 'waiting',
  attempts: 3,
  lastError: 'no connection (ECONNREFUSED)',
  wantedAt: TOLD,
  nextAttemptAt: after(60_000),
  deliveredAt: null,
  ...more,
})

const start = () => {
  const standing = new Map<string, string>()
  let list: readonly Notification[] = []
  const look = createDeliveryWatch({
    notifications: { targets: [ANA, HOOK], list: () => list },
    conditions: {
      stands: (channel, text) => void standing.set(channel, text),
      isOver: (channel) => void standing.delete(channel),
    },
    log: silentLog,
  })
  return {
    after: (ms: number, next: readonly Notification[]) => {
      list = next
      look(after(ms))
      return Object.fromEntries(standing)
    },
  }
}

describe('what does not get out', () => {
  test('is an alarm of the site two minutes after it was to be told, and names whom it does not reach', () => {
    const site = start()
    const waiting = [notification(ANA), notification(HOOK, { state: 'delivered', deliveredAt: after(1_000) })]
    expect(site.after(UNDELIVERED_AFTER_MS - 1, waiting)).toEqual({})
    expect(site.after(UNDELIVERED_AFTER_MS, waiting)).toEqual({
      'notices.undelivered': 'Notifications not getting through: ana@clinic.example',
    })
  })

  test('is one also where somebody answers and says no', () => {
    expect(start().after(UNDELIVERED_AFTER_MS, [notification(HOOK, { state: 'refused' })])).toHaveProperty([
      'notices.undelivered',
    ])
  })

  test('names everybody whom it does not reach, and is over with the last that is delivered', () => {
    const site = start()
    expect(site.after(200_000, [notification(HOOK), notification(ANA)])).toEqual({
      'notices.undelivered': 'Notifications not getting through: ana@clinic.example, https://pager.example',
    })
    const delivered = { state: 'delivered', deliveredAt: after(201_000) } as const
    expect(site.after(202_000, [notification(HOOK, delivered), notification(ANA)])).toEqual({
      'notices.undelivered': 'Notifications not getting through: ana@clinic.example',
    })
    expect(site.after(203_000, [notification(HOOK, delivered), notification(ANA, delivered)])).toEqual({})
  })

  test('is none for somebody who is to be told no more', () => {
    expect(start().after(900_000, [notification({ ...HOOK, id: 'webhook-gone' })])).toEqual({})
  })
})
