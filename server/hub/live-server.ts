import type { IncomingMessage, Server as HttpServer } from 'node:http'
import { Server, type DefaultEventsMap, type Namespace, type Socket } from 'socket.io'
import type { SiteId } from '../../shared/domain/ids.ts'
import type { ClientToServerEvents, ServerToClientEvents } from '../../shared/wire/socket-events.ts'
import type { Caller } from '../ports/caller.ts'

/** Devices post their readings; they have no business on the live feed. */
export type LiveCaller = Exclude<Caller, { readonly kind: 'device' }>

export interface LiveSocketData {
  caller: LiveCaller
  /** The site that it watches; null before `watch`. */
  site: SiteId | null
}

export type LiveServer = Server<ClientToServerEvents, ServerToClientEvents, DefaultEventsMap, LiveSocketData>
export type LiveNamespace = Namespace<ClientToServerEvents, ServerToClientEvents, DefaultEventsMap, LiveSocketData>
export type LiveSocket = Socket<ClientToServerEvents, ServerToClientEvents, DefaultEventsMap, LiveSocketData>

/** A command is some hundred bytes, a note 4,000 characters: more than this is no message of ours. */
const MESSAGE_BYTES_MAX = 64 * 1024
/**
 * A page of another origin must not ride on a signed-in browser: WebSockets know no CORS, so the origin is compared here.
 * What is not a browser sends none.
 */
export const isSameOrigin = (request: IncomingMessage, trusted: readonly string[]): boolean => {
  const { origin, host } = request.headers
  if (origin === undefined) return true
  if (trusted.includes(origin)) return true
  return URL.canParse(origin) && new URL(origin).host === host
}

/**
 * Websocket only and uncompressed: polling costs four times, compression seven times more (live.md).
 * @param trustedOrigins origins besides the server's own, such as the public address behind a proxy that rewrites `Host`
 */
export const createLiveServer = (http: HttpServer, trustedOrigins: readonly string[] = []): LiveServer =>
  new Server(http, {
    transports: ['websocket'],
    perMessageDeflate: false,
    httpCompression: false,
    serveClient: false,
    maxHttpBufferSize: MESSAGE_BYTES_MAX,
    allowRequest: (request, decide) => {
      decide(null, isSameOrigin(request, trustedOrigins))
    },
  })
