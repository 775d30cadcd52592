import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { AlarmId } from '../../shared/domain/ids.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { LiveClient } from '../live/live-client.ts'
import { runningViews } from '../live/site-bays.ts'
import type { SoundOutput } from './sound-output.ts'

const REPORT_EVERY_MS = 10_000
/** The most that a report may name (live.md). */
const MOST_BAYS = 64

/** Tells the server what this screen can be relied on for: on every change and every 10 s. */
export const useDisplayState = (
  live: LiveClient,
  output: SoundOutput,
  { bays, isStaffPage }: { readonly bays: readonly string[]; readonly isStaffPage: boolean },
): void => {
  const sound = useStore(output.store, (state) => state.sound)
  const health = useStore(live.link, (link) => link.health)
  useEffect(() => {
    if (health === 'opening' || health === 'lost') return
    const report = () =>
      live.sendDisplayState({
        sound,
        visible: document.visibilityState === 'visible',
        bays: bays.slice(0, MOST_BAYS),
        isStaffPage,
        size: { width: innerWidth, height: innerHeight, devicePixelRatio },
      })
    report()
    const timer = setInterval(report, REPORT_EVERY_MS)
    document.addEventListener('visibilitychange', report)
    addEventListener('resize', report)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', report)
      removeEventListener('resize', report)
    }
  }, [live, sound, bays, isStaffPage, health])
}

/** Which sessions' alarms a page paints. */
export type Paints = (view: SessionView) => boolean

/** The wall and the board paint those of every session. */
export const PAINTS_ALL: Paints = () => true

const standingAlarms = (live: LiveClient, paints: Paints): AlarmId[] =>
  runningViews(live.store.getState().sessions)
    .filter(paints)
    .flatMap((view) => view.alarms.map((alarm) => alarm.id))

/** The second frame after a change begins when the first has been painted. */
const afterPaint = (then: () => void): (() => void) => {
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(then)
  })
  return () => cancelAnimationFrame(frame)
}

/**
 * Confirms each alarm once it stands painted on this screen. A hidden tab paints nothing and so confirms nothing;
 * a new number line has forgotten, so it is told again.
 */
export const useShownReport = (live: LiveClient, paints: Paints): void => {
  useEffect(() => {
    let confirmed: ReadonlySet<AlarmId> = new Set()
    let epoch: string | null = null
    let cancel: (() => void) | null = null
    const confirm = (painted: readonly AlarmId[]) => {
      cancel = null
      if (live.link.getState().health !== 'lost') {
        live.sendShown(painted.filter((id) => !confirmed.has(id)))
        confirmed = new Set(painted)
      }
      look()
    }
    const look = () => {
      const state = live.store.getState()
      if (state.epoch !== epoch) confirmed = new Set()
      epoch = state.epoch
      const standing = standingAlarms(live, paints)
      // What comes while a painting is awaited has the next one.
      if (cancel !== null || live.link.getState().health === 'lost' || standing.every((id) => confirmed.has(id))) return
      cancel = afterPaint(() => confirm(standing))
    }
    const stopState = live.store.subscribe(look)
    const stopLink = live.link.subscribe(look)
    look()
    return () => {
      stopState()
      stopLink()
      cancel?.()
    }
  }, [live, paints])
}
