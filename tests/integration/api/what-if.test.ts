import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { whatIfAnswerSchema } from '../../../shared/wire/what-if.ts'
import { newVisit, startApp, type RunningApp } from '../../support/running-app.ts'

let running: RunningApp
let id = ''

const DEVICE = 'Monitor 1'

const post = async (values: readonly number[]): Promise<void> => {
  const now = Date.now()
  const observations = values.map((value, index) => ({
    metric: 'spo2',
    value,
    time: new Date(now - (values.length - index) * 10).toISOString(),
  }))
  const answer = await running.as.device('POST', '/observations', { body: { device: DEVICE, observations } })
  if (answer.status !== 202) throw new Error(answer.text)
}

const ask = async (body: unknown, path = `/sessions/${id}/what-if`) => running.as.nurse('POST', path, { body })

const limit = (threshold: number, priority = 'high') => ({ metric: 'spo2', direction: 'low', threshold, priority })

beforeAll(async () => {
  running = await startApp()
  const [bay] = running.bays
  if (bay === undefined) throw new Error('no bay')
  const made = await running.as.nurse('POST', '/sessions', { body: newVisit(bay) })
  id = (made.json as { id: string }).id
  await post([97])
  const [device] = (await running.as.nurse('GET', '/devices')).json as { id: string }[]
  await running.as.nurse('PATCH', `/devices/${device?.id ?? ''}`, { body: { bay } })
  for (const value of [97, 89, 84, 96]) await post([value])
})
afterAll(() => running.stop())

describe('what other limits would have given', () => {
  test('stands beside what there was', async () => {
    const answer = await ask({ limits: [limit(90, 'medium'), limit(85)] })
    expect(answer.status).toBe(200)
    const { were, wouldBe } = whatIfAnswerSchema.parse(answer.json)
    expect(were).toEqual({ raised: 0, alarms: 0, transitions: [] })
    expect(wouldBe.raised).toBe(1)
    expect(wouldBe.transitions.map(({ type, priority, value }) => [type, priority, value])).toEqual([
      ['raised', 'medium', 89],
      ['escalated', 'high', 84],
      ['latched', 'high', 96],
    ])
    expect(wouldBe.transitions[0]?.limit).toMatchObject({ metric: 'spo2', value: 90 })
  })

  test('is cut to the stretch that is asked for', async () => {
    const limits = [limit(90)]
    const before = await ask({ limits, to: new Date(Date.now() - 60_000).toISOString() })
    const after = await ask({ limits, from: new Date(Date.now() + 60_000).toISOString() })
    for (const { json } of [before, after]) expect(whatIfAnswerSchema.parse(json).wouldBe.raised).toBe(0)
    const around = await ask({ limits, from: new Date(Date.now() - 60_000).toISOString() })
    expect(whatIfAnswerSchema.parse(around.json).wouldBe.raised).toBe(1)
  })

  test('counts an alarm that held as the stretch began, once, and none that was over by then', async () => {
    // Below 98 from the first value on: raised before any stretch that begins now, and never over.
    const from = new Date().toISOString()
    const always = whatIfAnswerSchema.parse((await ask({ limits: [limit(98)], from })).json).wouldBe
    expect([always.raised, always.alarms]).toEqual([0, 1])
    const over = whatIfAnswerSchema.parse((await ask({ limits: [limit(90)], from })).json).wouldBe
    expect([over.raised, over.alarms]).toEqual([0, 0])
    const whole = whatIfAnswerSchema.parse((await ask({ limits: [limit(98)] })).json).wouldBe
    expect([whole.raised, whole.alarms]).toEqual([1, 1])
  })

  test('changes nothing of the visit', async () => {
    const before = (await running.as.nurse('GET', `/sessions/${id}/events`)).json
    await ask({ limits: [limit(99)] })
    expect((await running.as.nurse('GET', `/sessions/${id}/events`)).json).toEqual(before)
  })

  test.each([
    ['the same limit twice', { limits: [limit(90), limit(85)] }, 400],
    ['no limit', { limits: [] }, 400],
    ['a threshold that cannot be', { limits: [limit(120)] }, 422],
    ['no metric', { limits: [{ ...limit(90), metric: 'mood' }] }, 400],
  ])('is refused with %s', async (_what, body, status) => {
    expect((await ask(body)).status).toBe(status)
  })

  test('needs a visit, and staff', async () => {
    expect((await ask({ limits: [limit(90)] }, '/sessions/none/what-if')).status).toBe(404)
    const display = await running.as.display('POST', `/sessions/${id}/what-if`, { body: { limits: [limit(90)] } })
    expect(display.status).toBe(403)
  })
})
