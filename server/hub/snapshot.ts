import { siteId, type SiteId } from '../../shared/domain/ids.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { Responsibilities } from '../../shared/domain/responsibility.ts'
import { plusMs, type Instant } from '../../shared/domain/time.ts'
import type { LiveBay, Trend, Trends as WireTrends, WatchAnswer, WatchRequest } from '../../shared/wire/live-message.ts'
import { toResponsibilitiesAnswer } from '../../shared/wire/responsibility.ts'
import type { Clock } from '../ports/clock.ts'
import { displayCopy } from './display-copy.ts'
import type { Audience } from './rooms.ts'
import type { Site } from './site.ts'
import { thin, TREND_POINTS } from './trend-series.ts'
import { TREND_WINDOW_MS, type StaleAfterS, type Trends } from './trends.ts'

/** A clinic that has not named a bay yet has one site all the same. */
export const ONLY_SITE: SiteId = siteId('main')

export interface SnapshotParts {
  readonly epoch: string
  readonly clock: Clock
  readonly trends: Trends
  readonly bays: () => readonly LiveBay[]
  readonly running: () => readonly SessionView[]
  readonly responsibilities: () => Responsibilities
}

/** In the order in which they were named. */
export const baysAt = ({ bays }: Pick<SnapshotParts, 'bays'>, id: SiteId): LiveBay[] =>
  bays().filter(({ site }) => site === id)

const staleAfterOf = (view: SessionView): StaleAfterS =>
  Object.fromEntries(Object.entries(view.vitals).map(([metric, vital]) => [metric, vital.staleAfterS]))

const windowStart = (now: Instant): Instant => plusMs(now, -TREND_WINDOW_MS)

/** The last 10 min of one session, whole. */
export const readingsOf = (parts: SnapshotParts, view: SessionView): Record<string, Trend> => ({
  ...parts.trends.read(view.id, windowStart(parts.clock.now()), staleAfterOf(view)),
})

const trendsOf = (parts: SnapshotParts, views: readonly SessionView[], from: Instant): WireTrends =>
  Object.fromEntries(
    views.map((view) => {
      const trends = Object.entries(parts.trends.read(view.id, from, staleAfterOf(view)))
      return [view.id, Object.fromEntries(trends.map(([metric, trend]) => [metric, thin(trend, TREND_POINTS)]))]
    }),
  )

/** What a screen needs to draw the site, or to catch up with it. */
export const answerWatch = (
  parts: SnapshotParts,
  site: Site,
  audience: Audience,
  request: WatchRequest,
): Extract<WatchAnswer, { readonly ok: true }> => {
  const { epoch, clock } = parts
  const now = clock.now()
  const views = parts.running().filter((view) => view.site === site.id)
  const head = {
    ok: true as const,
    epoch,
    seq: site.feed.seq(),
    serverTime: now,
    speed: clock.speed,
    siteAlarms: [...site.alarms.current()],
    bays: baysAt(parts, site.id),
    ...(audience === 'staff' ? { responsibilities: toResponsibilitiesAnswer(parts.responsibilities()) } : {}),
  }
  const since = request.epoch === epoch ? request.since : undefined
  const missed = since === undefined ? null : site.feed.catchUp(since, audience)
  if (missed !== null) {
    const from = missed.from ?? windowStart(now)
    return { ...head, mode: 'catchUp', events: missed.events, trends: trendsOf(parts, views, from) }
  }
  return {
    ...head,
    mode: 'snapshot',
    sessions: audience === 'staff' ? views.map(site.held.staffCopy) : views.map(displayCopy),
    trends: trendsOf(parts, views, windowStart(now)),
  }
}
