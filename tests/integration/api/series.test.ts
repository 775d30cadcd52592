import { afterAll, beforeAll, expect, test } from 'vitest'
import { draftOf } from '../../../shared/domain/protocol.ts'
import { IV_DEPRESSION } from '../../../shared/domain/protocols/iv-depression.ts'
import { seriesAnswerSchema } from '../../../shared/wire/review.ts'
import { newVisit, startApp, type RunningApp } from '../../support/running-app.ts'

let running: RunningApp
let keys = 0

const RECORD_NUMBER = 'R 7/1'
const patient = { displayName: 'Test Person', recordNumber: RECORD_NUMBER, weightKg: 80 }

const create = async (more: Readonly<Record<string, unknown>>): Promise<string> => {
  const [bay] = running.bays
  if (bay === undefined) throw new Error('There is no bay.')
  const made = await running.as.nurse('POST', '/sessions', { body: newVisit(bay, { patient, ...more }) })
  if (made.status !== 201) throw new Error(made.text)
  return (made.json as { id: string }).id
}

const order = async (id: string, body: Readonly<Record<string, unknown>>): Promise<void> => {
  const headers = { 'idempotency-key': `order-${(keys += 1)}` }
  const done = await running.as.nurse('POST', `/sessions/${id}/commands`, { body, headers })
  if (done.status !== 200) throw new Error(done.text)
}

const give = async (doseMg: number, sbp: number): Promise<string> => {
  const id = await create({})
  await order(id, { type: 'recordBaseline', sbp: 120, dbp: 80, hr: 70, spo2: 98 })
  await order(id, { type: 'recordAssessment', scale: 'phq9', score: 18 })
  await order(id, { type: 'startInfusion', doseMg, durationMin: 40, override: { reason: 'test' } })
  await order(id, { type: 'recordVitals', values: { sbp, dbp: 88 } })
  await order(id, { type: 'recordAssessment', scale: 'dissociation', score: 6 })
  await order(id, { type: 'transfer', to: 'the ward', reason: 'test' })
  return id
}

let planned: string
let given: readonly [string, string]
const NEXT_WEEK = new Date(Date.now() + 7 * 24 * 3_600_000).toISOString()

beforeAll(async () => {
  running = await startApp()
  planned = await create({ admit: false, plannedStart: NEXT_WEEK })
  given = [await give(40, 138), await give(32, 151)]
})
afterAll(() => running.stop())

test('a series tells each visit in the order of the starts, aligned to them, and what is planned', async () => {
  const answer = await running.as.nurse('GET', `/patients/${encodeURIComponent(RECORD_NUMBER)}/series`)
  const series = seriesAnswerSchema.parse(answer.json)
  expect(series).toMatchObject({ recordNumber: RECORD_NUMBER, displayName: 'Test Person', initials: 'T.P.' })
  expect(series.sessions.map(({ id }) => id)).toEqual([...given, planned])
  const [first, second, next] = series.sessions
  expect(first).toMatchObject({
    phase: 'transferred',
    signed: false,
    simulated: false,
    infusion: 1,
    daysSincePrevious: null,
    pressure: { baseline: { sbp: 120, dbp: 80 }, rise: { sbp: 18, dbp: 8 } },
    dissociation: [{ scale: 'dissociation', highest: 6 }],
    measures: [{ scale: 'phq9', first: 18, last: 18 }],
  })
  const during = first?.cuff.filter(({ afterMin }) => afterMin >= 0) ?? []
  expect(during.map(({ sbp, dbp }) => [sbp, dbp])).toEqual([[138, 88]])
  expect(during[0]?.afterMin).toBeLessThan(1)
  expect(second).toMatchObject({ infusion: 2, daysSincePrevious: 0, dose: { plannedMg: 32 } })
  expect(second?.pressure?.rise?.sbp).toBe(31)
  expect(next).toMatchObject({
    phase: 'scheduled',
    plannedStart: NEXT_WEEK,
    infusion: null,
    daysSincePrevious: null,
    dose: null,
    pressure: null,
    cuff: [],
    dissociation: [],
    measures: [],
  })
})

test('whom nobody knows has no series, and a display may not ask', async () => {
  expect((await running.as.nurse('GET', '/patients/nobody/series')).status).toBe(404)
  expect((await running.as.display('GET', `/patients/${encodeURIComponent(RECORD_NUMBER)}/series`)).status).toBe(403)
})

test('a series says when the next visit is due, from the last one that ended in a discharge', async () => {
  const path = `/patients/${encodeURIComponent(RECORD_NUMBER)}/series`
  const nextVisit = async () => seriesAnswerSchema.parse((await running.as.nurse('GET', path)).json).nextVisit
  const sources = [...IV_DEPRESSION.sources, { about: 'maintenance', source: 'test' }]
  const protocol = { ...draftOf(IV_DEPRESSION), maintenanceDays: 28, sources }
  const body = { protocol, basedOn: 1, newest: 1, note: 'test' }
  const made = await running.as.clinician('POST', '/protocols/iv-depression/versions', { body })
  if (made.status !== 201) throw new Error(made.text)
  // Both visits so far were transferred.
  expect(await nextVisit()).toBeNull()
  const id = await create({})
  await order(id, { type: 'recordBaseline', sbp: 120, dbp: 80, hr: 70, spo2: 98 })
  await order(id, { type: 'startInfusion', doseMg: 40, durationMin: 40, override: { reason: 'test' } })
  await order(id, { type: 'endInfusion', outcome: 'stoppedEarly', reason: 'test' })
  const discharge = { escort: 'sister', ivRemoved: true, instructionsGiven: true, override: { reason: 'test' } }
  const headers = { 'idempotency-key': 'discharge' }
  const asked = { body: { type: 'discharge', ...discharge }, headers }
  const done = await running.as.clinician('POST', `/sessions/${id}/commands`, asked)
  if (done.status !== 200) throw new Error(done.text)
  expect(await nextVisit()).toMatchObject({ everyDays: 28, dueInDays: 28 })
})
