import { useEffect } from 'react'
import { useStore } from 'zustand'
import { higherPriority } from '../../shared/domain/limit.ts'
import type { LiveClient } from '../live/live-client.ts'
import { runningViews } from '../live/site-bays.ts'
import { highestAudible } from './highest-audible.ts'
import type { SoundOutput } from './sound-output.ts'

/** Priority of the screen's own alarm when it has lost its server: somebody must look at the bedside monitors soon. */
export const LINK_ALARM_PRIORITY = 'medium'

/** Sounds what the server says is audible; without a server, at least the screen's own alarm. */
export const useAlarmSound = (live: LiveClient, output: SoundOutput, isOn: boolean): void => {
  const audible = useStore(live.store, (state) => highestAudible(runningViews(state.sessions)))
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
