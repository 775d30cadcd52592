import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AlarmId, SessionId } from '../../shared/domain/ids.ts'
import { instant, type Instant } from '../../shared/domain/time.ts'
import {
  commandAnswerSchema,
  simpleAnswerSchema,
  watchAnswerSchema,
  watchSessionAnswerSchema,
  type CommandAnswer,
  type DisplayState,
  type LiveCommand,
  type WatchSessionAnswer,
} from '../../shared/wire/live-message.ts'
import { applyMessage, type LiveMessage } from './apply-message.ts'
import { createLinkMonitor, type DeviceClock, type LinkMonitor, type LinkState } from './link-monitor.ts'
import { ANSWER_WITHIN_MS, ask, createSocket, listen, type LiveSocket } from './live-socket.ts'
import { INITIAL_LIVE_STATE, type LiveState } from './live-state.ts'
import { screenHere } from './screen-here.ts'

/** The server's time on this screen: ticks at each of its full seconds. */
export interface LiveClock {
  /** null until the server was heard for the first time. */
  readonly now: () => Instant | null
  readonly subscribe: (tick: () => void) => () => void
}

/** A screen's way to its server. */
export interface LiveClient {
  /** The server's words; select narrowly, compare with Object.is. */
  readonly store: StoreApi<LiveState>
  /** Whether they can be trusted now. */
  readonly link: StoreApi<LinkState>
  readonly clock: LiveClock
  /** @param token a display's; null: the sign-in of this browser counts */
  readonly connect: (token: string | null) => void
  readonly disconnect: () => void
  /** Never throws: without an answer in time it is the refusal `notAnswered`; the order may be sent again with its key. */
  readonly sendCommand: (order: LiveCommand) => Promise<CommandAnswer>
  readonly watchSession: (id: SessionId) => Promise<WatchSessionAnswer>
  readonly sendDisplayState: (state: DisplayState) => void
  /** Tells the server that these alarms stand painted on this screen. */
  readonly sendShown: (alarmIds: readonly AlarmId[]) => void
  /** Calls with everything that the server says, after it was applied; gives back how to stop. */
  readonly onMessage: (listener: (message: LiveMessage) => void) => () => void
}

export interface LiveParts {
  /** Empty: the server that this page came from. */
  readonly url: string
  readonly device: DeviceClock
}

const NOT_ANSWERED = { ok: false, code: 'notAnswered', message: 'The server did not answer.' } as const
/** Asking again at once would be a storm where an answer keeps leaving a gap. */
const WATCH_AGAIN_MS = 1_000
/** A refused or closed-by-the-server connection is not tried again by the library. */
const CONNECT_AGAIN_MS = 2_000

/** Keeps the state level with the server: watches on every connection, and again wherever something is missing. */
const createWatcher = (socket: LiveSocket, store: StoreApi<LiveState>, monitor: LinkMonitor) => {
  const listeners = new Set<(message: LiveMessage) => void>()
  let isAsking = false
  let again: ReturnType<typeof setTimeout> | undefined
  const request = () => {
    const { epoch, seq, behind } = store.getState()
    return epoch === null || behind === 'epoch' ? {} : { epoch, since: seq }
  }
  const apply = (message: LiveMessage): void => {
    const before = store.getState()
    const after = applyMessage(before, message, monitor.clock.now() ?? instant(0))
    if (after !== before) store.setState(after, true)
    for (const listener of listeners) listener(message)
    if (after.behind !== null && before.behind === null) void watch()
  }
  const watch = async (): Promise<void> => {
    clearTimeout(again)
    if (isAsking || !socket.connected) return
    isAsking = true
    const sleeps = monitor.sleeps()
    const emit = () => socket.timeout(ANSWER_WITHIN_MS).emitWithAck('watch', request())
    const answer = await ask(watchAnswerSchema, emit, () => monitor.dropped('watch'))
    isAsking = false
    monitor.refused(answer?.ok === false ? answer.message : null)
    if (answer?.ok === true) {
      monitor.answered(sleeps)
      monitor.hear(answer)
      apply({ kind: 'watched', answer })
    }
    const isOld = monitor.sleeps() !== sleeps
    if (answer?.ok !== true || isOld || store.getState().behind !== null)
      again = setTimeout(() => void watch(), WATCH_AGAIN_MS)
  }
  const onMessage = (listener: (message: LiveMessage) => void) => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }
  return { apply, watch, onMessage, stop: () => clearTimeout(again) }
}

/** What a screen says to the server, each with an answer in time or `notAnswered`. */
const createSpeech = (socket: LiveSocket, monitor: LinkMonitor) => {
  const within = () => socket.timeout(ANSWER_WITHIN_MS)
  const misfit = (event: string) => () => monitor.dropped(event)
  return {
    sendCommand: async (order: LiveCommand): Promise<CommandAnswer> => {
      if (!socket.connected) return NOT_ANSWERED
      const screen = screenHere()
      const request = () => within().emitWithAck('command', { ...order, ...(screen === undefined ? {} : { screen }) })
      return (await ask(commandAnswerSchema, request, misfit('command'))) ?? NOT_ANSWERED
    },
    watchSession: async (sessionId: SessionId): Promise<WatchSessionAnswer> => {
      if (!socket.connected) return NOT_ANSWERED
      const request = () => within().emitWithAck('watchSession', { sessionId })
      return (await ask(watchSessionAnswerSchema, request, misfit('watchSession'))) ?? NOT_ANSWERED
    },
    sendDisplayState: (state: DisplayState): void => {
      if (!socket.connected) return
      void ask(simpleAnswerSchema, () => within().emitWithAck('displayState', state), misfit('displayState'))
    },
    sendShown: (alarmIds: readonly AlarmId[]): void => {
      const at = monitor.clock.now()
      if (!socket.connected || at === null || alarmIds.length === 0) return
      const shown = { alarmIds: [...alarmIds], at }
      void ask(simpleAnswerSchema, () => within().emitWithAck('shown', shown), misfit('shown'))
    },
  }
}

/** Joins socket, state and link health; nothing is sent or heard before `connect`. */
export const createLiveClient = ({ url, device }: LiveParts): LiveClient => {
  const store = createStore<LiveState>(() => INITIAL_LIVE_STATE)
  let token: string | null = null
  let isWanted = false
  let retry: ReturnType<typeof setTimeout> | undefined
  const socket = createSocket(url, () => token)
  const reconnect = () => {
    clearTimeout(retry)
    if (isWanted) socket.disconnect().connect()
  }
  const connectLater = () => {
    clearTimeout(retry)
    if (isWanted && !socket.active) retry = setTimeout(reconnect, CONNECT_AGAIN_MS)
  }
  const monitor = createLinkMonitor(device, { reconnect, onWoken: () => void watcher.watch() })
  const watcher = createWatcher(socket, store, monitor)

  listen(socket, { message: watcher.apply, beat: monitor.hear, dropped: monitor.dropped })
  socket.on('connect', () => void watcher.watch())
  socket.on('disconnect', connectLater)
  socket.on('connect_error', (error) => {
    if (!socket.active) monitor.refused(error.message)
    connectLater()
  })

  return {
    store,
    link: monitor.store,
    clock: monitor.clock,
    ...createSpeech(socket, monitor),
    onMessage: watcher.onMessage,
    connect: (given) => {
      token = given
      isWanted = true
      monitor.open()
      reconnect()
    },
    disconnect: () => {
      isWanted = false
      clearTimeout(retry)
      watcher.stop()
      monitor.close()
      socket.disconnect()
      store.setState(INITIAL_LIVE_STATE, true)
    },
  }
}
