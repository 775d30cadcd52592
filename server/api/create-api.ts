import express, { type ErrorRequestHandler, type Express } from 'express'
import helmet from 'helmet'
import { API_BASE, mountRoutes, type HttpParts } from './express-routes.ts'
import { openApiRoute } from './openapi.ts'
import { problem, problemOfError, type ProblemFacts } from './problem.ts'
import { mountProbes, type Readiness } from './probe-routes.ts'
import type { Route } from './route.ts'
import { mountClient } from './static-client.ts'

interface ApiParts extends HttpParts {
  readonly routes: readonly Route[]
  readonly version: string
  readonly readiness: Readiness
  readonly probes: 'loopback' | 'any'
  readonly isTls: boolean
  /** Where the built screens lie. */
  readonly clientFolder: string
}

/** Everything that a page uses comes from this server; the component library sets styles on elements. */
const securityHeaders = (isTls: boolean) =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'media-src': ["'self'"],
        'manifest-src': ["'self'"],
        'worker-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
        ...(isTls ? { 'upgrade-insecure-requests': [] } : {}),
      },
    },
    strictTransportSecurity: isTls ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    // Over plain HTTP the browser ignores it and says so in its log at each page.
    crossOriginOpenerPolicy: isTls,
    originAgentCluster: isTls,
    referrerPolicy: { policy: 'no-referrer' },
  })

/** The faults of a body that is read before any route sees it, by body-parser's names. */
const BODY_FAULTS: Readonly<Record<string, ProblemFacts>> = {
  'entity.parse.failed': { code: 'badRequest', message: 'The body is not JSON.' },
  'entity.too.large': { code: 'tooLarge', message: 'The body is longer than 1 MiB: send it in parts.' },
  'encoding.unsupported': { code: 'wrongMediaType', message: 'The body is compressed in a way that is not read here.' },
  'charset.unsupported': { code: 'wrongMediaType', message: 'A body is JSON in UTF-8.' },
  'request.aborted': { code: 'badRequest', message: 'The body ended early.' },
  'request.size.invalid': { code: 'badRequest', message: 'The body is not as long as it said.' },
}

const hasType = (error: unknown): error is { readonly type: string } =>
  typeof error === 'object' && error !== null && 'type' in error && typeof error.type === 'string'

const faultOf = (error: unknown): ProblemFacts | null => {
  if (hasType(error)) return BODY_FAULTS[error.type] ?? null
  return error instanceof URIError ? { code: 'badRequest', message: 'The address cannot be read.' } : null
}

const failures =
  ({ log }: ApiParts): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    const fault = faultOf(error)
    if (fault === null) log.error('request.failed', { method: request.method, err: String(error) })
    const answer = fault === null ? problemOfError(error) : problem(fault)
    response.status(answer.status)
    if (answer.kind === 'json') response.json(answer.body)
    else response.end()
  }

/** The whole of HTTP: probes, the API with its description, and the screens. */
export const createApi = (parts: ApiParts): Express => {
  const app = express()
  app.disable('x-powered-by').set('etag', false).set('query parser', 'simple')
  app.use(securityHeaders(parts.isTls))
  mountProbes(app, { allowed: parts.probes, readiness: parts.readiness, metrics: parts.metrics })
  mountRoutes(app, [...parts.routes, openApiRoute(parts.routes, API_BASE, parts.version)], parts)
  mountClient(app, parts.clientFolder)
  app.use(failures(parts))
  return app
}
