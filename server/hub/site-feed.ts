import type { SessionId, SiteId } from '../../shared/domain/ids.ts'
import { isEnded } from '../../shared/domain/phase.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { LiveEvent } from '../../shared/wire/live-message.ts'
import { toDisplayEvent, toWireEvent } from '../../shared/wire/stored-event.ts'
import type { SessionChange } from '../ports/publisher.ts'
import { createDeltaLog, type Delta, type DeltaLog } from './delta-log.ts'
import { displayCopy } from './display-copy.ts'
import { createEndedViews } from './ended-views.ts'
import type { Audience, Rooms } from './rooms.ts'
import type { Trends } from './trends.ts'
import { createSiteNumbers } from './site-numbers.ts'
import { createViewRefresh } from './view-refresh.ts'

export interface SiteFeedParts {
  readonly site: SiteId
  /** New at each start of the server: numbers of another epoch mean nothing. */
  readonly epoch: string
  readonly rooms: Rooms
  readonly trends: Trends
  readonly now: () => Instant
  /** Real time. */
  readonly startedAt: number
  /** null: ended. */
  readonly viewOf: (id: SessionId) => SessionView | null
  /** What staff get of a view. */
  readonly staffCopy: (view: SessionView) => SessionView
}

/** What one site is told: its line of numbered events, and its frames of numbers. */
export interface SiteFeed {
  readonly site: SiteId
  /** A session that runs as the feed opens. */
  meet(view: SessionView, realNow: number): void
  committed(change: SessionChange, realNow: number): void
  hasEvents(): boolean
  sendEvents(): void
  hasFrame(): boolean
  sendFrame(): void
  /** Takes and sends what waits, so that a snapshot holds all that was committed and no number comes twice. */
  settle(): void
  /** Numbers and queues the views that are due without any event. */
  refreshViews(realNow: number): void
  /** Something that stands beside the visit changed what its view says: it goes out anew. */
  renewView(id: SessionId, realNow: number): void
  seq(): number
  /** null: take a snapshot. */
  catchUp(since: number, audience: Audience): { readonly events: LiveEvent[]; readonly from: Instant | null } | null
}

/** More than this costs more than everything anew. */
const CATCH_UP_MAX = 500

interface Numbered {
  readonly delta: Delta
  readonly view: SessionView
}

type Copies = Pick<SiteFeedParts, 'staffCopy'>

const liveEventFor = (audience: Audience, { delta, view }: Numbered, { staffCopy }: Copies): LiveEvent => ({
  seq: delta.seq,
  sessionId: delta.sessionId,
  events: delta.events.map(audience === 'staff' ? toWireEvent : toDisplayEvent),
  view: audience === 'staff' ? staffCopy(view) : displayCopy(view),
})

/** While a drug runs, the dose in the view is another one every second. */
const isMoving = (view: SessionView): boolean => view.phase === 'infusing'

const sendQueued = (parts: SiteFeedParts, queue: readonly Numbered[]): void => {
  const first = queue[0]
  const last = queue.at(-1)
  if (first === undefined || last === undefined) return
  const head = { epoch: parts.epoch, from: first.delta.seq, to: last.delta.seq }
  for (const audience of ['staff', 'display'] as const) {
    if (!parts.rooms.hasListeners(audience)) continue
    parts.rooms.events(audience, {
      ...head,
      events: queue.map((numbered) => liveEventFor(audience, numbered, parts)),
    })
  }
}

const createCatchUp =
  (log: DeltaLog, { viewOf, ...copies }: Copies & Pick<SiteFeedParts, 'viewOf'>): SiteFeed['catchUp'] =>
  (since, audience) => {
    const missed = log.after(since)
    if (missed === null || missed.length > CATCH_UP_MAX) return null
    const events = missed.flatMap((delta) => {
      const view = viewOf(delta.sessionId)
      return view === null ? [] : [liveEventFor(audience, { delta, view }, copies)]
    })
    // A view that is gone would leave a hole in the numbers.
    return events.length === missed.length ? { events, from: log.timeOf(since) } : null
  }

export const createSiteFeed = (parts: SiteFeedParts): SiteFeed => {
  const log = createDeltaLog()
  const refresh = createViewRefresh(parts.startedAt)
  const ended = createEndedViews()
  const numbers = createSiteNumbers({
    ...parts,
    isEnded: (id) => ended.get(id) !== null,
    onMore: (id) => {
      refresh.wants(id)
    },
  })
  let queue: Numbered[] = []

  const enqueue = (id: SessionId, events: readonly StoredEvent[], view: SessionView, realNow: number): void => {
    queue.push({ delta: log.add({ sessionId: id, events, at: parts.now() }, realNow), view })
    refresh.sent(id, realNow, isMoving(view))
    if (!isEnded(view.phase)) return
    ended.keep(view, realNow)
    numbers.forget(id)
    refresh.forget(id)
  }

  const sendEvents = (): void => {
    const sending = queue
    queue = []
    sendQueued(parts, sending)
  }

  const refreshView = (id: SessionId, realNow: number): void => {
    const view = parts.viewOf(id)
    if (view === null) refresh.forget(id)
    else if (parts.rooms.hasListeners()) enqueue(id, [], view, realNow)
    else refresh.sent(id, realNow, isMoving(view))
  }

  return {
    site: parts.site,
    meet: (view, realNow) => {
      numbers.meet(view)
      refresh.met(view.id, realNow, isMoving(view))
    },
    committed: (change, realNow) => {
      numbers.committed(change)
      if (change.events.length > 0) enqueue(change.sessionId, change.events, change.view(), realNow)
      else if (change.readings.length === 0) refresh.wants(change.sessionId)
    },
    hasEvents: () => queue.length > 0,
    sendEvents,
    hasFrame: () => numbers.hasFrame(),
    sendFrame: () => numbers.sendFrame(),
    settle: () => {
      numbers.settle()
      sendEvents()
    },
    refreshViews: (realNow) => {
      ended.dropOld(realNow)
      for (const id of refresh.due(realNow)) refreshView(id, realNow)
    },
    renewView: refreshView,
    seq: () => log.seq(),
    catchUp: createCatchUp(log, { ...parts, viewOf: (id) => parts.viewOf(id) ?? ended.get(id) }),
  }
}
