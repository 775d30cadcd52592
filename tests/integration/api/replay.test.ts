import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMemoryRecords } from '../../../server/store/memory-records.ts'
import { createMemoryStore } from '../../../server/store/memory-store.ts'
import { MS_PER_MINUTE, MS_PER_SECOND } from '../../../shared/domain/time.ts'
import { eventsAnswerSchema } from '../../../shared/wire/review.ts'
import { replayAnswerSchema, type ReplayAnswer } from '../../../shared/wire/replay.ts'
import { simulatedVisit } from '../../support/simulated-visit.ts'
import { keepVisit } from '../../support/stored-visit.ts'
import { startApp, type RunningApp } from '../../support/running-app.ts'

let running: RunningApp
let id: string
let whole: ReplayAnswer

const replay = async (query = ''): Promise<ReplayAnswer> =>
  replayAnswerSchema.parse((await running.as.nurse('GET', `/sessions/${id}/replay${query}`)).json)

const from = (ms: number, stepS = 1) => replay(`?from=${new Date(ms).toISOString()}&stepS=${stepS}`)

beforeAll(async () => {
  const store = { sessions: createMemoryStore(), records: createMemoryRecords() }
  id = await keepVisit(store.sessions, simulatedVisit({ seed: 'again', monitor: { scenario: 'desaturation' } }))
  running = await startApp({ store })
  whole = await replay('?stepS=60')
})
afterAll(() => running.stop())

describe('a stored visit played again', () => {
  test('goes from its first entry to its end in even steps, a minute of them an answer', () => {
    expect(whole.frames).toHaveLength(60)
    expect(whole.frames[0]?.at).toBe(whole.begins)
    expect(new Set(whole.frames.slice(1).map(({ at }, index) => at - (whole.frames[index]?.at ?? 0)))).toEqual(
      new Set([60_000]),
    )
    expect(whole.ends).toBeGreaterThan(whole.begins + 100 * MS_PER_MINUTE)
  })

  test('shows the phases as they followed, and ends where the patient left', async () => {
    const phases = new Set(whole.frames.map(({ view }) => view.phase))
    expect([...phases].slice(0, 2)).toEqual(['preparing', 'infusing'])
    const last = await from(whole.ends, 60)
    expect(last.frames.map(({ view }) => view.phase)).toEqual(['discharged'])
    expect((await from(whole.ends + 1)).frames).toEqual([])
  })

  test('shows an alarm as it stood then: raised, then acknowledged by whom', async () => {
    const [alarm] = whole.alarms
    expect(whole.alarms.length).toBeGreaterThan(0)
    const { frames } = await from((alarm?.at ?? 0) - MS_PER_SECOND)
    const seen = frames.map(({ view }) => view.alarms.find(({ channel }) => channel === alarm?.channel))
    expect(seen[0]).toBeUndefined()
    expect(seen[1]).toMatchObject({ channel: alarm?.channel, acknowledged: false })
    const acknowledged = seen.find((one) => one?.acknowledged === true)
    expect(acknowledged?.acknowledgedBy).toBeDefined()
  })

  test('knows at each instant no more than was stored by then', async () => {
    const at = whole.begins + 20 * MS_PER_MINUTE
    const { frames, trends } = await from(at)
    const first = frames[0]?.view
    expect(Date.parse(first?.vitals.hr?.receivedAt ?? '')).toBeLessThanOrEqual(at)
    const times = trends.spo2?.time ?? []
    expect(Math.max(...times)).toBeLessThanOrEqual(frames.at(-1)?.at ?? 0)
    expect(Math.min(...times)).toBeLessThan(at - 9 * MS_PER_MINUTE)
  })

  test('writes nothing, and is no running visit', async () => {
    const events = async () =>
      eventsAnswerSchema.parse((await running.as.nurse('GET', `/sessions/${id}/events`)).json).events.length
    const before = await events()
    await replay()
    expect(await events()).toBe(before)
    expect((await running.as.nurse('GET', '/sessions?state=active')).json).toMatchObject({ sessions: [] })
  })

  test.each(['?stepS=0', '?stepS=61', '?stepS=x', '?from=noon'])('is refused for %s', async (query) => {
    expect((await running.as.nurse('GET', `/sessions/${id}/replay${query}`)).status).toBe(400)
  })

  test('of no visit is not found', async () => {
    expect((await running.as.nurse('GET', '/sessions/none/replay')).status).toBe(404)
  })
})
