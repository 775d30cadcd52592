import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { PROBLEM_STATUS } from '../../../server/api/problem.ts'
import type { BayId } from '../../../shared/domain/ids.ts'
import { eventsAnswerSchema, sessionsAnswerSchema } from '../../../shared/wire/review.ts'
import { sessionViewSchema } from '../../../shared/wire/session-view.ts'
import { newVisit, startApp, type Ask, type HttpAnswer, type RunningApp } from '../../support/running-app.ts'

let running: RunningApp
let nurse: Ask
let bay: BayId
let count = 0

beforeAll(async () => {
  running = await startApp()
  nurse = running.as.nurse
})
afterAll(() => running.stop())
beforeEach(async () => {
  count += 1
  const made = await running.as.admin('POST', '/bays', { body: { name: `Place ${count}` } })
  bay = (made.json as { id: BayId }).id
})

const codeOf = ({ json }: HttpAnswer) => (json as { error?: { code: string } }).error?.code

const admit = async (): Promise<string> => {
  const made = await nurse('POST', '/sessions', { body: newVisit(bay) })
  if (made.status !== 201) throw new Error(made.text)
  return (made.json as { id: string }).id
}

const command = (id: string, body: unknown, key = `key-${(count += 1)}`, by: Ask = nurse) =>
  by('POST', `/sessions/${id}/commands`, { body, headers: { 'idempotency-key': key } })

const seqOf = async (id: string): Promise<number> =>
  ((await nurse('GET', `/sessions/${id}`)).json as { seq: number }).seq

describe('a visit', () => {
  test('is admitted and answered as a whole view', async () => {
    const made = await nurse('POST', '/sessions', { body: newVisit(bay) })
    expect(made.status).toBe(201)
    const view = sessionViewSchema.parse(made.json)
    expect(view).toMatchObject({
      bay,
      phase: 'preparing',
      simulated: false,
      patient: { displayName: 'Test Person', initials: 'T.P.', weightKg: 80 },
      proposal: { doseMg: 40, durationMin: 40 },
    })
    expect(sessionViewSchema.parse((await nurse('GET', `/sessions/${view.id}`)).json)).toMatchObject({ id: view.id })
  })

  test.each([
    ['a bay that is not there', { bay: 'b_none' }, 404, 'notFound'],
    ['a protocol that is not there', { protocol: 'none' }, 404, 'notFound'],
    ['a field that nobody knows', { extra: 1 }, 400, 'badRequest'],
    ['a patient without a weight', { patient: { displayName: 'A', recordNumber: '1' } }, 400, 'badRequest'],
    [
      'a weight that no person has',
      { patient: { displayName: 'A', recordNumber: '1', weightKg: 800 } },
      422,
      'outOfRange',
    ],
    ['a time without a zone', { plannedStart: '2026-03-01T09:30:00' }, 400, 'badRequest'],
  ])('is refused with %s', async (_what, change, status, code) => {
    const refused = await nurse('POST', '/sessions', { body: newVisit(bay, change) })
    expect([refused.status, codeOf(refused)]).toEqual([status, code])
  })

  test('is refused where another one runs', async () => {
    await admit()
    const second = await nurse('POST', '/sessions', { body: newVisit(bay) })
    expect([second.status, codeOf(second)]).toEqual([409, 'bayTaken'])
  })

  test('sent twice with one key is one visit, and the key with another body is refused', async () => {
    const headers = { 'idempotency-key': `visit-${bay}` }
    const first = await nurse('POST', '/sessions', { body: newVisit(bay), headers })
    const again = await nurse('POST', '/sessions', { body: newVisit(bay), headers })
    expect((again.json as { id: string }).id).toBe((first.json as { id: string }).id)
    const other = await nurse('POST', '/sessions', { body: newVisit(bay, { admit: false }), headers })
    expect([other.status, codeOf(other)]).toEqual([422, 'keyReused'])
  })

  test('that is not there is not found, anywhere', async () => {
    for (const place of ['', '/events', '/readings', '/summary', '/export.csv']) {
      expect((await nurse('GET', `/sessions/s_none${place}`)).status).toBe(404)
    }
    expect((await command('s_none', { type: 'addNote', text: 'x' })).status).toBe(404)
  })
})

