import { useEffect, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { higherPriority, type Priority } from '../../shared/domain/limit.ts'
import type { LiveClient } from '../live/live-client.ts'
import { runningViews } from '../live/site-bays.ts'
import { highestAudibleHere } from './audible-here.ts'
import type { SoundOutput } from './sound-output.ts'

/** Priority of the screen's own alarm when it has lost its server: somebody must look at the bedside monitors soon. */
export const LINK_ALARM_PRIORITY = 'medium'

/** Again at each of the server's seconds: a sound that waited comes by itself, whatever else is heard or not. */
const useAudible = ({ store, link, clock }: LiveClient, person: string | null): Priority | null => {
  const isLive = useStore(link, ({ health }) => health === 'live')
  const select = () => highestAudibleHere(runningViews(store.getState().sessions), { person, isLive, now: clock.now() })
  return useSyncExternalStore((changed) => {
    const stops = [store.subscribe(changed), clock.subscribe(changed)]
    return () => {
      for (const stop of stops) stop()
    }
  }, select)
}

export interface SoundHere {
  readonly isOn: boolean
  /** Whose staff page this is; null: a wall, which sounds everything at once. */
  readonly person: string | null
}

/** Sounds what the server says is audible here; without a server, at least the screen's own alarm. */
export const useAlarmSound = (live: LiveClient, output: SoundOutput, { isOn, person }: SoundHere): void => {
  const audible = useAudible(live, person)
  const isLost = useStore(live.link, (link) => link.health === 'lost')
  useEffect(() => output.open(), [output])
  useEffect(() => output.setOn(isOn), [output, isOn])
  useEffect(
    () => output.sound(isLost ? higherPriority(audible, LINK_ALARM_PRIORITY) : audible),
    [output, audible, isLost],
  )
  useEffect(() => {
    // Any click and any key will do: a browser asks for one of them before it sounds.
    document.addEventListener('pointerdown', output.arm)
    document.addEventListener('keydown', output.arm)
    return () => {
      document.removeEventListener('pointerdown', output.arm)
      document.removeEventListener('keydown', output.arm)
    }
  }, [output])
}
