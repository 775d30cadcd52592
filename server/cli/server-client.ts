import { problemSchema } from '../../shared/wire/problem.ts'
import { failed } from './io.ts'

/** A running server, as a script sees it. */
export interface ServerClient {
  /** JSON in and out, with the sign-in of a member of staff. @throws CommandStop where the server refuses */
  staff(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown): Promise<unknown>
  /** One post of a device. A server that is busy, or starts again, is waited for. @throws CommandStop where the server refuses */
  post(body: unknown): Promise<unknown>
}

export interface SignIn {
  readonly name: string
  readonly password: string
}

export interface ClientParts {
  readonly url: string
  readonly token: string
  readonly wait: (ms: number) => Promise<void>
}

const BUSY: readonly number[] = [429, 503]
/** A second each, unless the server names more: one that is away for longer is not coming back by itself. */
const MAX_TRIES = 30

/** The sentence of an answer that refuses. */
const refusalOf = async (response: Response): Promise<string> => {
  const text = await response.text()
  try {
    return problemSchema.parse(JSON.parse(text)).error.message
  } catch {
    // Not one of our refusals: the text itself has to do.
    return text.slice(0, 200)
  }
}

const reach = async (url: string, init: RequestInit): Promise<Response> => {
  try {
    return await fetch(url, init)
  } catch {
    throw failed(`The server at ${url} cannot be reached.`)
  }
}

const parsed = async (response: Response): Promise<unknown> => {
  if (!response.ok) throw failed(`The server says ${response.status}: ${await refusalOf(response)}`)
  return response.status === 204 ? null : response.json()
}

const jsonBody = (body: unknown): Pick<RequestInit, 'body'> =>
  body === undefined ? {} : { body: JSON.stringify(body) }

/** Signs in. @returns the cookie. */
const signIn = async (base: string, { name, password }: SignIn): Promise<string> => {
  const response = await reach(`${base}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password }),
  })
  await parsed(response)
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

/** @param who null: nobody signs in, and only posts are made. */
export const openServer = async ({ url, token, wait }: ClientParts, who: SignIn | null): Promise<ServerClient> => {
  const base = `${url.replace(/\/+$/, '')}/api/v1`
  const cookie = who === null ? null : await signIn(base, who)
  return {
    staff: async (method, path, body) => {
      if (cookie === null) throw failed('Nobody is signed in.')
      const headers = { cookie, 'content-type': 'application/json' }
      return parsed(await reach(`${base}${path}`, { method, headers, ...jsonBody(body) }))
    },
    post: async (body) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const init = { method: 'POST', headers, ...jsonBody(body) }
      for (let tries = 1; tries < MAX_TRIES; tries += 1) {
        // Sent again a reading is known by its time: nothing is stored twice.
        const response = await fetch(`${base}/observations`, init).catch(() => null)
        if (response !== null && !BUSY.includes(response.status)) return parsed(response)
        await wait(1_000 * Math.min(30, Number(response?.headers.get('retry-after') ?? 1)))
      }
      return parsed(await reach(`${base}/observations`, init))
    },
  }
}
