import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import express, { type Express, type Request, type Response } from 'express'
import type { Caller } from '../ports/caller.ts'
import type { Audit } from '../ports/accounts.ts'
import type { Authenticate } from '../ports/caller.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { Answer } from './answer.ts'
import { createRefusedAccess } from './refused-access.ts'
import { problem, problemOfError } from './problem.ts'
import type { RawRequest, Route } from './route.ts'

export const API_BASE = '/api/v1'

/** A post of readings is the largest that comes (feeds.md, *Limits*). */
const BODY_LIMIT = '1mb'

export interface HttpParts {
  readonly authenticate: Authenticate
  readonly audit: Audit
  readonly metrics: Metrics
  readonly log: Log
  /** Whether a browser's request comes from a page of this server. */
  readonly isSameOrigin: (request: Request) => boolean
}

const bearer = (request: Request): string | undefined =>
  /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]

const write = async (response: Response, answer: Answer): Promise<void> => {
  response.status(answer.status).set({ 'cache-control': 'no-store', ...answer.headers })
  switch (answer.kind) {
    case 'json':
      response.json(answer.body)
      return
    case 'empty':
      response.end()
      return
    case 'file':
      await pipeline(Readable.from(answer.pieces), response)
  }
}

const reads = (request: Request): boolean => request.method === 'GET' || request.method === 'HEAD'

/**
 * A cookie goes along with whatever a page of another site makes the browser send, so whoever changes something by cookie
 * must come from our own page; SameSite=Strict alone counts another port of the same host as ourselves.
 */
const isForged = (request: Request, caller: Caller | null, parts: HttpParts): boolean =>
  !reads(request) && caller?.kind !== 'device' && bearer(request) === undefined && !parts.isSameOrigin(request)

const FORGED = problem({ code: 'notAllowed', message: 'This request comes from a page of another origin.' })
const NOT_JSON = problem({ code: 'wrongMediaType', message: 'A body is JSON: say content-type: application/json.' })

const hasBody = (request: Request): boolean =>
  request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0

const rawRequest = (request: Request, caller: Caller | null): RawRequest => ({
  caller,
  params: Object.fromEntries(Object.entries(request.params).map(([key, value]) => [key, String(value)])),
  query: request.query,
  body: request.body,
  address: request.socket.remoteAddress ?? '',
  idempotencyKey: request.get('idempotency-key'),
  screen: request.get('vigil-screen'),
})

const answerTo = async (request: Request, route: Route, parts: HttpParts, caller: Caller | null): Promise<Answer> => {
  if (hasBody(request) && request.is('application/json') === false) return NOT_JSON
  if (isForged(request, caller, parts)) return FORGED
  return route.run(rawRequest(request, caller))
}

/** Mounts every route under /api/v1. What a handler throws is logged here, and told without its insides. */
export const mountRoutes = (app: Express, routes: readonly Route[], parts: HttpParts): void => {
  const api = express.Router({ caseSensitive: true, mergeParams: true })
  const refusedAccess = createRefusedAccess(parts.audit)
  api.use(express.json({ limit: BODY_LIMIT }))
  for (const route of routes) {
    api[route.method](route.path, async (request, response) => {
      const begun = performance.now()
      const caller = await parts.authenticate({ cookie: request.headers.cookie, token: bearer(request) })
      const answer = await answerTo(request, route, parts, caller).catch((error: unknown) => {
        const facts = {
          route: `${route.method} ${route.path}`,
          err: String(error instanceof Error ? error.stack : error),
        }
        parts.log.error('request.failed', facts)
        return problemOfError(error)
      })
      if (answer.status === 403)
        await refusedAccess.record(caller, `${route.method} ${route.path}`, request.socket.remoteAddress ?? '')
      const labels = { method: route.method.toUpperCase(), route: route.path, status: String(answer.status) }
      parts.metrics.count('vigil_http_requests_total', labels)
      parts.metrics.count('vigil_http_request_seconds_total', labels, (performance.now() - begun) / 1_000)
      await write(response, answer)
    })
  }
  api.use((_request: Request, response: Response) =>
    write(response, problem({ code: 'notFound', message: 'There is nothing at this address of the API.' })),
  )
  app.use(API_BASE, api)
}
