import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asking, PASSWORD, signInAt, startApp, type HttpAnswer, type RunningApp } from '../../support/running-app.ts'

let running: RunningApp
beforeAll(async () => {
  running = await startApp()
})
afterAll(() => running.stop())

const codeOf = ({ json }: HttpAnswer) => (json as { error?: { code: string } }).error?.code

const audit = async () => {
  const { json } = await running.as.admin('GET', '/audit')
  return (json as { entries: { action: string; by?: { name: string }; detail?: string; address?: string }[] }).entries
}

describe('signing in', () => {
  test('tells who is signed in, and stands in the audit book', async () => {
    const cookie = await signInAt(running.url, 'nurse', PASSWORD)
    const me = await asking(running.url, { cookie })('GET', '/auth/me')
    expect(me.json).toMatchObject({ user: { name: 'nurse', role: 'nurse' } })
    expect((await audit())[0]).toMatchObject({ action: 'signedIn', by: { name: 'nurse' }, address: '127.0.0.1' })
  })

  test('sets a cookie that scripts and other sites never see', async () => {
    const { headers } = await running.as.nobody('POST', '/auth/login', { body: { name: 'nurse', password: PASSWORD } })
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^login=\S+; Path=\/; HttpOnly; SameSite=Strict; Expires=/),
    ])
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test('ends by signing out', async () => {
    const cookie = await signInAt(running.url, 'nurse', PASSWORD)
    const ask = asking(running.url, { cookie })
    const out = await ask('POST', '/auth/logout')
    expect([out.status, out.text]).toEqual([204, ''])
    expect((await ask('GET', '/auth/me')).status).toBe(401)
  })

  test('is refused without saying which of the two was wrong, and is written down', async () => {
    const body = { name: 'nobody here', password: 'x' }
    const refused = await running.as.nobody('POST', '/auth/login', { body })
    expect([refused.status, codeOf(refused)]).toEqual([401, 'notSignedIn'])
    expect((await audit())[0]).toMatchObject({ action: 'signInRefused', detail: 'nobody here' })
  })

  test('is slowed down for who guesses, with the time to wait', async () => {
    const attempts = await Promise.all(
      Array.from({ length: 9 }, () =>
        running.as.nobody('POST', '/auth/login', { body: { name: 'clinician', password: 'x' } }),
      ),
    )
    const slowed = attempts.filter(({ status }) => status === 429)
    expect(slowed).toHaveLength(1)
    expect(Number(slowed[0]?.headers.get('retry-after'))).toBeGreaterThan(60)
  })
})

describe('people', () => {
  test('are added, changed and sent away by an administrator', async () => {
    const body = { name: 'Ana', role: 'nurse', password: 'twelve or more' }
    const added = await running.as.admin('POST', '/users', { body })
    expect(added.status).toBe(201)
    expect(added.text).not.toMatch(/password|argon/i)
    const { id } = added.json as { id: string }
    const cookie = await signInAt(running.url, 'Ana', 'twelve or more')
    const changed = await running.as.admin('PATCH', `/users/${id}`, { body: { role: 'clinician' } })
    expect(changed.json).toMatchObject({ id, role: 'clinician' })
    expect((await asking(running.url, { cookie })('GET', '/auth/me')).status).toBe(401)
    await running.as.admin('PATCH', `/users/${id}`, { body: { isActive: false } })
    const login = await running.as.nobody('POST', '/auth/login', { body: { name: 'Ana', password: 'twelve or more' } })
    expect(login.status).toBe(401)
    const { users } = (await running.as.nurse('GET', '/users')).json as { users: { name: string; isActive: boolean }[] }
    expect(users.find(({ name }) => name === 'Ana')).toMatchObject({ isActive: false })
    expect((await audit()).slice(0, 5).map(({ action }) => action)).toContain('userChanged')
  })

  test.each([
    ['a name that is taken', { name: 'NURSE', role: 'nurse', password: 'twelve or more' }, 409],
    ['a short password', { name: 'Bea', role: 'nurse', password: 'short' }, 422],
    ['a role that is none', { name: 'Bea', role: 'root', password: 'twelve or more' }, 400],
  ])('are refused with %s', async (_what, body, status) => {
    expect((await running.as.admin('POST', '/users', { body })).status).toBe(status)
  })

  test('include an administrator: the last one stays', async () => {
    const { users } = (await running.as.admin('GET', '/users')).json as { users: { id: string; role: string }[] }
    const id = users.find(({ role }) => role === 'admin')?.id ?? ''
    expect((await running.as.admin('PATCH', `/users/${id}`, { body: { role: 'nurse' } })).status).toBe(409)
    expect((await running.as.admin('PATCH', `/users/${id}`, { body: {} })).status).toBe(400)
  })
})

describe('tokens', () => {
  test('are made, told once, and revoked', async () => {
    const made = await running.as.admin('POST', '/tokens', { body: { kind: 'device', name: 'Pump' } })
    expect(made.status).toBe(201)
    const { token, secret } = made.json as { token: { id: string }; secret: string }
    const ask = asking(running.url, { authorization: `Bearer ${secret}` })
    const body = { device: 'PUMP', observations: [{ metric: 'hr', value: 70 }] }
    expect((await ask('POST', '/observations', { body })).status).toBe(202)
    expect((await running.as.nurse('GET', '/tokens')).text).not.toContain(secret)
    expect((await running.as.admin('DELETE', `/tokens/${token.id}`)).status).toBe(204)
    expect((await ask('POST', '/observations', { body })).status).toBe(401)
    expect((await running.as.admin('DELETE', `/tokens/${token.id}`)).status).toBe(404)
  })
})

