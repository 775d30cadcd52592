import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SessionId } from '../../shared/domain/ids.ts'
import type { WireEvent } from '../../shared/wire/stored-event.ts'
import type { LiveMessage } from './apply-message.ts'
import type { LiveClient } from './live-client.ts'
import { isWhole, mergeEvents, type SessionLog } from './session-log.ts'

export interface Followed {
  readonly log: SessionLog
  /** `refused`: the server does not show it, and why; the log so far stays. */
  readonly state: 'asking' | 'following' | 'refused'
  readonly refusal: string | null
}

export interface SessionFollower {
  readonly store: StoreApi<Followed>
  /** Events that came another way, with the answer to an order. */
  readonly take: (events: readonly WireEvent[]) => void
  readonly stop: () => void
}

/** Asking again at once would be a storm where the server does not answer. */
const ASK_AGAIN_MS = 1_000

const eventsOf = (message: LiveMessage, id: SessionId): readonly WireEvent[] => {
  const told =
    message.kind === 'events'
      ? message.message.events
      : message.kind === 'watched' && message.answer.mode === 'catchUp'
        ? message.answer.events
        : []
  return told.filter((event) => event.sessionId === id).flatMap((event) => event.events.filter((it) => 'data' in it))
}

/** Keeps the log of one session level with the server: asks for it once, then listens, and asks again after a gap. */
export const followSession = (
  live: Pick<LiveClient, 'watchSession' | 'onMessage'>,
  id: SessionId,
  later: (call: () => void, ms: number) => () => void,
): SessionFollower => {
  const store = createStore<Followed>(() => ({ log: [], state: 'asking', refusal: null }))
  let isAsking = false
  let isStopped = false
  let stopWaiting: () => void = () => undefined

  const take = (events: readonly WireEvent[]) => {
    const { log } = store.getState()
    const next = mergeEvents(log, events)
    if (next !== log) store.setState({ log: next })
  }
  const ask = async (): Promise<void> => {
    if (isAsking || isStopped) return
    stopWaiting()
    isAsking = true
    const answer = await live.watchSession(id)
    isAsking = false
    if (answer.ok) {
      take(answer.events)
      store.setState({ state: 'following', refusal: null })
    } else if (answer.code !== 'notAnswered') {
      store.setState({ state: 'refused', refusal: answer.message })
      return
    }
    if (!answer.ok || !isWhole(store.getState().log)) stopWaiting = later(() => void ask(), ASK_AGAIN_MS)
  }
  const stopListening = live.onMessage((message) => {
    take(eventsOf(message, id))
    // Every new connection begins with a `watch`: what this session said meanwhile has to be asked for.
    const isBehind = message.kind === 'events' && !isWhole(store.getState().log)
    if (message.kind === 'watched' || isBehind) void ask()
  })
  void ask()

  return {
    store,
    take,
    stop: () => {
      isStopped = true
      stopListening()
      stopWaiting()
    },
  }
}
