import type { LiveSocket } from './live-server.ts'

/** A connection that has taken nothing for this long is closed; its screen reconnects and takes what it missed. */
const STUCK_AFTER_MS = 20_000
/** So much waiting for one socket is no passing dip, and memory is everybody's. */
const BUFFERED_BYTES_MAX = 16 * 1024 * 1024

/** Looks at connections now and then; knows since when one takes nothing. */
export interface StuckSockets {
  closeIfStuck(socket: LiveSocket, realNow: number): boolean
  forget(id: string): void
}

export const createStuckSockets = (): StuckSockets => {
  /** Socket id → real time since which it takes nothing. */
  const stalledSince = new Map<string, number>()
  return {
    closeIfStuck: (socket, realNow) => {
      const { transport, request } = socket.conn
      if (transport.writable) {
        stalledSince.delete(socket.id)
        return false
      }
      const since = stalledSince.get(socket.id) ?? realNow
      stalledSince.set(socket.id, since)
      if (realNow - since < STUCK_AFTER_MS && request.socket.writableLength < BUFFERED_BYTES_MAX) return false
      // An orderly close would wait behind all that the client does not take.
      request.socket.destroy()
      return true
    },
    forget: (id) => {
      stalledSince.delete(id)
    },
  }
}
