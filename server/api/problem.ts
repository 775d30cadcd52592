import type { RefusalCode } from '../../shared/domain/refusal.ts'
import type { Problem } from '../../shared/wire/problem.ts'
import { StoreError, type StoreErrorCode } from '../ports/session-store.ts'
import { json, type Answer, type Headers } from './answer.ts'

/** Refusals of the domain, and those that belong to HTTP alone. */
export type ProblemCode = RefusalCode | 'notSignedIn' | 'tooManyAttempts' | 'tooLarge' | 'wrongMediaType' | 'internal'

/** Every code has one status, whoever says it. */
export const PROBLEM_STATUS: Readonly<Record<ProblemCode, number>> = {
  badRequest: 400,
  unknownType: 400,
  notSignedIn: 401,
  notAllowed: 403,
  notFound: 404,
  wrongPhase: 409,
  baselineMissing: 409,
  baselinePressureGate: 409,
  checklistOpen: 409,
  doseOverMaximum: 409,
  gateOpen: 409,
  conflict: 409,
  alarmOpen: 409,
  bayTaken: 409,
  noMonitorValues: 409,
  tooLarge: 413,
  wrongMediaType: 415,
  outOfRange: 422,
  keyReused: 422,
  tooManyAttempts: 429,
  internal: 500,
  storeFull: 503,
  storeFailed: 503,
  busy: 503,
}

export interface ProblemFacts {
  readonly code: ProblemCode
  readonly message: string
  readonly details?: Readonly<Record<string, unknown>>
  readonly retryAfterS?: number
}

const retryHeader = (seconds: number | undefined): Headers =>
  seconds === undefined ? {} : { 'retry-after': String(Math.ceil(seconds)) }

export const problem = ({ code, message, details, retryAfterS }: ProblemFacts): Answer => {
  const body: Problem = { error: { code, message, ...(details === undefined ? {} : { details: { ...details } }) } }
  return json(body, PROBLEM_STATUS[code], retryHeader(retryAfterS))
}

export const notFound = (what: string): Answer => problem({ code: 'notFound', message: `There is no ${what}.` })

const STORE_PROBLEMS: Readonly<Record<StoreErrorCode, ProblemFacts>> = {
  full: { code: 'storeFull', message: 'The disk is full: nothing was kept. Make room; the server goes on by itself.' },
  stale: { code: 'conflict', message: 'Somebody else changed this at the same moment: look again, then try again.' },
  badQuery: {
    code: 'badRequest',
    message: 'The cursor or limit of the query does not fit: start from the first page.',
  },
  failed: { code: 'storeFailed', message: 'The store could not be written or read: nothing was kept. Try again.' },
  busy: { code: 'busy', message: 'Too much is waiting to be written: nothing was kept. Try again.', retryAfterS: 5 },
  closed: { code: 'busy', message: 'The server is stopping: try again in a moment.', retryAfterS: 5 },
}

/** What may be said of a failure; its stack, SQL and paths are for the log. */
export const problemOfError = (error: unknown): Answer =>
  error instanceof StoreError
    ? problem(STORE_PROBLEMS[error.code])
    : problem({ code: 'internal', message: 'The server failed at this request. It is in the log.' })
