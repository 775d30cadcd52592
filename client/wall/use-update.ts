import { useEffect } from 'react'
import type { LiveClient } from '../live/live-client.ts'
import { runningViews } from '../live/site-bays.ts'
import { highestAudible } from '../signals/highest-audible.ts'

const ENTRY = /<script[^>]+type="module"[^>]+src="([^"]+)"/

const entryOf = (html: string): string | null => ENTRY.exec(html)?.[1] ?? null

const ownEntry = (): string | null => document.querySelector('script[type="module"][src]')?.getAttribute('src') ?? null

/** Whether the server serves other screens than this one was loaded from. */
const isOutOfDate = async (signal: AbortSignal): Promise<boolean> => {
  try {
    const response = await fetch('/', { cache: 'no-store', signal })
    const served = entryOf(await response.text())
    return response.ok && served !== null && served !== ownEntry()
  } catch {
    // Gone again: the next number line asks again.
    return false
  }
}

/**
 * Reloads the page after an update of the server, which shows itself as a new number line. Never while an alarm sounds:
 * the sound would stop until the page is back. Alarms themselves live in the server and come with the snapshot.
 */
export const useUpdate = (live: LiveClient): void => {
  useEffect(() => {
    const abort = new AbortController()
    let epoch = live.store.getState().epoch
    let isDue = false
    const look = () => {
      const state = live.store.getState()
      if (isDue && highestAudible(runningViews(state.sessions)) === null) location.reload()
      if (state.epoch === epoch) return
      const isFirst = epoch === null
      epoch = state.epoch
      if (isFirst) return
      void isOutOfDate(abort.signal).then((outOfDate) => {
        isDue = outOfDate
        if (isDue) look()
      })
    }
    const stop = live.store.subscribe(look)
    return () => {
      stop()
      abort.abort()
    }
  }, [live])
}
