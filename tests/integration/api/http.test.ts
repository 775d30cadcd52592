import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StoreError } from '../../../server/ports/session-store.ts'
import { createMemoryRecords } from '../../../server/store/memory-records.ts'
import { createMemoryStore } from '../../../server/store/memory-store.ts'
import { newVisit, startApp, type RunningApp } from '../../support/running-app.ts'

let running: RunningApp
let clientFolder: string
let isFull = false
let isBroken = false

const store = () => {
  const sessions = createMemoryStore()
  const records = createMemoryRecords()
  return {
    sessions: {
      ...sessions,
      append: (appends: Parameters<typeof sessions.append>[0]) =>
        isFull ? Promise.reject(new StoreError('full', 'SQLITE_FULL at /var/lib/vigil.db')) : sessions.append(appends),
      readEvents: (...args: Parameters<typeof sessions.readEvents>) =>
        isBroken
          ? Promise.reject(new Error('SELECT body FROM event at /var/lib/vigil.db'))
          : sessions.readEvents(...args),
    },
    records: {
      ...records,
      put: (written: Parameters<typeof records.put>[0]) =>
        isFull ? Promise.reject(new StoreError('full', 'SQLITE_FULL')) : records.put(written),
    },
  }
}

beforeAll(async () => {
  clientFolder = mkdtempSync(path.join(tmpdir(), 'vigil-built-'))
  mkdirSync(path.join(clientFolder, 'assets'))
  writeFileSync(
    path.join(clientFolder, 'index.html'),
    '<!doctype html><script type="module" src="/assets/a-1.js"></script>',
  )
  writeFileSync(path.join(clientFolder, 'assets', 'a-1.js'), 'export {}')
  running = await startApp({ clientFolder, store: store() })
})
afterAll(async () => {
  await running.stop()
  rmSync(clientFolder, { recursive: true, force: true })
})

const get = (place: string, headers: Record<string, string> = {}) => fetch(running.url + place, { headers })

describe('every answer', () => {
  test('forbids scripts and sources of others', async () => {
    const { headers } = await get('/wall')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('upgrade-insecure-requests')
    expect(headers.get('strict-transport-security')).toBeNull()
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-powered-by')).toBeNull()
  })
})

describe('the screens', () => {
  test.each([
    '/',
    '/wall',
    '/login',
    '/sessions/s_1',
    '/sessions/new',
    '/review/s_1',
    '/patients/R-1',
    '/patients/12.3',
    '/protocols/iv.pain',
  ])('are one page at %s, asked for anew each time', async (place) => {
    const page = await get(place)
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache'])
    expect(await page.text()).toContain('<script')
  })

  test('have parts that never change under their name', async () => {
    const { headers, status } = await get('/assets/a-1.js')
    expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
  })

  test.each(['/assets/gone.js', '/favicon.ico', '/../package.json', '/.env'])('have no %s', async (place) => {
    expect((await get(place)).status).toBe(404)
  })

  test('that are not built say how to build them', async () => {
    const bare = await startApp()
    const page = await fetch(`${bare.url}/wall`)
    expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('npm run build')])
    await bare.stop()
  })
})

describe('an address of the API that there is not', () => {
  test.each(['/api/v1/nothing', '/api/v1', '/api/v1/sessions/a/b/c'])(
    '%s is not found, as a problem',
    async (place) => {
      const answer = await get(place)
      expect(answer.status).toBe(404)
      expect(await answer.json()).toMatchObject({ error: { code: 'notFound' } })
    },
  )

  test('with a broken escape is refused', async () => {
    expect((await get('/api/v1/sessions/%E0%A4%A')).status).toBe(400)
  })
})

