import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type CallerName, type Method, type RunningApp } from '../../support/running-app.ts'

const STAFF: readonly CallerName[] = ['nurse', 'clinician', 'admin']
const CLINICAL: readonly CallerName[] = ['nurse', 'clinician']
const AUTHORS: readonly CallerName[] = ['clinician', 'admin']
const ADMIN: readonly CallerName[] = ['admin']
const DEVICE: readonly CallerName[] = ['device']
const ALL: readonly CallerName[] = ['nobody', ...STAFF, 'device', 'display']

/** Who may ask what (api.md): written by hand, so that a route with other rights fails here. */
const TABLE: readonly (readonly [Method, string, readonly CallerName[]])[] = [
  ['POST', '/auth/login', ALL],
  ['POST', '/auth/logout', STAFF],
  ['GET', '/auth/me', STAFF],
  ['POST', '/observations', DEVICE],
  ['POST', '/sessions', CLINICAL],
  ['GET', '/sessions', STAFF],
  ['GET', '/sessions/{id}', STAFF],
  ['POST', '/sessions/{id}/commands', CLINICAL],
  ['POST', '/sessions/{id}/signature', ['clinician']],
  ['POST', '/sessions/{id}/dose-preview', CLINICAL],
  ['GET', '/sessions/{id}/artefact-suggestions', STAFF],
  ['GET', '/sessions/{id}/replay', STAFF],
  ['POST', '/sessions/{id}/artefact-suggestions', CLINICAL],
  ['GET', '/sessions/{id}/chart', STAFF],
  ['GET', '/sessions/{id}/record', STAFF],
  ['GET', '/sessions/{id}/events', STAFF],
  ['GET', '/sessions/{id}/readings', STAFF],
  ['GET', '/sessions/{id}/limits', STAFF],
  ['POST', '/sessions/{id}/limits/check', STAFF],
  ['GET', '/sessions/{id}/export.csv', STAFF],
  ['GET', '/sessions/{id}/export.fhir.json', STAFF],
  ['GET', '/sessions/{id}/report.pdf', STAFF],
  ['GET', '/sessions/{id}/summary', STAFF],
  ['GET', '/sessions/{id}/sheets/{sheet}', STAFF],
  ['GET', '/sessions/{id}/previous', STAFF],
  ['POST', '/sessions/{id}/what-if', STAFF],
  ['GET', '/sessions/{id}/integrity', STAFF],
  ['GET', '/alarms', STAFF],
  ['GET', '/alarms/export.csv', STAFF],
  ['GET', '/alarms/analysis', STAFF],
  ['POST', '/alarms/what-if', STAFF],
  ['GET', '/patients/{id}', STAFF],
  ['GET', '/patients/{id}/series', STAFF],
  ['GET', '/patients/{id}/archive.zip', STAFF],
  ['GET', '/deliveries', STAFF],
  ['GET', '/deliveries/older', STAFF],
  ['POST', '/deliveries/older', ADMIN],
  ['GET', '/notifications', STAFF],
  ['POST', '/notifications/test', ADMIN],
  ['GET', '/bays', STAFF],
  ['POST', '/bays', ADMIN],
  ['PATCH', '/bays/{id}', ADMIN],
  ['DELETE', '/bays/{id}', ADMIN],
  ['GET', '/devices', STAFF],
  ['GET', '/devices/{id}', STAFF],
  ['PATCH', '/devices/{id}', STAFF],
  ['GET', '/responsibilities', STAFF],
  ['POST', '/responsibilities/take', CLINICAL],
  ['POST', '/responsibilities/release', CLINICAL],
  ['POST', '/handovers', CLINICAL],
  ['POST', '/handovers/{id}/accept', CLINICAL],
  ['POST', '/handovers/{id}/decline', CLINICAL],
  ['POST', '/handovers/{id}/withdraw', CLINICAL],
  ['GET', '/protocols', STAFF],
  ['GET', '/protocols/{id}', STAFF],
  ['GET', '/protocols/{id}/proposal', STAFF],
  ['GET', '/protocol-versions', STAFF],
  ['GET', '/protocols/{id}/difference', STAFF],
  ['GET', '/protocols/{id}/versions/{version}/file', STAFF],
  ['POST', '/protocols', AUTHORS],
  ['POST', '/protocols/import', AUTHORS],
  ['POST', '/protocols/{id}/versions', AUTHORS],
  ['POST', '/protocols/{id}/versions/{version}/approve', ['clinician']],
  ['POST', '/protocols/{id}/versions/{version}/retire', AUTHORS],
  ['GET', '/users', STAFF],
  ['POST', '/users', ADMIN],
  ['PATCH', '/users/{id}', ADMIN],
  ['GET', '/tokens', STAFF],
  ['POST', '/tokens', ADMIN],
  ['DELETE', '/tokens/{id}', ADMIN],
  ['GET', '/audit', STAFF],
  ['GET', '/settings', STAFF],
  ['PATCH', '/settings', ADMIN],
]

