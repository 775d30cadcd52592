import { MS_PER_MINUTE, type Instant } from '../../shared/domain/time.ts'
import type { Log } from '../ports/log.ts'
import type { Notifications } from '../ports/notifications.ts'
import type { SiteConditions } from '../ports/site-conditions.ts'

/**
 * So long may a notice wait before the site is told that it does not get through. By then several attempts have failed,
 * and a receiver that was only started anew has long answered. The figure is ours.
 */
export const UNDELIVERED_AFTER_MS = 2 * MS_PER_MINUTE

interface WatchParts {
  readonly notifications: Pick<Notifications, 'targets' | 'list'>
  readonly conditions: SiteConditions
  readonly log: Log
}

/** Which targets have not had what waits for them, by the names that staff know them by. */
const unreached = ({ targets, list }: WatchParts['notifications'], now: Instant): readonly string[] => {
  const late = list().filter(({ state, wantedAt }) => state !== 'delivered' && now - wantedAt >= UNDELIVERED_AFTER_MS)
  return targets.filter(({ id }) => late.some(({ target }) => target === id)).map(({ label }) => label)
}

/**
 * An alarm that ought to leave the building and does not must not look like calm.
 * @returns what looks, to be called with the real time once a second and at the start
 */
export const createDeliveryWatch = ({ notifications, conditions, log }: WatchParts): ((now: Instant) => void) => {
  let standing = 0
  return (now) => {
    const names = unreached(notifications, now)
    if (names.length !== standing) log.warn('notice.unreachable', { targets: names.length })
    standing = names.length
    if (names.length === 0) conditions.isOver('notices.undelivered')
    else conditions.stands('notices.undelivered', `Notifications not getting through: ${names.join(', ')}`)
  }
}