describe('a body', () => {
  test.each([
    ['that is no JSON', { raw: '{"name": ' }, 400, 'badRequest'],
    [
      'of another type',
      { raw: 'name=a', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'wrongMediaType',
    ],
    ['that is too long', { raw: `"${'x'.repeat(1_100_000)}"` }, 413, 'tooLarge'],
    ['that is a list', { raw: '[]' }, 400, 'badRequest'],
    ['with a poisoned prototype', { raw: '{"__proto__":{"isActive":true}}' }, 400, 'badRequest'],
  ])('%s is refused in a sentence', async (_what, asked, status, code) => {
    const refused = await running.as.admin('POST', '/users', asked)
    expect(refused.status).toBe(status)
    expect(refused.json).toMatchObject({ error: { code, message: expect.stringMatching(/.{15,}/) as string } })
  })
})

describe('a failure', () => {
  test('tells nothing of its insides', async () => {
    const made = await running.as.nurse('POST', '/sessions', { body: newVisit(running.bays[0] ?? ('' as never)) })
    const { id } = made.json as { id: string }
    isBroken = true
    const failed = await running.as.nurse('GET', `/sessions/${id}/events`)
    isBroken = false
    expect(failed.status).toBe(500)
    expect(failed.json).toMatchObject({ error: { code: 'internal' } })
    expect(failed.text).not.toMatch(/SELECT|\/var|\bat \w+\.|\.ts/)
  })

  test('of a full disk is said as such, and nothing counts as done', async () => {
    isFull = true
    const refused = await running.as.nurse('POST', '/sessions', { body: newVisit(running.bays[1] ?? ('' as never)) })
    isFull = false
    expect([refused.status, refused.json]).toEqual([
      503,
      { error: { code: 'storeFull', message: expect.any(String) as string } },
    ])
    expect(refused.text).not.toMatch(/SQLITE|\/var/)
    expect(
      (await running.as.nurse('POST', '/sessions', { body: newVisit(running.bays[1] ?? ('' as never)) })).status,
    ).toBe(201)
  })
})

describe('probes', () => {
  test('tell that it lives, and what it does', async () => {
    expect((await get('/healthz')).status).toBe(200)
    await running.as.device('POST', '/observations', {
      body: {
        device: 'Counted',
        observations: [
          { metric: 'hr', value: 70 },
          { metric: 'none', value: 1 },
        ],
      },
    })
    const metrics = await (await get('/metrics')).text()
    expect(metrics).toMatch(/^# TYPE vigil_http_requests_total counter$/m)
    expect(metrics).toMatch(/^vigil_http_requests_total\{method="POST",route="\/observations",status="202"\} \d+$/m)
    expect(metrics).toMatch(/^vigil_reports_total\{feed="http",result="stored"\} 1$/m)
    expect(metrics).toMatch(/^vigil_readings_total\{feed="http",result="accepted"\} 1$/m)
    expect(metrics).toMatch(/^vigil_sessions\{phase="preparing"\} \d+$/m)
    expect(metrics).toMatch(/^process_resident_memory_bytes \d+$/m)
  })

  test('tell that it is ready only where a write goes through', async () => {
    const fresh = await startApp({ store: store() })
    isFull = true
    const refused = await fetch(`${fresh.url}/readyz`)
    isFull = false
    expect([refused.status, await refused.json()]).toEqual([
      503,
      { status: 'notReady', reason: 'the store cannot be written' },
    ])
    await fresh.stop()
    expect((await get('/readyz')).status).toBe(200)
  })
})

describe('the description of the API', () => {
  test('is OpenAPI 3.1 of all routes, with the bodies that they check', async () => {
    const api = (await running.as.nobody('GET', '/openapi.json')).json as {
      openapi: string
      paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: object }> } }>>
    }
    expect(api.openapi).toBe('3.1.0')
    const commands = api.paths['/api/v1/sessions/{id}/commands']?.post?.requestBody?.content['application/json']?.schema
    expect(JSON.stringify(commands)).toContain('startInfusion')
    const visit = api.paths['/api/v1/sessions']?.post?.requestBody?.content['application/json']?.schema
    expect(visit).toMatchObject({ type: 'object', properties: { patient: {}, protocol: { type: 'string' } } })
  })
})
