import { siteId, type SessionId, type SiteId } from '../../shared/domain/ids.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { toResponsibilitiesAnswer } from '../../shared/wire/responsibility.ts'
import { createDisplayWatch, type BayName, type Cause } from './display-watch.ts'
import { createHeldSounds } from './held-sounds.ts'
import type { LiveNamespace } from './live-server.ts'
import { createRooms } from './rooms.ts'
import { createSiteAlarms } from './site-alarms.ts'
import { createSiteFeed } from './site-feed.ts'
import type { Site } from './site.ts'
import { baysAt, ONLY_SITE, type SnapshotParts } from './snapshot.ts'
import { createStaffPresence } from './staff-presence.ts'

/** Screens reconnect within seconds of a start; until then nobody is to be told that none is there. */
export const GRACE_MS = 15_000

export interface SitesParts extends SnapshotParts {
  readonly namespace: LiveNamespace
  readonly viewOf: (id: SessionId) => SessionView | null
  readonly startedAt: number
}

/** The sites of the clinic; most have one. */
export interface Sites {
  /** Makes it where it is not there yet. */
  at(id: SiteId): Site
  /** null: neither a bay nor a session stands there. */
  named(id: SiteId): Site | null
  defaultSite(): SiteId
  all(): Iterable<Site>
  bayName: BayName
  /** Tells every site what stands there now. @param common what stands at all of them */
  updateAlarms(common: readonly Cause[], realNow: number): void
  /** Tells every screen the bays of its site, as they are now. */
  tellBays(): void
  /** Tells the staff of every site who answers for what. */
  tellResponsibilities(): void
}

const createSite = (parts: SitesParts, id: SiteId): Site => {
  const rooms = createRooms(parts.namespace, id)
  const { epoch, trends, viewOf, clock, startedAt } = parts
  const held = createHeldSounds(clock.speed)
  const { staffCopy } = held
  const feed = createSiteFeed({
    site: id,
    epoch,
    rooms,
    trends,
    viewOf,
    staffCopy,
    startedAt,
    now: () => clock.now(),
  })
  const displays = createDisplayWatch(startedAt + GRACE_MS)
  return { id, rooms, feed, displays, alarms: createSiteAlarms(), presence: createStaffPresence(), held }
}

export const createSites = (parts: SitesParts): Sites => {
  const sites = new Map<SiteId, Site>()

  const at = (id: SiteId): Site => {
    const known = sites.get(id)
    if (known !== undefined) return known
    const site = createSite(parts, id)
    sites.set(id, site)
    return site
  }

  const defaultSite = (): SiteId => {
    const first = parts.bays()[0]
    if (first !== undefined) return siteId(first.site)
    const [known] = sites.keys()
    return known ?? ONLY_SITE
  }

  const bayName: BayName = (bay) => parts.bays().find(({ id }) => id === bay)?.name ?? bay

  const updateSite = (site: Site, common: readonly Cause[], realNow: number): void => {
    const causes = [...common, ...site.displays.causes(bayName, realNow)]
    const changed = site.alarms.update(causes, parts.clock.now())
    if (changed !== null) site.rooms.site({ siteAlarms: [...changed] })
  }

  return {
    at,
    named: (id) => {
      const isKnown = sites.has(id) || id === defaultSite() || parts.bays().some(({ site }) => site === id)
      return isKnown ? at(id) : null
    },
    defaultSite,
    all: () => sites.values(),
    bayName,
    tellBays: () => {
      for (const { id, rooms, alarms } of sites.values()) {
        rooms.site({ siteAlarms: [...alarms.current()], bays: baysAt(parts, id) })
      }
    },
    tellResponsibilities: () => {
      const responsibilities = toResponsibilitiesAnswer(parts.responsibilities())
      for (const { rooms, alarms } of sites.values()) {
        rooms.site({ siteAlarms: [...alarms.current()] }, { responsibilities })
      }
    },
    updateAlarms: (common, realNow) => {
      for (const site of sites.values()) updateSite(site, common, realNow)
    },
  }
}