describe('bays', () => {
  test('are named, renamed and taken away while they are free', async () => {
    const made = await running.as.admin('POST', '/bays', { body: { name: 'Window' } })
    expect(made.json).toMatchObject({ name: 'Window', site: 'main', deviceIds: [] })
    const { id } = made.json as { id: string }
    expect((await running.as.admin('POST', '/bays', { body: { name: 'Window' } })).status).toBe(409)
    expect((await running.as.admin('PATCH', `/bays/${id}`, { body: { name: 'Door' } })).json).toMatchObject({
      name: 'Door',
    })
    expect((await running.as.admin('PATCH', '/bays/none', { body: { name: 'Door' } })).status).toBe(404)
    const patient = { displayName: 'A B', recordNumber: '1', weightKg: 70 }
    await running.as.nurse('POST', '/sessions', { body: { bay: id, patient, protocol: 'im', admit: true } })
    expect(codeOf(await running.as.admin('DELETE', `/bays/${id}`))).toBe('bayTaken')
    const { json } = await running.as.display('GET', '/bays')
    expect(json).toMatchObject({ error: { code: 'notAllowed' } })
  })

  test('that are free go', async () => {
    const { id } = (await running.as.admin('POST', '/bays', { body: { name: 'Gone' } })).json as { id: string }
    expect((await running.as.admin('DELETE', `/bays/${id}`)).status).toBe(204)
    expect((await running.as.admin('DELETE', `/bays/${id}`)).status).toBe(404)
  })
})

describe('settings', () => {
  test('change when a sign-in ends', async () => {
    expect((await running.as.nurse('GET', '/settings')).json).toEqual({ signInHours: 14 })
    expect((await running.as.admin('PATCH', '/settings', { body: { signInHours: 25 } })).status).toBe(400)
    expect((await running.as.admin('PATCH', '/settings', { body: { signInHours: 8 } })).json).toEqual({
      signInHours: 8,
    })
    const { headers } = await running.as.nobody('POST', '/auth/login', { body: { name: 'nurse', password: PASSWORD } })
    const expires = Date.parse(/Expires=([^;]+)/.exec(headers.getSetCookie()[0] ?? '')?.[1] ?? '')
    expect((expires - Date.now()) / 3_600_000).toBeCloseTo(8, 1)
  })
})

describe('devices', () => {
  test('are assigned to bays that are there, and named', async () => {
    const body = { device: 'MON-7', observations: [{ metric: 'spo2', value: 97 }] }
    await running.as.device('POST', '/observations', { body })
    const devices = (await running.as.nurse('GET', '/devices')).json as { id: string; identity: string }[]
    const id = devices.find(({ identity }) => identity.includes('MON-7'))?.id ?? ''
    const bay = running.bays[1]
    const patched = await running.as.nurse('PATCH', `/devices/${id}`, { body: { bay, name: 'Monitor 7' } })
    expect(patched.json).toMatchObject({ id, bay, name: 'Monitor 7', metrics: ['spo2'] })
    const bays = (await running.as.nurse('GET', '/bays')).json as { id: string; deviceIds: string[] }[]
    expect(bays.find((it) => it.id === bay)?.deviceIds).toEqual([id])
    expect((await running.as.nurse('PATCH', `/devices/${id}`, { body: { bay: 'b_none' } })).status).toBe(404)
    expect((await running.as.nurse('PATCH', '/devices/none', { body: { name: 'x' } })).status).toBe(404)
    const out = await running.as.nurse('PATCH', `/devices/${id}`, { body: { bay: null } })
    expect((out.json as { bay?: string }).bay).toBeUndefined()
    expect((await running.as.nurse('GET', `/devices/${id}`)).json).toMatchObject({
      latest: [{ metric: 'spo2', value: 97 }],
    })
  })
})

describe('protocols', () => {
  test('are five, each with its figures, and propose a dose', async () => {
    const { protocols } = (await running.as.nurse('GET', '/protocols')).json as { protocols: { id: string }[] }
    expect(protocols.map(({ id }) => id)).toEqual([
      'iv-depression',
      'iv-depression-titrated',
      'iv-pain',
      'im',
      'esketamine',
    ])
    expect((await running.as.nurse('GET', '/protocols/im')).json).toMatchObject({
      id: 'im',
      route: 'im',
      approval: null,
    })
    const proposal = await running.as.nurse('GET', '/protocols/iv-depression/proposal?weightKg=80')
    expect(proposal.json).toEqual({ doseMg: 40, durationMin: 40, rateMgPerHour: 60, mgPerKg: 0.5 })
    expect((await running.as.nurse('GET', '/protocols/iv-depression/proposal?weightKg=-1')).status).toBe(400)
    expect((await running.as.nurse('GET', '/protocols/none')).status).toBe(404)
  })
})
