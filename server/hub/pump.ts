import type { SiteFeed } from './site-feed.ts'

/** live.md: a frame goes out at most every 250 ms per site. */
export const FRAME_EVERY_MS = 250

/** Sends what a feed has to say: events as soon as this turn of the loop is over, so that one burst is one message; frames in their beat. */
export interface Pump {
  /** Looks at what waits and sees to it that it goes out. */
  nudge(feed: SiteFeed): void
  stop(): void
}

interface Outlet {
  eventsQueued: boolean
  frameTimer: NodeJS.Timeout | null
  lastFrameAt: number
}

export const createPump = (realNow: () => number): Pump => {
  const outlets = new Map<SiteFeed, Outlet>()
  let stopped = false

  const outletOf = (feed: SiteFeed): Outlet => {
    const known = outlets.get(feed)
    if (known !== undefined) return known
    const outlet: Outlet = { eventsQueued: false, frameTimer: null, lastFrameAt: Number.NEGATIVE_INFINITY }
    outlets.set(feed, outlet)
    return outlet
  }

  const sendEvents = (feed: SiteFeed, outlet: Outlet): void => {
    outlet.eventsQueued = false
    if (!stopped) feed.sendEvents()
  }

  const sendFrame = (feed: SiteFeed, outlet: Outlet): void => {
    outlet.frameTimer = null
    if (stopped) return
    outlet.lastFrameAt = realNow()
    feed.sendFrame()
    // Some took nothing this time: they are owed.
    if (feed.hasFrame()) scheduleFrame(feed, outlet)
  }

  const scheduleFrame = (feed: SiteFeed, outlet: Outlet): void => {
    const waitMs = Math.max(0, outlet.lastFrameAt + FRAME_EVERY_MS - realNow())
    outlet.frameTimer = setTimeout(() => {
      sendFrame(feed, outlet)
    }, waitMs)
  }

  return {
    nudge: (feed) => {
      if (stopped) return
      const outlet = outletOf(feed)
      if (feed.hasEvents() && !outlet.eventsQueued) {
        outlet.eventsQueued = true
        setImmediate(() => {
          sendEvents(feed, outlet)
        })
      }
      if (outlet.frameTimer === null && feed.hasFrame()) scheduleFrame(feed, outlet)
    },
    stop: () => {
      stopped = true
      for (const { frameTimer } of outlets.values()) if (frameTimer !== null) clearTimeout(frameTimer)
    },
  }
}
