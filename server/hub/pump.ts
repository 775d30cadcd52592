import type { SiteFeed } from './site-feed.ts'

/** Sends what was numbered as soon as this turn of the loop is over: at once, and what came in one burst as one message. */
export interface Pump {
  nudge(feed: SiteFeed): void
  stop(): void
}

export const createPump = (): Pump => {
  const queued = new Set<SiteFeed>()
  let isStopped = false

  const send = (feed: SiteFeed): void => {
    queued.delete(feed)
    if (!isStopped) feed.sendEvents()
  }

  return {
    nudge: (feed) => {
      if (isStopped || queued.has(feed) || !feed.hasEvents()) return
      queued.add(feed)
      setImmediate(send, feed)
    },
    stop: () => {
      isStopped = true
    },
  }
}
