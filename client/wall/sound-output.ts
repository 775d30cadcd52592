import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Priority } from '../../shared/domain/limit.ts'
import type { DisplayState } from '../../shared/wire/live-message.ts'
import { BURSTS } from './burst.ts'
import { playBurst, type PlayedBurst } from './tone.ts'

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
/** A burst is scheduled this much ahead on the audio clock, so that no timer's delay is heard in it. */
const AHEAD_S = 0.05

interface Sounding {
  readonly priority: Priority
  /** On the audio clock. */
  readonly startS: number
  readonly burst: PlayedBurst
}

/** Bursts of one context, one after another on its clock. */
const createPlayer = (context: AudioContext) => {
  let sounding: Sounding | null = null
  let wanted: Priority | null = null
  const start = (priority: Priority) => {
    const startS = context.currentTime + AHEAD_S
    sounding = { priority, startS, burst: playBurst(context, context.destination, BURSTS[priority], startS) }
  }
  const look = () => {
    if (wanted === null || context.state !== 'running') return
    const isOver =
      sounding === null || context.currentTime >= sounding.startS + BURSTS[sounding.priority].everyMs / 1_000
    if (isOver) start(wanted)
  }
  return {
    look,
    want: (priority: Priority | null) => {
      if (priority === wanted) return
      wanted = priority
      // Another priority begins with its own burst at once, and what ended is not sounded to its end.
      sounding?.burst.stop()
      sounding = null
      look()
    },
    test: () => playBurst(context, context.destination, BURSTS.low, context.currentTime + AHEAD_S),
  }
}

export const createSoundOutput = (createContext: () => AudioContext): SoundOutput => {
  const store = createStore<{ readonly sound: SoundState }>(() => ({ sound: 'notArmed' }))
  let context: AudioContext | null = null
  let player: ReturnType<typeof createPlayer> | null = null
  let isOn = true
  let wanted: Priority | null = null
  let lastS = 0
  let isRunning = false

  const show = (sound: SoundState) => {
    if (store.getState().sound !== sound) store.setState({ sound })
  }
  const look = () => {
    if (isOn) show(isRunning ? 'armed' : 'notArmed')
    else show('off')
    player?.look()
  }
  /** A context may call itself running while its clock stands: without a device there is no sound. */
  const measure = () => {
    const nowS = context?.currentTime ?? 0
    isRunning = context?.state === 'running' && nowS > lastS
    lastS = nowS
    look()
  }
  const apply = () => player?.want(isOn ? wanted : null)
  return {
    store,
    arm: () => void context?.resume(),
    setOn: (on) => {
      isOn = on
      apply()
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
      player = createPlayer(opened)
      apply()
      const timer = setInterval(measure, LOOK_EVERY_MS)
      return () => {
        clearInterval(timer)
        player?.want(null)
        player = null
        context = null
        void opened.close()
      }
    },
  }
}
