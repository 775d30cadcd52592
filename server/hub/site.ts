import type { BayId, SiteId } from '../../shared/domain/ids.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import type { DisplayWatch } from './display-watch.ts'
import type { HeldSounds } from './held-sounds.ts'
import type { Rooms } from './rooms.ts'
import type { SiteAlarms } from './site-alarms.ts'
import type { SiteFeed } from './site-feed.ts'
import type { StaffPresence } from './staff-presence.ts'

/** All that the hub keeps for one site. */
export interface Site {
  readonly id: SiteId
  readonly rooms: Rooms
  readonly feed: SiteFeed
  readonly displays: DisplayWatch
  readonly alarms: SiteAlarms
  readonly presence: StaffPresence
  readonly held: HeldSounds
}

/** Follows from the events of a commit which alarms a display has yet to confirm. */
export const followAlarms = (
  displays: DisplayWatch,
  events: readonly StoredEvent[],
  bay: BayId,
  realNow: number,
): void => {
  for (const event of events) {
    if (event.type === 'alarmRaised') displays.alarmRaised(event.data.alarmId, bay, realNow)
    else if (event.type === 'alarmCleared' || event.type === 'alarmEnded' || event.type === 'alarmAcknowledged') {
      displays.alarmOver(event.data.alarmId)
    }
  }
}
