import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SessionId, UserId } from '../../shared/domain/ids.ts'
import { toIso, type Instant } from '../../shared/domain/time.ts'
import type { CommandAnswer } from '../../shared/wire/live-message.ts'
import type { WireEvent } from '../../shared/wire/stored-event.ts'
import type { LiveClient } from './live-client.ts'
import { makeOrder, type KeptCommand, type Order, type OrderRefusal } from './outbox-order.ts'
import type { OutboxShelf } from './outbox-shelf.ts'

export interface OutboxState {
  /** What the signed-in person ordered and the server does not have, oldest first; refused ones until they are dismissed. */
  readonly orders: readonly Order[]
  /** Orders of other people that wait in this browser for their sign-in. */
  readonly ofOthers: number
  /** Why nothing goes out at this moment, in the server's words. */
  readonly hindrance: string | null
  /** The browser could not keep an order: it would not survive a reload. */
  readonly isUnkept: boolean
}

export interface Saved {
  readonly sessionId: SessionId
  readonly events: readonly WireEvent[]
}

export interface GivenOrder {
  readonly sessionId: SessionId
  readonly command: KeptCommand
  /** When it happened, where that is not now. */
  readonly occurredAt?: Instant | null
  readonly expectedSeq?: number | null
}

/** Orders on their way: shown at once, kept through a lost link and a reload, sent in order, each written once. */
export interface Outbox {
  readonly store: StoreApi<OutboxState>
  /** From now on orders are this person's. */
  readonly open: (userId: UserId) => void
  readonly close: () => void
  /** @returns the order's key; null while nobody is signed in */
  readonly give: (order: GivenOrder) => string | null
  /** Takes a refused order off the list. */
  readonly dismiss: (key: string) => void
  /** Calls with the events of an order that the server has; gives back how to stop. */
  readonly onSaved: (listener: (saved: Saved) => void) => () => void
}

export interface OutboxParts {
  readonly live: Pick<LiveClient, 'sendCommand' | 'link'>
  readonly now: () => Instant | null
  readonly shelf: OutboxShelf
  readonly newKey: () => string
  /** Calls after so many milliseconds; gives back how to stop. */
  readonly later: (call: () => void, ms: number) => () => void
}

const RETRY_AFTER_MS = 2_000

/** Nothing was kept, and the same order may be given again (shared/domain/refusal.ts); `notAnswered` is this client's own. */
const PASSING: ReadonlySet<string> = new Set(['notAnswered', 'storeFull', 'storeFailed', 'busy'])

const INITIAL: OutboxState = { orders: [], ofOthers: 0, hindrance: null, isUnkept: false }

type Refused = Extract<CommandAnswer, { ok: false }>

/** The orders of the person who is signed in, on the screen and on the shelf alike. */
const createList = (store: StoreApi<OutboxState>, shelf: OutboxShelf) => {
  const change = (by: (orders: readonly Order[]) => readonly Order[]) =>
    store.setState({ orders: by(store.getState().orders) })
  return {
    next: (): Order | undefined => store.getState().orders.find((order) => order.refusal === null),
    add: (order: Order) => {
      if (!shelf.put(order)) store.setState({ isUnkept: true })
      change((orders) => [...orders, order])
    },
    drop: (key: string) => {
      shelf.remove(key)
      change((orders) => orders.filter((order) => order.key !== key))
    },
    refuse: (order: Order, refusal: OrderRefusal) => {
      const kept = { ...order, refusal }
      shelf.put(kept)
      change((orders) => orders.map((it) => (it.key === order.key ? kept : it)))
    },
    /** @returns the highest number of anybody's order in this browser */
    load: (userId: UserId): number => {
      const kept = shelf.read()
      const orders = kept.filter((order) => order.userId === userId)
      store.setState({ ...INITIAL, orders, ofOthers: kept.length - orders.length })
      return Math.max(0, ...kept.map((order) => order.number))
    },
  }
}

interface SenderParts extends Pick<OutboxParts, 'live' | 'later'> {
  readonly store: StoreApi<OutboxState>
  readonly list: ReturnType<typeof createList>
  readonly signedIn: () => UserId | null
  readonly tell: (saved: Saved) => void
}

/** Sends one order after the other, and the same one until somebody answers. */
const createSender = ({ live, later, store, list, signedIn, tell }: SenderParts) => {
  let isSending = false
  let stopRetry: () => void = () => undefined

  const send = ({ sessionId, key, body, expectedSeq }: Order): Promise<CommandAnswer> =>
    live.sendCommand({
      sessionId,
      idempotencyKey: key,
      command: body,
      ...(expectedSeq === null ? {} : { expectedSeq }),
    })
  const retry = (answer: Refused) => {
    store.setState({ hindrance: answer.code === 'notAnswered' ? null : answer.message })
    stopRetry()
    stopRetry = later(() => void pump(), RETRY_AFTER_MS)
  }
  const settle = (order: Order, answer: CommandAnswer) => {
    store.setState({ hindrance: null })
    if (!answer.ok) {
      list.refuse(order, { code: answer.code, message: answer.message })
      return
    }
    // Told first: the event stands on the screen before its order goes, so that no entry ever blinks.
    tell({ sessionId: order.sessionId, events: answer.events })
    list.drop(order.key)
  }
  const pump = async (): Promise<void> => {
    const order = list.next()
    if (order === undefined || isSending) return
    isSending = true
    const answer = await send(order)
    isSending = false
    // Signed out meanwhile: the order stays on the shelf, and the same key makes the next attempt harmless.
    if (order.userId !== signedIn()) return
    if (!answer.ok && PASSING.has(answer.code)) {
      retry(answer)
      return
    }
    settle(order, answer)
    await pump()
  }
  return { pump, stop: () => stopRetry() }
}

export const createOutbox = ({ live, now, shelf, newKey, later }: OutboxParts): Outbox => {
  const store = createStore<OutboxState>(() => INITIAL)
  const listeners = new Set<(saved: Saved) => void>()
  let userId: UserId | null = null
  let lastNumber = 0
  const list = createList(store, shelf)
  const tell = (saved: Saved) => {
    for (const listener of listeners) listener(saved)
  }
  const sender = createSender({ live, later, store, list, signedIn: () => userId, tell })

  live.link.subscribe((link, before) => {
    if (link.health === 'live' && before.health !== 'live') void sender.pump()
  })

  return {
    store,
    open: (id) => {
      userId = id
      lastNumber = Math.max(lastNumber, list.load(id))
      void sender.pump()
    },
    close: () => {
      userId = null
      sender.stop()
      store.setState(INITIAL, true)
    },
    give: ({ sessionId, command, occurredAt = null, expectedSeq = null }) => {
      if (userId === null) return null
      const at = now()
      const key = newKey()
      lastNumber += 1
      const madeAt = at === null ? null : toIso(at)
      const order = { key, userId, sessionId, command, madeAt, number: lastNumber, expectedSeq }
      list.add(makeOrder(occurredAt === null ? order : { ...order, occurredAt: toIso(occurredAt) }))
      void sender.pump()
      return key
    },
    dismiss: list.drop,
    onSaved: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
