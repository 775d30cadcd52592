import { io, type Socket } from 'socket.io-client'
import {
  beatSchema,
  eventsMessageSchema,
  siteMessageSchema,
  vitalsFrameSchema,
  type Beat,
} from '../../shared/wire/live-message.ts'
import {
  LIVE_NAMESPACE,
  type ClientToServerEvents,
  type ServerToClientEvents,
} from '../../shared/wire/socket-events.ts'
import type { Schema } from '../../shared/wire/schema.ts'
import type { LiveMessage } from './apply-message.ts'

export type LiveSocket = Socket<ServerToClientEvents, ClientToServerEvents>

/** How long an acknowledgement may take before the request counts as not answered. */
export const ANSWER_WITHIN_MS = 5_000
const RETRY_MIN_MS = 300
const RETRY_MAX_MS = 2_000

/** @param url empty: the server that this page came from */
export const createSocket = (url: string, token: () => string | null): LiveSocket =>
  io(url + LIVE_NAMESPACE, {
    transports: ['websocket'],
    autoConnect: false,
    forceNew: true,
    withCredentials: true,
    reconnectionDelay: RETRY_MIN_MS,
    reconnectionDelayMax: RETRY_MAX_MS,
    auth: (give) => {
      const known = token()
      give(known === null ? {} : { token: known })
    },
  })

export interface SocketListeners {
  readonly message: (message: LiveMessage) => void
  readonly beat: (beat: Beat) => void
  /** What came did not fit its schema; it was not applied, in no part. */
  readonly dropped: (event: string) => void
}

/** Reads every message at the edge; what does not fit is dropped as a whole. */
export const listen = (socket: LiveSocket, on: SocketListeners): void => {
  const read = <T>(event: string, schema: Schema<T>, use: (data: T) => void) => {
    return (payload: unknown): void => {
      const parsed = schema.safeParse(payload)
      if (parsed.success) use(parsed.data)
      else on.dropped(event)
    }
  }
  socket.on(
    'vitals',
    read('vitals', vitalsFrameSchema, (frame) => on.message({ kind: 'vitals', frame })),
  )
  socket.on(
    'events',
    read('events', eventsMessageSchema, (message) => on.message({ kind: 'events', message })),
  )
  socket.on(
    'site',
    read('site', siteMessageSchema, (message) => on.message({ kind: 'site', message })),
  )
  socket.on(
    'beat',
    read('beat', beatSchema, (beat) => {
      on.beat(beat)
      on.message({ kind: 'beat', beat })
    }),
  )
}

/** Asks and reads the answer at the edge. @returns null where none came in time, or it did not fit */
export const ask = async <T>(
  schema: Schema<T>,
  request: () => Promise<unknown>,
  misfit: () => void,
): Promise<T | null> => {
  let answer: unknown
  try {
    answer = await request()
  } catch {
    // A time-out or a closed socket: the one way in which socket.io says that nobody answered.
    return null
  }
  const parsed = schema.safeParse(answer)
  if (parsed.success) return parsed.data
  misfit()
  return null
}
