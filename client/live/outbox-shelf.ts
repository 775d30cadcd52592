import { readOrder, type Order } from './outbox-order.ts'

const PREFIX = 'vigil.order.'

export type ShelfStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** Where orders outlive a reload: each one an item of its own, so that two tabs never write over each other. */
export interface OutboxShelf {
  /** In the order of their making. */
  readonly read: () => readonly Order[]
  /** @returns false where the browser has no room: the order lives in this page alone */
  readonly put: (order: Order) => boolean
  readonly remove: (key: string) => void
}

const keysOf = (storage: ShelfStorage): string[] =>
  Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '').filter((key) => key.startsWith(PREFIX))

export const createShelf = (storage: ShelfStorage): OutboxShelf => ({
  read: () =>
    keysOf(storage)
      .flatMap((key) => readOrder(storage.getItem(key) ?? '') ?? [])
      .toSorted((one, other) => one.number - other.number),
  put: (order) => {
    try {
      storage.setItem(PREFIX + order.key, JSON.stringify(order))
      return true
    } catch {
      // A full or forbidden storage says so by throwing; there is no other way to ask it.
      return false
    }
  },
  remove: (key) => storage.removeItem(PREFIX + key),
})