describe('a command', () => {
  test('answers with its events, and they are the ones that are stored', async () => {
    const id = await admit()
    const answer = await command(id, { type: 'addNote', text: 'calm' })
    expect(answer.status).toBe(200)
    const { seq, events } = answer.json as {
      seq: number
      events: { seq: number; type: string; by: { name: string } }[]
    }
    expect(events).toMatchObject([{ seq, type: 'noteAdded', by: { name: 'nurse' }, data: { text: 'calm' } }])
    const stored = eventsAnswerSchema.parse((await nurse('GET', `/sessions/${id}/events`)).json).events
    expect(stored.at(-1)).toEqual(events[0])
    const after = await nurse('GET', `/sessions/${id}/events?after=${seq - 1}`)
    expect((after.json as { events: unknown[] }).events).toEqual(events)
  })

  test('needs its key', async () => {
    const id = await admit()
    for (const headers of [{}, { 'idempotency-key': 'k'.repeat(201) }]) {
      const refused = await nurse('POST', `/sessions/${id}/commands`, { body: { type: 'addNote', text: 'x' }, headers })
      expect([refused.status, codeOf(refused)]).toEqual([400, 'badRequest'])
    }
  })

  test('given twice with one key is done once and answered the same', async () => {
    const id = await admit()
    const first = await command(id, { type: 'addNote', text: 'once' }, 'same')
    const again = await command(id, { type: 'addNote', text: 'once' }, 'same')
    expect(again.json).toEqual(first.json)
    const other = await command(id, { type: 'addNote', text: 'twice' }, 'same')
    expect([other.status, codeOf(other)]).toEqual([422, 'keyReused'])
  })

  test.each([
    ['of no known type', { type: 'nonsense' }, 400, 'unknownType'],
    ['without its fields', { type: 'addNote' }, 400, 'badRequest'],
    ['with fields of another', { type: 'admit', text: 'x' }, 400, 'badRequest'],
    ['that is no object', 'admit', 400, 'badRequest'],
    ['in the wrong phase', { type: 'endInfusion', outcome: 'completed' }, 409, 'wrongPhase'],
    ['before there is a baseline', { type: 'startInfusion', doseMg: 40, durationMin: 40 }, 409, 'baselineMissing'],
    ['with a figure that cannot be', { type: 'recordAssessment', scale: 'moaas', score: 9 }, 422, 'outOfRange'],
  ])('%s is refused, and nothing is written', async (_what, body, status, code) => {
    const id = await admit()
    const before = await seqOf(id)
    const refused = await command(id, body)
    expect([refused.status, codeOf(refused)]).toEqual([status, code])
    expect((refused.json as { error: { message: string } }).error.message.length).toBeGreaterThan(15)
    expect(await seqOf(id)).toBe(before)
  })

  test('on a state that somebody else has changed is refused as a conflict', async () => {
    const id = await admit()
    const expectedSeq = await seqOf(id)
    const other = await command(id, { type: 'checkOff', item: 'identity' }, 'c1', running.as.clinician)
    expect(other.status).toBe(200)
    const late = await command(id, { type: 'checkOff', item: 'consent', expectedSeq })
    expect([late.status, codeOf(late)]).toEqual([409, 'conflict'])
  })

  test('may be given by its role alone', async () => {
    const id = await admit()
    const refused = await command(id, { type: 'addNote', text: 'x' }, 'a1', running.as.admin)
    expect([refused.status, codeOf(refused)]).toEqual([403, 'notAllowed'])
  })
})

describe('the list of visits', () => {
  const listed = async (query: string) =>
    sessionsAnswerSchema.parse((await running.as.clinician('GET', `/sessions${query}`)).json)

  test('is newest first, and pages without losing or repeating one', async () => {
    await admit()
    const all = (await listed('?limit=200')).sessions.map(({ id }) => id)
    const paged: string[] = []
    let query = '?limit=3'
    for (;;) {
      const { sessions, nextCursor } = await listed(query)
      paged.push(...sessions.map(({ id }) => id))
      if (nextCursor === undefined) break
      query = `?limit=3&cursor=${encodeURIComponent(nextCursor)}`
    }
    expect(all.length).toBeGreaterThan(3)
    expect(paged).toEqual(all)
  })

  test('tells running visits from ended ones, and an ended one keeps its last view', async () => {
    const id = await admit()
    expect((await listed(`?state=active&bay=${bay}`)).sessions.map((it) => it.id)).toEqual([id])
    await command(id, { type: 'cancel', reason: 'ate breakfast' })
    expect((await listed(`?state=active&bay=${bay}`)).sessions).toEqual([])
    const [ended] = (await listed(`?state=ended&bay=${bay}`)).sessions
    expect(ended).toMatchObject({ id, phase: 'cancelled', seq: await seqOf(id) })
    await command(id, { type: 'addNote', text: 'called the family' })
    const [noted] = (await listed(`?state=ended&bay=${bay}`)).sessions
    expect(noted?.seq).toBe((ended?.seq ?? 0) + 1)
  })

  test('is searched by name, record number, protocol and time', async () => {
    const id = await admit()
    expect((await listed(`?q=r-${bay}`)).sessions.map((it) => it.id)).toEqual([id])
    expect((await listed(`?bay=${bay}&protocol=im`)).sessions).toEqual([])
    expect((await listed(`?bay=${bay}&to=2020-01-01T00:00:00Z`)).sessions).toEqual([])
    expect((await listed(`?bay=${bay}&from=2020-01-01T00:00:00Z&q=`)).sessions).toHaveLength(1)
  })

  test.each(['?limit=0', '?limit=201', '?limit=x', '?state=gone', '?from=yesterday', '?cursor=nonsense'])(
    'refuses %s',
    async (query) => {
      const refused = await nurse('GET', `/sessions${query}`)
      expect([refused.status, codeOf(refused)]).toEqual([400, 'badRequest'])
    },
  )
})

test('every refusal has the status of the specification', () => {
  expect(PROBLEM_STATUS).toMatchObject({
    badRequest: 400,
    unknownType: 400,
    notSignedIn: 401,
    notAllowed: 403,
    notFound: 404,
    wrongPhase: 409,
    baselineMissing: 409,
    baselinePressureGate: 409,
    checklistOpen: 409,
    doseOverMaximum: 409,
    gateOpen: 409,
    conflict: 409,
    outOfRange: 422,
    keyReused: 422,
    storeFull: 503,
  })
})
