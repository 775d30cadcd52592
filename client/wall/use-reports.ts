import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { AlarmId } from '../../shared/domain/ids.ts'
import type { LiveClient } from '../live/live-client.ts'
import { runningViews } from './site-figures.ts'
import type { SoundOutput } from './sound-output.ts'
import { MOST_BAYS } from './tile-layout.ts'
import type { WallBay } from './wall-bays.ts'

const REPORT_EVERY_MS = 10_000

/** Tells the server what this screen can be relied on for: on every change and every 10 s. */
export const useDisplayState = (live: LiveClient, output: SoundOutput, bays: readonly WallBay[]): void => {
  const sound = useStore(output.store, (state) => state.sound)
  const health = useStore(live.link, (link) => link.health)
  useEffect(() => {
    if (health === 'opening' || health === 'lost') return
    const report = () =>
      live.sendDisplayState({
        sound,
        visible: document.visibilityState === 'visible',
        bays: bays.slice(0, MOST_BAYS).map((bay) => bay.id),
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
  }, [live, sound, bays, health])
}

const standingAlarms = (live: LiveClient): AlarmId[] =>
  runningViews(live.store.getState().sessions).flatMap((view) => view.alarms.map((alarm) => alarm.id))

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
export const useShownReport = (live: LiveClient): void => {
  useEffect(() => {
    let confirmed: ReadonlySet<AlarmId> = new Set()
    let epoch: string | null = null
    let cancel: () => void = () => undefined
    const confirm = () => {
      if (live.link.getState().health === 'lost') return
      const standing = standingAlarms(live)
      live.sendShown(standing.filter((id) => !confirmed.has(id)))
      confirmed = new Set(standing)
    }
    const look = () => {
      const state = live.store.getState()
      if (state.epoch !== epoch) confirmed = new Set()
      epoch = state.epoch
      if (standingAlarms(live).every((id) => confirmed.has(id))) return
      cancel()
      cancel = afterPaint(confirm)
    }
    const stop = live.store.subscribe(look)
    look()
    return () => {
      stop()
      cancel()
    }
  }, [live])
}
