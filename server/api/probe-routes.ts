import { isIP } from 'node:net'
import type { Express, Request, Response } from 'express'
import type { Metrics } from '../ports/metrics.ts'

/** null: ready. */
export type Readiness = () => Promise<string | null>

interface ProbeParts {
  readonly allowed: 'loopback' | 'any'
  readonly readiness: Readiness
  readonly metrics: Metrics
}

/** IPv4 loopback, also as IPv6 writes it, and IPv6 loopback. */
const isLoopback = (address: string | undefined): boolean =>
  address !== undefined && isIP(address) !== 0 && /^(::1|(::ffff:)?127\.)/.test(address)

/** For whoever watches the server: alive, able to take readings and to write them, and how much of each it did. */
export const mountProbes = (app: Express, { allowed, readiness, metrics }: ProbeParts): void => {
  const guarded =
    (answer: (response: Response) => Promise<void> | void) => async (request: Request, response: Response) => {
      response.set('cache-control', 'no-store')
      const isAllowed = allowed === 'any' || isLoopback(request.socket.remoteAddress)
      if (isAllowed) await answer(response)
      else response.status(403).type('text/plain').send('Asked from the machine of the server only.\n')
    }

  app.get(
    '/healthz',
    guarded((response) => void response.json({ status: 'ok' })),
  )
  app.get(
    '/readyz',
    guarded(async (response) => {
      const reason = await readiness()
      if (reason === null) response.json({ status: 'ok' })
      else response.status(503).json({ status: 'notReady', reason })
    }),
  )
  app.get(
    '/metrics',
    guarded((response) => void response.type('text/plain; version=0.0.4; charset=utf-8').send(metrics.text())),
  )
}
