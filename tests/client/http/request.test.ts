import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { request } from '../../../client/http/request.ts'

const schema = z.object({ phase: z.string() })

const answerWith = (answer: () => Promise<Response>) => {
  const asked: { readonly url: string; readonly init: RequestInit | undefined }[] = []
  vi.stubGlobal('fetch', (url: string, init?: RequestInit) => {
    asked.push({ url, init })
    return answer()
  })
  return asked
}
const json =
  (body: unknown, status = 200) =>
  () =>
    Promise.resolve(new Response(JSON.stringify(body), { status }))

afterEach(() => vi.unstubAllGlobals())

describe('a request', () => {
  it('gives what its schema reads', async () => {
    const asked = answerWith(json({ phase: 'infusing', more: 1 }))
    expect(await request(schema, { path: '/sessions/s-1' })).toEqual({ ok: true, value: { phase: 'infusing' } })
    expect(asked[0]?.url).toBe('/api/v1/sessions/s-1')
  })

  it('carries a body as JSON, and its key', async () => {
    const asked = answerWith(json({ phase: 'paused' }))
    await request(schema, { method: 'POST', path: '/sessions', body: { bay: 'b' }, idempotencyKey: 'k1' })
    expect(asked[0]?.init).toMatchObject({
      method: 'POST',
      body: '{"bay":"b"}',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'k1' },
    })
  })

  it('gives the server’s refusal as a value', async () => {
    answerWith(json({ error: { code: 'wrongPhase', message: 'It is preparing.' } }, 409))
    expect(await request(schema, { path: '/x' })).toEqual({
      ok: false,
      error: { code: 'wrongPhase', message: 'It is preparing.', status: 409 },
    })
  })

  it('gives an answer that does not fit as a value', async () => {
    answerWith(json({ phase: 7 }))
    expect(await request(schema, { path: '/x' })).toMatchObject({ ok: false, error: { code: 'misfit', status: 200 } })
  })

  it('gives an error page of something in between as a value', async () => {
    answerWith(() => Promise.resolve(new Response('<html>Bad gateway</html>', { status: 502 })))
    expect(await request(schema, { path: '/x' })).toMatchObject({ ok: false, error: { code: 'misfit', status: 502 } })
  })

  it('gives a server that is not there as a value', async () => {
    answerWith(() => Promise.reject(new TypeError('failed to fetch')))
    expect(await request(schema, { path: '/x' })).toMatchObject({
      ok: false,
      error: { code: 'unreachable', status: null },
    })
  })

  it('throws only when whoever asked has gone', async () => {
    const abort = new AbortController()
    abort.abort()
    answerWith(() => Promise.reject(new DOMException('aborted', 'AbortError')))
    await expect(request(schema, { path: '/x', signal: abort.signal })).rejects.toThrow('aborted')
  })
})
