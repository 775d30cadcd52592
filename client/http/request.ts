import type { Screen } from '../../shared/domain/actor.ts'
import { err, ok, type Result } from '../../shared/domain/result.ts'
import { problemSchema } from '../../shared/wire/problem.ts'
import type { Schema } from '../../shared/wire/schema.ts'

/** Why a request has no answer to show; the message is written for people. */
export interface HttpProblem {
  /** The server's code, or `unreachable` / `misfit` where the server did not speak. */
  readonly code: string
  readonly message: string
  /** null: no answer came. */
  readonly status: number | null
  readonly details?: Readonly<Record<string, unknown>>
}

export interface Request {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Under `/api/v1`, with its query. */
  readonly path: string
  readonly body?: unknown
  /** Makes it safe to send the same order again. */
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
  /** Where an order is given, for the log. */
  readonly screen?: Screen
}

const API = '/api/v1'

const UNREACHABLE: HttpProblem = {
  code: 'unreachable',
  message: 'The server could not be reached. Nothing was changed; try again when the link is back.',
  status: null,
}

const misfit = (status: number): HttpProblem => ({
  code: 'misfit',
  message: 'The server answered in a way that this screen does not understand. Reload the page; it may be out of date.',
  status,
})

const problemOf = (status: number, body: unknown): HttpProblem => {
  const parsed = problemSchema.safeParse(body)
  return parsed.success ? { ...parsed.data.error, status } : misfit(status)
}

const bodyOf = async (response: Response): Promise<unknown> => {
  const text = await response.text()
  if (text === '') return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

const send = ({ method = 'GET', path, body, idempotencyKey, signal, screen }: Request): Promise<Response> =>
  fetch(API + path, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(screen === undefined ? {} : { 'vigil-screen': screen }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  })

/** Asks the server; every answer is read by its schema, every failure is a value. Throws only when it was aborted. */
export const request = async <T>(schema: Schema<T>, asked: Request): Promise<Result<T, HttpProblem>> => {
  let status: number
  let body: unknown
  try {
    const response = await send(asked)
    status = response.status
    body = await bodyOf(response)
    if (!response.ok) return err(problemOf(status, body))
  } catch (error) {
    if (asked.signal?.aborted === true) throw error
    return err(UNREACHABLE)
  }
  const parsed = schema.safeParse(body)
  return parsed.success ? ok(parsed.data) : err(misfit(status))
}
