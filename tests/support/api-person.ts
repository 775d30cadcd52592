// A member of staff who works from another place, by the API alone.
import type { Role } from '../../shared/domain/actor.ts'
import type { WireEvent } from '../../shared/wire/stored-event.ts'
import type { Access } from './vigil-process.ts'

export interface ApiPerson {
  ask<T>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown): Promise<T>
  order(session: string, command: Readonly<Record<string, unknown>>): Promise<unknown>
  events(session: string): Promise<readonly WireEvent[]>
}

export const signInByApi = async ({ url, users }: Access, role: Role): Promise<ApiPerson> => {
  const user = users.find((it) => it.role === role)
  const login = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: user?.name, password: user?.password }),
  })
  const cookie = login.headers
    .getSetCookie()
    .map((it) => it.split(';')[0])
    .join('; ')
  let orders = 0
  const ask = async <T>(method: string, path: string, body?: unknown, key?: string): Promise<T> => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        cookie,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
  return {
    ask,
    order: (session, command) => ask('POST', `/sessions/${session}/commands`, command, `api-${role}-${(orders += 1)}`),
    events: async (session) => (await ask<{ events: WireEvent[] }>('GET', `/sessions/${session}/events`)).events,
  }
}
