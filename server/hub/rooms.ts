import type { SiteId } from '../../shared/domain/ids.ts'
import type { Beat, EventsMessage, SiteMessage, VitalsFrame } from '../../shared/wire/live-message.ts'
import type { LiveNamespace, LiveSocket } from './live-server.ts'
import { createStuckSockets } from './stuck-sockets.ts'

/** Staff see people, a display sees bays: what is said is encoded once for each of the two. */
export type Audience = 'staff' | 'display'

const AUDIENCES: readonly Audience[] = ['staff', 'display']

/** The two rooms of a site. */
export interface Rooms {
  join(socket: LiveSocket, audience: Audience): void
  leave(socket: LiveSocket): void
  /** The socket gets, with the next frame, all that changed since frame `number`. */
  oweFramesSince(socket: LiveSocket, number: number): void
  isOwed(): boolean
  hasListeners(audience?: Audience): boolean
  events(audience: Audience, message: EventsMessage): void
  /** @param frame null: nothing new, only what is owed. @param frameSince all that changed in that frame or later */
  vitals(frame: VitalsFrame | null, number: number, frameSince: (number: number) => VitalsFrame): void
  beat(beat: Beat): void
  /** @param staffOnly what is for staff and no display */
  site(message: SiteMessage, staffOnly?: Omit<SiteMessage, 'siteAlarms'>): void
  /** @returns how many were closed */
  closeStuck(realNow: number): number
}

export const audienceOf = (socket: LiveSocket): Audience => (socket.data.caller.kind === 'staff' ? 'staff' : 'display')

export const createRooms = (namespace: LiveNamespace, site: SiteId): Rooms => {
  const roomOf = (audience: Audience): string => `site:${site}:${audience}`
  const both = AUDIENCES.map(roomOf)
  /** Socket id → the first frame that it has not been given. */
  const owed = new Map<string, number>()
  const stuck = createStuckSockets()

  const sockets = (): readonly LiveSocket[] =>
    both
      .flatMap((room) => [...(namespace.adapter.rooms.get(room) ?? [])])
      .flatMap((id) => namespace.sockets.get(id) ?? [])

  /** Gives what is owed to those who take again, and notes those who take nothing now. @returns the sockets that must not get the plain frame. */
  const settle = (number: number, frameSince: (number: number) => VitalsFrame): string[] => {
    const apart: string[] = []
    for (const socket of sockets()) {
      const since = owed.get(socket.id)
      if (!socket.conn.transport.writable) {
        owed.set(socket.id, since ?? number)
        apart.push(socket.id)
      } else if (since !== undefined) {
        owed.delete(socket.id)
        apart.push(socket.id)
        socket.volatile.emit('vitals', frameSince(since))
      }
    }
    return apart
  }

  return {
    join: (socket, audience) => {
      void socket.join(roomOf(audience))
    },
    leave: (socket) => {
      for (const room of both) void socket.leave(room)
      owed.delete(socket.id)
      stuck.forget(socket.id)
    },
    oweFramesSince: (socket, number) => {
      owed.set(socket.id, number)
    },
    isOwed: () => owed.size > 0,
    hasListeners: (audience) =>
      (audience === undefined ? both : [roomOf(audience)]).some((room) => namespace.adapter.rooms.has(room)),
    events: (audience, message) => {
      namespace.to(roomOf(audience)).emit('events', message)
    },
    vitals: (frame, number, frameSince) => {
      const apart = settle(number, frameSince)
      // Volatile: what a socket cannot take now is dropped, never queued; it is owed and comes with a later frame.
      if (frame !== null) namespace.to(both).except(apart).volatile.emit('vitals', frame)
    },
    beat: (beat) => {
      namespace.to(both).emit('beat', beat)
    },
    site: (message, staffOnly) => {
      namespace.to(roomOf('staff')).emit('site', { ...message, ...staffOnly })
      namespace.to(roomOf('display')).emit('site', message)
    },
    closeStuck: (realNow) => sockets().filter((socket) => stuck.closeIfStuck(socket, realNow)).length,
  }
}
