import type { z } from 'zod'
import type { Role } from '../../shared/domain/actor.ts'
import type { Caller } from '../ports/caller.ts'
import type { Answer } from './answer.ts'
import { problem, type ProblemFacts } from './problem.ts'

export type StaffCaller = Extract<Caller, { readonly kind: 'staff' }>
export type DeviceCaller = Extract<Caller, { readonly kind: 'device' }>

/** One row of the rights table: who may ask, and as what the route then knows them. */
export interface Access<C> {
  readonly who: readonly (Role | 'device' | 'display' | 'nobody')[]
  /** null: not allowed. */
  readonly admit: (caller: Caller | null) => { readonly caller: C } | null
}

/** Whoever asks, signed in or not. */
export const anybody: Access<Caller | null> = {
  who: ['nobody', 'nurse', 'clinician', 'admin', 'device', 'display'],
  admit: (caller) => ({ caller }),
}

const staffOf = (...roles: readonly Role[]): Access<StaffCaller> => ({
  who: roles,
  admit: (caller) => (caller?.kind === 'staff' && roles.includes(caller.staff.role) ? { caller } : null),
})

export const staff = staffOf('nurse', 'clinician', 'admin')
export const clinicalStaff = staffOf('nurse', 'clinician')
export const clinicians = staffOf('clinician')
export const admins = staffOf('admin')
/** Who sets up what clinicians then approve. */
export const protocolAuthors = staffOf('clinician', 'admin')

export const devices: Access<DeviceCaller> = {
  who: ['device'],
  admit: (caller) => (caller?.kind === 'device' ? { caller } : null),
}

/** A request before anything of it was checked. */
export interface RawRequest {
  readonly caller: Caller | null
  readonly params: Readonly<Record<string, string>>
  readonly query: unknown
  readonly body: unknown
  readonly address: string
  readonly idempotencyKey: string | undefined
  /** Which of our screens asks, as it says. */
  readonly screen?: string | undefined
}

export interface CheckedRequest<C, Q, B> extends Omit<RawRequest, 'caller' | 'query' | 'body'> {
  readonly caller: C
  readonly query: Q
  readonly body: B
}

export type Method = 'get' | 'post' | 'patch' | 'delete'

interface Head {
  readonly method: Method
  /** Under /api/v1. */
  readonly path: string
  readonly summary: string
  /** What it answers when all is well, for the description of the API. */
  readonly answer: { readonly status: number; readonly schema?: z.ZodType; readonly type?: string }
}

interface Definition<C, Q, B> extends Head {
  readonly access: Access<C>
  readonly query?: z.ZodType<Q>
  readonly body?: z.ZodType<B>
  readonly handle: (request: CheckedRequest<C, Q, B>) => Promise<Answer> | Answer
}

/** A route as the server mounts it and the description describes it. */
export interface Route extends Head {
  readonly who: Access<unknown>['who']
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  readonly run: (request: RawRequest) => Promise<Answer>
}

const NOT_SIGNED_IN: ProblemFacts = { code: 'notSignedIn', message: 'Sign in first, or show a token that holds.' }

const notAllowed = (who: Route['who']): ProblemFacts => ({
  code: 'notAllowed',
  message: `This is not for you: it takes ${who.join(' or ')}.`,
})

/** More than a person reads at once. */
const FAULTS_SHOWN = 50

/** Names the field and what would fit, in words the first, in the details all of them. */
const misfit = (part: string, error: z.ZodError): ProblemFacts => {
  const faults = error.issues.map(({ path, message }) => ({ where: path.join('.'), message }))
  const { where = '', message: said = 'it cannot be read' } = faults[0] ?? {}
  return {
    code: 'badRequest',
    message: `The ${part} does not fit: ${where === '' ? said : `${where}: ${said}`}.`,
    details: { faults: faults.slice(0, FAULTS_SHOWN) },
  }
}

export const defineRoute = <C, Q = unknown, B = unknown>(definition: Definition<C, Q, B>): Route => {
  const { access, query: querySchema, body: bodySchema, handle, ...head } = definition
  const run = async (request: RawRequest): Promise<Answer> => {
    const admitted = access.admit(request.caller)
    if (admitted === null) return problem(request.caller === null ? NOT_SIGNED_IN : notAllowed(access.who))
    const query = querySchema?.safeParse(request.query)
    if (query?.success === false) return problem(misfit('query', query.error))
    const body = bodySchema?.safeParse(request.body)
    if (body?.success === false) return problem(misfit('body', body.error))
    // Without a schema a part comes as it is, and its type says that nothing of it is known.
    const checked = {
      query: query === undefined ? request.query : query.data,
      body: body === undefined ? request.body : body.data,
    }
    return handle({ ...request, ...admitted, query: checked.query as Q, body: checked.body as B })
  }
  return {
    ...head,
    who: access.who,
    ...(querySchema === undefined ? {} : { query: querySchema }),
    ...(bodySchema === undefined ? {} : { body: bodySchema }),
    run,
  }
}
