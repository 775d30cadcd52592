import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventsAnswerSchema } from '../../../shared/wire/review.ts'
import { newVisit, PASSWORD, startApp, type Ask, type RunningApp } from '../../support/running-app.ts'

let running: RunningApp
let id: string
let keys = 0

beforeAll(async () => {
  running = await startApp()
  const [bay] = running.bays
  if (bay === undefined) throw new Error('There is no bay.')
  const made = await running.as.nurse('POST', '/sessions', { body: newVisit(bay) })
  id = (made.json as { id: string }).id
  const visit = [
    { type: 'recordBaseline', sbp: 120, dbp: 80, hr: 70, spo2: 98 },
    { type: 'startInfusion', doseMg: 40, durationMin: 40, override: { reason: 'test' } },
    { type: 'transfer', to: 'the ward', reason: 'test' },
  ]
  for (const body of visit) {
    const headers = { 'idempotency-key': body.type }
    const done = await running.as.nurse('POST', `/sessions/${id}/commands`, { body, headers })
    if (done.status !== 200) throw new Error(done.text)
  }
})
afterAll(() => running.stop())

const sign = (by: Ask, password: string, statement = 'Reviewed.') =>
  by('POST', `/sessions/${id}/signature`, {
    body: { statement, password },
    headers: { 'idempotency-key': `sign-${(keys += 1)}` },
  })

const signatures = async () => {
  const { json } = await running.as.nurse('GET', `/sessions/${id}/events`)
  return eventsAnswerSchema
    .parse(json)
    .events.filter(({ type }) => type === 'signedOff')
    .map(({ by, data }) => [by?.name, data.statement, data.isConfirmed])
}

test('a wrong password signs nothing, and the sign-in stays', async () => {
  const refused = await sign(running.as.clinician, 'not the password')
  expect(refused.status).toBe(403)
  expect(refused.json).toMatchObject({ error: { code: 'notAllowed' } })
  expect(refused.text).toContain('The password is not right. Nothing was signed')
  expect(await signatures()).toEqual([])
  expect((await running.as.clinician('GET', '/auth/me')).status).toBe(200)
})

test('a nurse may not sign, whatever the password', async () => {
  expect((await sign(running.as.nurse, PASSWORD)).status).toBe(403)
  expect(await signatures()).toEqual([])
})

test('a request without a key is told what it lacks', async () => {
  const body = { statement: 'Reviewed.', password: PASSWORD }
  const refused = await running.as.clinician('POST', `/sessions/${id}/signature`, { body })
  expect([refused.status, refused.text.includes('Idempotency-Key')]).toEqual([400, true])
})

test('the right password signs, and the record says that it was given', async () => {
  expect((await sign(running.as.clinician, PASSWORD)).status).toBe(200)
  expect(await signatures()).toEqual([['clinician', 'Reviewed.', true]])
})

test('a command says nothing of a password, and cannot claim one', async () => {
  const claimed = await running.as.clinician('POST', `/sessions/${id}/commands`, {
    body: { type: 'signOff', statement: 'x', isConfirmed: true },
    headers: { 'idempotency-key': 'claim' },
  })
  expect(claimed.status).toBe(400)
})

test('a second signature of the same person is refused in words', async () => {
  const again = await sign(running.as.clinician, PASSWORD)
  expect([again.status, again.text.includes('signed by clinician')]).toEqual([409, true])
})
