import { statSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { asking, newVisit, signInAt, type Ask } from '../support/running-app.ts'
import { VigilFolder, type VigilProcess } from '../support/vigil-process.ts'

const PATIENT_TIMEOUT_MS = 60_000

const BASELINE = { type: 'recordBaseline', sbp: 120, dbp: 80, hr: 70, spo2: 97 }

describe('vigil serve', { timeout: PATIENT_TIMEOUT_MS }, () => {
  const folder = new VigilFolder()
  const passwords = { root: '', nora: '' }
  let deviceToken: string

  const addUser = async (name: 'root' | 'nora', role: string): Promise<void> => {
    const added = await folder.run(['user', 'add', name, '--role', role, '--generate', '--json'])
    passwords[name] = (JSON.parse(added.stdout) as { password: string }).password
  }

  beforeAll(async () => {
    await addUser('root', 'admin')
    await addUser('nora', 'nurse')
    const token = await folder.run(['token', 'create', '--kind', 'device', '--json'])
    deviceToken = (JSON.parse(token.stdout) as { token: string }).token
  }, PATIENT_TIMEOUT_MS)
  afterAll(() => folder.remove())

  test('needs a first administrator, and says how to make one', async () => {
    const empty = new VigilFolder()
    const ended = await empty.run(['serve'])
    empty.remove()
    expect(ended.code).toBe(1)
    expect(ended.stderr).toMatch(/^vigil: There is no administrator yet.*vigil user add NAME --role admin/)
  })

  test('tells where it listens, to its own user alone', async () => {
    const server = await folder.start(['serve'])
    const { url, hl7, users, tokens } = server.access
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(hl7).toEqual({ host: '127.0.0.1', port: expect.any(Number) as number })
    expect([users, tokens]).toEqual([[], {}])
    expect(statSync(server.accessFile).mode & 0o777).toBe(0o600)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    await server.stop()
  })

  test('ends in order when the system asks it to', async () => {
    const server = await folder.start(['serve'])
    const ended = await server.stop()
    expect([ended.code, ended.stderr]).toEqual([0, ''])
  })

  test('is the only one on its folder', async () => {
    const server = await folder.start(['serve'])
    const second = await folder.run(['serve'])
    expect(second.code).toBe(1)
    expect(second.stderr).toMatch(/^vigil: Another Vigil server is using the data folder/)
    const user = await folder.run(['user', 'add', 'x', '--role', 'nurse', '--generate'])
    expect([user.code, user.stderr]).toEqual([1, second.stderr])
    await server.stop()
  })

  test('says which port it cannot have', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const http = await folder.run(['serve'], { env: { VIGIL_PORT: String(port) } })
    const hl7 = await folder.run(['serve'], { env: { VIGIL_HL7_PORT: String(port) } })
    other.close()
    expect([http.code, hl7.code]).toEqual([1, 1])
    expect(http.stderr).toBe(
      `vigil: Cannot listen on 127.0.0.1, port ${port}: something else listens there. VIGIL_PORT names another port, VIGIL_HOST another address.\n`,
    )
    expect(hl7.stderr).toContain('VIGIL_HL7_PORT names another port')
  })

  test('says which TLS file it cannot use', async () => {
    const env = { VIGIL_TLS_CERT: 'none.pem', VIGIL_TLS_KEY: 'none.pem' }
    const { code, stderr } = await folder.run(['serve'], { env })
    expect([code, stderr.split('\n')]).toEqual([
      1,
      [expect.stringMatching(/^vigil: TLS cannot be used: .*none\.pem/) as string, ''],
    ])
  })

  describe('killed in the middle', () => {
    let server: VigilProcess
    let id: string
    let before: { view: SessionView; events: unknown; readings: unknown; cookie: string }

    const post = async (ask: Ask, observations: readonly unknown[]) => {
      const answer = await ask('POST', '/observations', { body: { device: 'MON', observations } })
      if (answer.status !== 202) throw new Error(answer.text)
    }
    const look = async (cookie: string) => {
      const ask = asking(server.access.url, { cookie })
      const answers = await Promise.all(
        ['', '/events', '/readings'].map((part) => ask('GET', `/sessions/${id}${part}`)),
      )
      const [view, events, readings] = answers.map(({ json }) => json)
      return { view: view as SessionView, events, readings, cookie }
    }

    const admit = async (nurse: Ask, device: Ask): Promise<string> => {
      const root = asking(server.access.url, { cookie: await signInAt(server.access.url, 'root', passwords.root) })
      const bay = (await root('POST', '/bays', { body: { name: 'Bay 1' } })).json as { id: never }
      await post(device, [{ metric: 'hr', value: 70 }])
      const [monitor] = (await nurse('GET', '/devices')).json as { id: string }[]
      await nurse('PATCH', `/devices/${monitor?.id ?? ''}`, { body: { bay: bay.id } })
      const made = await nurse('POST', '/sessions', { body: newVisit(bay.id) })
      return (made.json as { id: string }).id
    }

    const command = async (nurse: Ask, key: string, body: unknown): Promise<void> => {
      const answer = await nurse('POST', `/sessions/${id}/commands`, { body, headers: { 'idempotency-key': key } })
      if (answer.status !== 200) throw new Error(answer.text)
    }

    beforeAll(async () => {
      server = await folder.start(['serve'])
      const { url } = server.access
      const cookie = await signInAt(url, 'nora', passwords.nora)
      const nurse = asking(url, { cookie })
      const device = asking(url, { authorization: `Bearer ${deviceToken}` })
      id = await admit(nurse, device)
      for (let value = 90; value < 98; value += 1) await post(device, [{ metric: 'spo2', value }])
      await command(nurse, 'b', BASELINE)
      await command(nurse, 'c', { type: 'startInfusion', doseMg: 40, durationMin: 40, override: { reason: 'test' } })
      await post(device, [
        { metric: 'sbp', value: 190 },
        { metric: 'dbp', value: 100 },
      ])
      const { alarms } = (await look(cookie)).view
      const alarm = alarms.find(({ channel }) => channel === 'sbp.high')
      await command(nurse, 'a', { type: 'acknowledgeAlarm', alarmId: alarm?.id })
      await post(device, [
        { metric: 'sbp', value: 191 },
        { metric: 'dbp', value: 116 },
      ])
      await command(nurse, 'd', { type: 'pauseAudio', seconds: 120 })
      await post(device, [
        { metric: 'spo2', value: 97 },
        { metric: 'hr', value: 70 },
      ])
      before = await look(cookie)
      await server.kill()
      server = await folder.start(['serve'])
    }, PATIENT_TIMEOUT_MS)
    afterAll(async () => {
      await server.stop()
    })

    test('it comes back with every event and every reading that it answered for', async () => {
      const after = await look(before.cookie)
      expect(after.events).toEqual(before.events)
      expect(after.readings).toEqual(before.readings)
    })

    test('it comes back with its alarm, acknowledged as it was, and its timers', async () => {
      const { view } = await look(before.cookie)
      const alarm = view.alarms.find(({ channel }) => channel === 'sbp.high')
      expect(alarm).toMatchObject({ acknowledged: true, acknowledgedBy: 'nora' })
      expect(alarm).toEqual(before.view.alarms.find(({ channel }) => channel === 'sbp.high'))
      expect(view.alarms.find(({ channel }) => channel === 'dbp.high')).toMatchObject({ acknowledged: false })
      expect(view.audioPausedUntil).toBe(before.view.audioPausedUntil)
      expect(view.audioPausedUntil).toBeDefined()
      expect(view.phase).toBe('infusing')
      expect(view.timers.map(({ kind, dueAt }) => [kind, dueAt])).toEqual(
        before.view.timers.map(({ kind, dueAt }) => [kind, dueAt]),
      )
    })

    test('whoever was signed in still is', async () => {
      const me = await asking(server.access.url, { cookie: before.cookie })('GET', '/auth/me')
      expect(me.json).toMatchObject({ user: { name: 'nora' } })
    })

    test('the same command sent again is answered as before, and done once', async () => {
      const nurse = asking(server.access.url, { cookie: before.cookie })
      const again = await nurse('POST', `/sessions/${id}/commands`, {
        body: BASELINE,
        headers: { 'idempotency-key': 'b' },
      })
      expect(again.status).toBe(200)
      expect((await look(before.cookie)).events).toEqual(before.events)
    })

    test('nothing of its store is damaged', async () => {
      const ended = await folder.run(['verify', '--json'])
      expect(JSON.parse(ended.stdout)).toMatchObject({ sessions: 1, faults: [] })
    })
  })
})