let running: RunningApp
beforeAll(async () => {
  running = await startApp()
})
afterAll(() => running.stop())

/** Ends no sign-in and takes nothing away: nothing of this id is there. */
const ask = (caller: CallerName, method: Method, path: string) => {
  const at = path.replaceAll('{id}', 'nothing-of-this-id').replaceAll('{version}', '1')
  // Signing out would change the caller for the rows that follow.
  if (path === '/auth/logout' && STAFF.includes(caller)) return Promise.resolve({ status: 204 })
  return running.as[caller](method, at, method === 'GET' ? {} : { body: {} })
}

describe('rights', () => {
  test('are written down here for every route that there is', async () => {
    const { json } = await running.as.nobody('GET', '/openapi.json')
    const { paths } = json as { paths: Record<string, Record<string, unknown>> }
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`),
    )
    expect(routes.toSorted()).toEqual(TABLE.map(([method, path]) => `${method} ${path}`).toSorted())
  })

  describe.each(TABLE)('%s %s', (method, path, allowed) => {
    test.each(ALL)('as %s', async (caller) => {
      const { status } = await ask(caller, method, path)
      if (allowed.includes(caller)) expect([401, 403]).not.toContain(status)
      else expect(status).toBe(caller === 'nobody' ? 401 : 403)
    })
  })

  test('are told in a sentence where they are missing', async () => {
    expect((await running.as.display('GET', '/sessions')).json).toEqual({
      error: { code: 'notAllowed', message: 'This is not for you: it takes nurse or clinician or admin.' },
    })
    expect((await running.as.nobody('GET', '/sessions')).json).toEqual({
      error: { code: 'notSignedIn', message: 'Sign in first, or show a token that holds.' },
    })
  })

  test('that were missing stand in the audit book, the same ones once', async () => {
    await running.as.device('GET', '/protocols')
    await running.as.device('GET', '/protocols')
    const { json } = await running.as.admin('GET', '/audit?limit=1000')
    const { entries } = json as { entries: { action: string; detail?: string; by?: { name: string } }[] }
    const refused = entries.filter(({ action, detail }) => action === 'accessRefused' && detail === 'get /protocols')
    expect(refused.filter(({ by }) => by?.name === 'D')).toHaveLength(1)
  })

  test('of a cookie do not reach pages of another origin', async () => {
    const headers = { origin: 'http://evil.example' }
    const forged = await running.as.nurse('POST', '/sessions', { body: {}, headers })
    expect(forged.json).toMatchObject({
      error: { code: 'notAllowed', message: expect.stringContaining('origin') as string },
    })
    const sibling = await running.as.nurse('POST', '/sessions', {
      body: {},
      headers: { 'sec-fetch-site': 'same-site' },
    })
    expect(sibling.status).toBe(403)
    const own = await running.as.nurse('POST', '/sessions', { body: {}, headers: { origin: running.url } })
    expect(own.status).toBe(400)
    expect((await running.as.device('POST', '/observations', { body: {}, headers })).status).not.toBe(403)
  })
})
