import { toIso, type Instant } from '../../shared/domain/time.ts'
import type { SiteAlarm } from '../../shared/wire/live-message.ts'
import type { SiteChannel } from '../ports/site-conditions.ts'
import type { Cause } from './display-watch.ts'

/** Staff must act, and no patient is worse for it this second: medium for all of them (live.md). */
const PRIORITY = 'medium'

/** Which site alarms stand, and since when. */
export interface SiteAlarms {
  /** The whole of what stands now. @returns the list where it is another one than before */
  update(causes: readonly Cause[], now: Instant): readonly SiteAlarm[] | null
  current(): readonly SiteAlarm[]
}

export const createSiteAlarms = (): SiteAlarms => {
  const since = new Map<SiteChannel, Instant>()
  let current: readonly SiteAlarm[] = []

  const alarmOf = ({ channel, text }: Cause, now: Instant): SiteAlarm => {
    const first = since.get(channel) ?? now
    since.set(channel, first)
    return { channel, priority: PRIORITY, since: toIso(first), text }
  }

  return {
    update: (causes, now) => {
      const standing = new Set(causes.map(({ channel }) => channel))
      for (const channel of since.keys()) if (!standing.has(channel)) since.delete(channel)
      const next = causes.map((cause) => alarmOf(cause, now))
      const isSame = JSON.stringify(next) === JSON.stringify(current)
      current = next
      return isSame ? null : next
    },
    current: () => current,
  }
}
