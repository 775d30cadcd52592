// Somebody outside who is told by HTTP, and answers as a test wishes.
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Heard {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A status to answer with; `hangUp`: the connection is closed without a word. */
export type Say = number | 'hangUp'

export interface HookReceiver {
  readonly url: string
  readonly heard: Heard[]
  readonly close: () => void
}

/** @param says one after the other; the last one for good */
export const listenForHooks = async (...says: readonly Say[]): Promise<HookReceiver> => {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      const say = says[Math.min(heard.length, says.length - 1)]
      heard.push({ headers: request.headers, body })
      if (typeof say === 'number') response.writeHead(say, { location: '/elsewhere' }).end()
      else request.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook?token=hidden`,
    heard,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
