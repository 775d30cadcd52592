import { readFileSync } from 'node:fs'
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server as HttpServer,
} from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { CannotStart } from './cannot-start.ts'
import type { TlsFiles } from './config.ts'
import { isSameOrigin } from './hub/live-server.ts'

const notYet: RequestListener = (_request, response) => {
  response.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '1' }).end('The server is starting.\n')
}

/** @throws CannotStart for files that are not there, or are no certificate and its key */
const createTlsServer = ({ cert, key }: TlsFiles, listener: RequestListener): HttpServer => {
  try {
    const files = { cert: readFileSync(cert), key: readFileSync(key) }
    return createHttpsServer({ ...files, minVersion: 'TLSv1.2' }, listener)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CannotStart(`TLS cannot be used: ${why}. VIGIL_TLS_CERT and VIGIL_TLS_KEY name its files.`)
  }
}

/**
 * A server whose listener comes later. It has to be there before the live feed takes its own address out of the requests,
 * and the API needs what is made after the live feed.
 */
export const createHttp = (
  tls: TlsFiles | null,
): { readonly http: HttpServer; readonly serve: (listener: RequestListener) => void } => {
  let listener = notYet
  const dispatch: RequestListener = (request, response) => listener(request, response)
  const http = tls === null ? createHttpServer(dispatch) : createTlsServer(tls, dispatch)
  return {
    http,
    serve: (next) => {
      listener = next
    },
  }
}

/** Ends what is open too: screens connect again by themselves. */
export const closeHttp = (http: HttpServer): Promise<void> =>
  new Promise((resolve) => {
    if (!http.listening) {
      resolve()
      return
    }
    http.close(() => resolve())
    http.closeAllConnections()
  })

/** A browser tells where a request comes from, some without an Origin. */
export const isFromOurPage = (request: IncomingMessage): boolean => {
  const site = request.headers['sec-fetch-site']
  return isSameOrigin(request, []) && (site === undefined || site === 'same-origin' || site === 'none')
}
