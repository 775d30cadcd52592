import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMemoryRecords } from '../../../server/store/memory-records.ts'
import { createMemoryStore } from '../../../server/store/memory-store.ts'
import { artefactsAnswerSchema, type ArtefactSuggestion } from '../../../shared/wire/artefact.ts'
import { eventsAnswerSchema, summarySchema } from '../../../shared/wire/review.ts'
import { keepVisit, spoiltVisit } from '../../support/stored-visit.ts'
import { startApp, type CallerName, type RunningApp } from '../../support/running-app.ts'

let running: RunningApp
let id: string

beforeAll(async () => {
  const store = { sessions: createMemoryStore(), records: createMemoryRecords() }
  id = await keepVisit(store.sessions, spoiltVisit())
  running = await startApp({ store })
})
afterAll(() => running.stop())

const suggestions = async (): Promise<readonly ArtefactSuggestion[]> => {
  const answer = await running.as.clinician('GET', `/sessions/${id}/artefact-suggestions`)
  return artefactsAnswerSchema.parse(answer.json).suggestions
}

const judge = (who: CallerName, body: unknown, key?: string) =>
  running.as[who]('POST', `/sessions/${id}/artefact-suggestions`, {
    body,
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  })

const summary = async () => summarySchema.parse((await running.as.nurse('GET', `/sessions/${id}/summary`)).json)

const ofKind = async (kind: ArtefactSuggestion['kind']) =>
  (await suggestions()).filter((suggestion) => suggestion.kind === kind)

describe('suggested artefacts of a signed visit', () => {
  test('are of every kind, open, in order of time, and leave nothing out of the statistics', async () => {
    const found = await suggestions()
    expect(new Set(found.map(({ kind }) => kind))).toEqual(
      new Set(['spike', 'probeOffEdge', 'cuffInflation', 'pulsePressure']),
    )
    expect(found.every(({ state, by }) => state === 'open' && by === null)).toBe(true)
    expect(found.map(({ from }) => from)).toEqual(found.map(({ from }) => from).toSorted((one, other) => one - other))
    expect((await summary()).metrics.spo2?.filter.marked).toBe(0)
  })

  test('are accepted by a clinician alone, in one order that is written once', async () => {
    const spikes = (await ofKind('spike')).filter(({ metrics }) => metrics[0] === 'spo2')
    expect(spikes.length).toBe(2)
    const body = { judgement: 'accept', ids: spikes.map((spike) => spike.id) }
    expect((await judge('clinician', body)).status).toBe(400)
    expect((await judge('nurse', body, 'n')).status).toBe(403)
    const answers = [await judge('clinician', body, 'k'), await judge('clinician', body, 'k')]
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers[1]?.json).toEqual(answers[0]?.json)
    const { events } = eventsAnswerSchema.parse((await running.as.nurse('GET', `/sessions/${id}/events`)).json)
    const marks = events.filter(({ type }) => type === 'artefactMarked')
    expect(marks.map(({ by, data }) => [by?.name, data.metric, data.suggested])).toEqual([
      ['clinician', 'spo2', 'spike'],
      ['clinician', 'spo2', 'spike'],
    ])
    expect((await ofKind('spike')).filter(({ metrics }) => metrics[0] === 'spo2').map(({ state }) => state)).toEqual([
      'accepted',
      'accepted',
    ])
    const { filter, min, unfiltered } = (await summary()).metrics.spo2 ?? {}
    expect(filter?.marked).toBe(6)
    expect([unfiltered?.min, min === 71]).toEqual([71, false])
    expect((await judge('clinician', body, 'other')).status).toBe(409)
  })

  test('mark every value of a pressure at once', async () => {
    const [pressure] = await ofKind('pulsePressure')
    const answer = await judge('clinician', { judgement: 'accept', ids: [pressure?.id] }, 'p')
    const { events } = answer.json as { events: { data: { metric: string } }[] }
    expect(events.map(({ data }) => data.metric)).toEqual(['sbp', 'dbp', 'map'])
  })

  test('are dismissed for good, with who did it', async () => {
    const [edge] = await ofKind('probeOffEdge')
    const before = (await summary()).metrics.spo2
    expect((await judge('clinician', { judgement: 'dismiss', ids: [edge?.id] }, 'd')).status).toBe(200)
    expect(await ofKind('probeOffEdge')).toMatchObject([{ id: edge?.id, state: 'dismissed', by: 'clinician' }])
    expect((await summary()).metrics.spo2).toEqual(before)
  })

  test.each<[string, unknown, number]>([
    ['a name that none has', { judgement: 'accept', ids: ['spike.spo2.1-2'] }, 409],
    ['no name', { judgement: 'accept', ids: [] }, 400],
    ['no judgement', { ids: ['spike.spo2.1-2'] }, 400],
  ])('are refused for %s', async (_what, body, status) => {
    expect((await judge('clinician', body, 'x')).status).toBe(status)
  })

  test('of no visit are not found', async () => {
    const headers = { 'idempotency-key': 'z' }
    const body = { judgement: 'accept', ids: ['a'] }
    expect((await running.as.nurse('GET', '/sessions/none/artefact-suggestions')).status).toBe(404)
    expect((await running.as.nurse('POST', '/sessions/none/artefact-suggestions', { body, headers })).status).toBe(404)
  })

  test('cannot be claimed by a command: no request says what was suggested', async () => {
    const body = { type: 'judgeArtefacts', judgement: 'accept', suggestions: [] }
    const answer = await running.as.clinician('POST', `/sessions/${id}/commands`, {
      body,
      headers: { 'idempotency-key': 'c' },
    })
    expect(answer.status).toBe(400)
  })
})
