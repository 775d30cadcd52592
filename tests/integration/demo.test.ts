import { statSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { asking, signInAt } from '../support/running-app.ts'
import { VigilFolder, type VigilProcess } from '../support/vigil-process.ts'

const PATIENT_TIMEOUT_MS = 120_000

describe('vigil demo', { timeout: PATIENT_TIMEOUT_MS }, () => {
  const folder = new VigilFolder()
  let demo: VigilProcess

  const clinician = async () => {
    const { url, users } = demo.access
    const user = users.find(({ role }) => role === 'clinician')
    return asking(url, { cookie: await signInAt(url, user?.name ?? '', user?.password ?? '') })
  }
  const visits = async (state: 'active' | 'ended') => {
    const ask = await clinician()
    const answer = await ask('GET', `/sessions?state=${state}&limit=200`)
    return (answer.json as { sessions: SessionView[] }).sessions
  }

  beforeAll(async () => {
    demo = await folder.start(['demo', '--bays', '4', '--seed', 'test'])
  }, PATIENT_TIMEOUT_MS)
  afterAll(async () => {
    await demo.kill()
    folder.remove()
  })

  test('gives a way in for each role, to its own user alone', () => {
    expect(demo.access.users.map(({ role }) => role)).toEqual(['nurse', 'clinician', 'admin'])
    expect(statSync(demo.accessFile).mode & 0o777).toBe(0o600)
  })

  test('opens with patients who have been there a while, one bay free, and a week behind it', async () => {
    const active = await visits('active')
    expect(active).toHaveLength(3)
    for (const view of active) {
      expect(view.simulated).toBe(true)
      expect(view.alarms.filter(({ channel }) => channel.endsWith('.noData'))).toEqual([])
      expect(Object.keys(view.vitals)).toEqual(expect.arrayContaining(['hr', 'spo2', 'sbp']))
    }
    expect((await visits('ended')).length).toBeGreaterThanOrEqual(5)
  })

  test('that is cut off at its first start begins anew', async () => {
    const cut = new VigilFolder()
    await cut.cutOff(['demo', '--bays', '2'], 'unfinished-')
    const started = await cut.start(['demo', '--bays', '2'])
    const { url, users } = started.access
    const [user] = users
    const ask = asking(url, { cookie: await signInAt(url, user?.name ?? '', user?.password ?? '') })
    const { sessions } = (await ask('GET', '/sessions?state=active')).json as { sessions: unknown[] }
    expect(sessions).toHaveLength(1)
    await started.kill()
    cut.remove()
  })

  test('and a clinic keep apart', async () => {
    await demo.stop()
    const served = await folder.run(['serve'])
    expect([served.code, served.stderr]).toEqual([1, expect.stringContaining('holds a demo') as string])
    const clinic = new VigilFolder()
    await clinic.run(['user', 'add', 'root', '--role', 'admin', '--generate'])
    const refused = await clinic.run(['demo'])
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('no demo') as string])
    clinic.remove()
    demo = await folder.start(['demo', '--bays', '4', '--seed', 'test'])
  })

  test('goes on after it was killed: nothing is seeded twice, and everybody stays signed in', async () => {
    const [active, ended] = [await visits('active'), await visits('ended')]
    const { users, tokens } = demo.access
    await demo.kill()
    demo = await folder.start(['demo', '--bays', '4', '--seed', 'test'])
    expect(demo.access).toMatchObject({ users, tokens })
    expect((await visits('active')).map(({ id }) => id)).toEqual(active.map(({ id }) => id))
    expect((await visits('ended')).map(({ id }) => id)).toEqual(ended.map(({ id }) => id))
  })

  test('at another speed takes no real readings', async () => {
    await demo.stop()
    demo = await folder.start(['demo', '--speed', '60'])
    const device = asking(demo.access.url, { authorization: `Bearer ${demo.access.tokens.device ?? ''}` })
    const body = { device: 'MON', observations: [{ metric: 'hr', value: 70 }] }
    const refused = await device('POST', '/observations', { body })
    expect(refused.status).toBe(409)
    expect(refused.json).toMatchObject({ error: { message: expect.stringContaining('60 times') as string } })
  })

  test('goes on from its newest reading, where the clock on the wall is far behind it', async () => {
    const ask = await clinician()
    const [view] = await visits('active')
    const times = async (by: typeof ask): Promise<readonly number[]> => {
      const { json } = await by('GET', `/sessions/${view?.id ?? ''}/readings?metrics=hr`)
      return (json as { metrics: { hr: { time: number[] } } }).metrics.hr.time
    }
    const isAhead = async () => ((await times(ask)).at(-1) ?? 0) > Date.now() + 120_000
    await expect.poll(isAhead, { timeout: 30_000 }).toBe(true)
    await demo.kill()
    demo = await folder.start(['demo', '--speed', '60'])
    const again = await clinician()
    const before = await times(again)
    await expect.poll(async () => (await times(again)).length, { timeout: 30_000 }).toBeGreaterThan(before.length + 60)
    const after = await times(again)
    const newest = Math.max(...before)
    expect(after.slice(0, before.length)).toEqual(before)
    expect(Math.min(...after.slice(before.length))).toBeGreaterThan(newest)
  })
})
