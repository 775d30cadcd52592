import { createStore, type StoreApi } from 'zustand/vanilla'
import { MS_PER_SECOND, type Instant } from '../../shared/domain/time.ts'
import {
  hearAnswer,
  hearBeat,
  linkHealth,
  look,
  openPulse,
  saidSleepMs,
  silentFor,
  sleepsOf,
  type DeviceTime,
  type LinkHealth,
  type LinkPulse,
} from './link-health.ts'
import { serverNow } from './server-clock.ts'

/** What a screen shows of its way to the server. */
export interface LinkState {
  readonly health: LinkHealth
  /** Whole real seconds since the server was last known to be there. */
  readonly silentS: number
  /** This device slept for so many seconds, or its clock was set by as much; null: it did not lately. */
  readonly sleptS: number | null
  /** Beats heard: what the moving sign of life is drawn from. */
  readonly beats: number
  /** Messages that did not fit their schema, and which the newest of them was. */
  readonly dropped: number
  readonly lastDropped: string | null
  /** Why the server does not let this screen watch, in its words. */
  readonly refusal: string | null
}

/** This device's clocks and its one way to wait. */
export interface DeviceClock {
  /** `performance.now()` */
  readonly monotonic: () => number
  /** `Date.now()` */
  readonly wall: () => number
  /** Calls when the tab wakes, comes to the front or the network returns; gives back how to stop. */
  readonly onWake: (wake: () => void) => () => void
}

export interface LinkMonitor {
  readonly store: StoreApi<LinkState>
  readonly clock: { readonly now: () => Instant | null; readonly subscribe: (tick: () => void) => () => void }
  readonly open: () => void
  readonly close: () => void
  readonly hear: (heard: { readonly serverTime: number; readonly speed: number }) => void
  /** How often the device slept so far: to be noted with a question, and given back with its answer. */
  readonly sleeps: () => number
  readonly answered: (sleeps: number) => void
  readonly dropped: (event: string) => void
  readonly refused: (message: string | null) => void
}

const LOOK_EVERY_MS = 250
/** Behind the second, so that a timer that fires a little early does not show the second before. */
const BEHIND_THE_SECOND_MS = 4
/** A connection that has been silent for this long is closed and opened again: TCP alone would wait for minutes. */
const RECONNECT_AFTER_MS = 5_000

const INITIAL: LinkState = {
  health: 'opening',
  silentS: 0,
  sleptS: null,
  beats: 0,
  dropped: 0,
  lastDropped: null,
  refusal: null,
}

const deviceTime = (device: DeviceClock): DeviceTime => ({ monotonic: device.monotonic(), wall: device.wall() })

/** Tells its listeners of every new second of the server. */
const createTicks = () => {
  const listeners = new Set<() => void>()
  let second: number | null = null
  return {
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    at: (now: Instant | null) => {
      const newSecond = now === null ? null : Math.floor(now / MS_PER_SECOND)
      if (newSecond === second) return
      second = newSecond
      for (const listener of listeners) listener()
    },
  }
}

const untilNextLook = (now: Instant | null, speed: number | undefined): number =>
  now === null || speed !== 1
    ? LOOK_EVERY_MS
    : Math.min(LOOK_EVERY_MS, MS_PER_SECOND - (now % MS_PER_SECOND) + BEHIND_THE_SECOND_MS)

/** What the monitor asks for. */
export interface LinkCalls {
  readonly reconnect: () => void
  /** The device slept: the server is to be asked anew. */
  readonly onWoken: () => void
}

/** The shell around link-health: reads this device's clocks four times a second and at every full server second. */
export const createLinkMonitor = (device: DeviceClock, { reconnect, onWoken }: LinkCalls): LinkMonitor => {
  const store = createStore<LinkState>(() => INITIAL)
  const ticks = createTicks()
  let pulse: LinkPulse = openPulse(deviceTime(device))
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopWaking: () => void = () => undefined
  let reconnectedAt = 0

  const now = (): Instant | null => (pulse.clock === null ? null : serverNow(pulse.clock, device.monotonic()))
  const run = () => {
    clearTimeout(timer)
    const time = deviceTime(device)
    const sleeps = sleepsOf(pulse)
    pulse = look(pulse, time)
    const health = linkHealth(pulse, time.monotonic)
    const silentMs = silentFor(pulse, time.monotonic)
    const silentS = Math.floor(silentMs / MS_PER_SECOND)
    const shown = store.getState()
    const sleptMs = saidSleepMs(pulse, time.monotonic)
    const sleptS = sleptMs === null ? null : Math.round(sleptMs / MS_PER_SECOND)
    if (shown.health !== health || shown.silentS !== silentS || shown.sleptS !== sleptS)
      store.setState({ health, silentS, sleptS })
    ticks.at(now())
    timer = setTimeout(run, untilNextLook(now(), pulse.clock?.speed))
    if (sleepsOf(pulse) > sleeps) onWoken()
    if (silentMs <= RECONNECT_AFTER_MS || time.monotonic - reconnectedAt <= RECONNECT_AFTER_MS) return
    reconnectedAt = time.monotonic
    reconnect()
  }
  return {
    store,
    clock: { now, subscribe: ticks.subscribe },
    open: () => {
      pulse = openPulse(deviceTime(device))
      reconnectedAt = pulse.openedAt
      store.setState(INITIAL, true)
      stopWaking()
      stopWaking = device.onWake(run)
      run()
    },
    close: () => {
      clearTimeout(timer)
      stopWaking()
    },
    hear: ({ serverTime, speed }) => {
      // What was on its way while the device slept is heard before any timer runs: that it slept is noticed first.
      run()
      pulse = hearBeat(pulse, { serverTime, speed, monotonic: device.monotonic() })
      store.setState({ beats: store.getState().beats + 1 })
      run()
    },
    sleeps: () => sleepsOf(pulse),
    answered: (sleeps) => {
      pulse = hearAnswer(pulse, sleeps)
    },
    dropped: (event) => store.setState({ dropped: store.getState().dropped + 1, lastDropped: event }),
    refused: (refusal) => {
      if (store.getState().refusal !== refusal) store.setState({ refusal })
    },
  }
}
