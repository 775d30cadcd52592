import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Priority } from '../../shared/domain/limit.ts'
import type { DisplayState } from '../../shared/wire/live-message.ts'
import { createBurstPlayer, type BurstPlayer } from './burst-player.ts'

export type SoundState = DisplayState['sound']

/** The screen's one output: it sounds the highest priority that it is given, and nothing else. */
export interface SoundOutput {
  /** `armed` only while the audio clock really runs. */
  readonly store: StoreApi<{ readonly sound: SoundState }>
  /** To be called from a click or a key: without one a browser makes no sound. */
  readonly arm: () => void
  /** A person turns this screen's sound off or on again. */
  readonly setOn: (isOn: boolean) => void
  readonly sound: (priority: Priority | null) => void
  readonly testTone: () => void
  readonly open: () => () => void
}

const LOOK_EVERY_MS = 250

export const createSoundOutput = (createContext: () => AudioContext): SoundOutput => {
  const store = createStore<{ readonly sound: SoundState }>(() => ({ sound: 'notArmed' }))
  let context: AudioContext | null = null
  let player: BurstPlayer | null = null
  let isOn = true
  let wanted: Priority | null = null
  let lastS = 0
  let isRunning = false

  const show = (sound: SoundState) => {
    if (store.getState().sound !== sound) store.setState({ sound })
  }
  const apply = () => player?.want(isOn && isRunning ? wanted : null)
  const look = () => {
    if (isOn) show(isRunning ? 'armed' : 'notArmed')
    else show('off')
    apply()
    player?.look()
  }
  /** A context may call itself running while its clock stands: without a device there is no sound. */
  const measure = () => {
    const nowS = context?.currentTime ?? 0
    isRunning = context?.state === 'running' && nowS > lastS
    lastS = nowS
    look()
  }
  return {
    store,
    arm: () => void context?.resume(),
    setOn: (on) => {
      isOn = on
      look()
    },
    sound: (priority) => {
      wanted = priority
      apply()
    },
    testTone: () => {
      void context?.resume().then(() => player?.test())
    },
    open: () => {
      const opened = createContext()
      context = opened
      player = createBurstPlayer(opened)
      const timer = setInterval(measure, LOOK_EVERY_MS)
      return () => {
        clearInterval(timer)
        player?.want(null)
        player = null
        context = null
        isRunning = false
        lastS = 0
        void opened.close()
      }
    },
  }
}
