import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  alarmAnalysisSchema,
  alarmLogAnswerSchema,
  alarmTrialLineSchema,
  type LoggedAlarmAnswer,
} from '../../../shared/wire/alarm-log.ts'
import { newVisit, startApp, type RunningApp } from '../../support/running-app.ts'

let running: RunningApp
let id = ''
let key = 0

const command = async (body: unknown, headers: Readonly<Record<string, string>> = {}) => {
  key += 1
  const answer = await running.as.nurse('POST', `/sessions/${id}/commands`, {
    body,
    headers: { 'idempotency-key': `k${key}`, ...headers },
  })
  if (answer.status !== 200) throw new Error(answer.text)
}

const post = async (metric: string, value: number): Promise<void> => {
  const body = { device: 'Monitor 1', observations: [{ metric, value }] }
  const answer = await running.as.device('POST', '/observations', { body })
  if (answer.status !== 202) throw new Error(answer.text)
}

const log = async (query = '') => {
  const answer = await running.as.nurse('GET', `/alarms${query}`)
  if (answer.status !== 200) throw new Error(answer.text)
  return alarmLogAnswerSchema.parse(answer.json)
}

const alarmOn = async (channel: string): Promise<LoggedAlarmAnswer> => {
  const [alarm] = (await log(`?channel=${channel}`)).alarms
  if (alarm === undefined) throw new Error(`no alarm on ${channel}`)
  return alarm
}

const limit = (metric: string, direction: string, threshold: number) => ({
  ...{ metric, direction, threshold, priority: 'medium' },
})

beforeAll(async () => {
  running = await startApp()
  const [bay] = running.bays
  if (bay === undefined) throw new Error('no bay')
  const made = await running.as.nurse('POST', '/sessions', { body: newVisit(bay) })
  id = (made.json as { id: string }).id
  await command({
    type: 'setLimits',
    reason: 'test',
    limits: [limit('spo2', 'low', 90), limit('hr', 'high', 120), limit('rr', 'low', 8)],
  })
  await post('hr', 70)
  const [device] = (await running.as.nurse('GET', '/devices')).json as { id: string }[]
  await running.as.nurse('PATCH', `/devices/${device?.id ?? ''}`, { body: { bay } })
  await post('spo2', 84)
  await post('hr', 130)
  await post('rr', 5)
  await post('rr', 12)
  const { id: alarmId } = await alarmOn('spo2.low')
  await command({ type: 'acknowledgeAlarm', alarmId }, { 'vigil-screen': 'bedside' })
})
afterAll(() => running.stop())

describe('the log', () => {
  test('tells of an alarm what raised it, against which limit, from where, and who came on which screen', async () => {
    const alarm = await alarmOn('spo2.low')
    expect(alarm).toMatchObject({ bay: 'Bay 1', kind: 'physiological', highest: 'medium', worst: 84, limit: 90 })
    expect(alarm.acknowledged).toMatchObject({ name: 'nurse', role: 'nurse', screen: 'bedside' })
    expect(alarm.transitions.map(({ type }) => type)).toEqual(['raised', 'acknowledged'])
    expect(alarm.transitions[0]).toMatchObject({ value: 84, limit: 90, origin: 'device' })
    expect(alarm.transitions[0]?.readingAt).not.toBeNull()
  })

  test('has no screen for an order that none of our screens gave', async () => {
    const alarm = await alarmOn('hr.high')
    await command({ type: 'acknowledgeAlarm', alarmId: alarm.id }, { 'vigil-screen': 'elsewhere' })
    expect((await alarmOn('hr.high')).acknowledged).toMatchObject({ name: 'nurse', screen: null })
  })

  test('comes newest first, page by page, each alarm once', async () => {
    const all = await log()
    expect(all.total).toBe(3)
    const pages: string[] = []
    let cursor: string | undefined
    do {
      const page = await log(`?limit=1${cursor === undefined ? '' : `&cursor=${cursor}`}`)
      pages.push(...page.alarms.map((alarm) => alarm.id))
      cursor = page.nextCursor
    } while (cursor !== undefined)
    expect(pages).toEqual(all.alarms.map((alarm) => alarm.id))
    const times = all.alarms.map(({ raisedAt }) => raisedAt)
    expect(times).toEqual(times.toSorted().reverse())
  })

  test.each([
    ['channel=rr.low', 1],
    ['channel=temp.high', 0],
    ['acknowledged=no', 1],
    ['acknowledged=yes', 2],
    ['kind=technical', 0],
    ['priority=medium', 3],
    ['priority=high', 0],
    ['protocol=im', 0],
    ['bay=none', 0],
    ['session=none', 0],
    ['from=2100-01-01T00:00:00Z', 0],
    ['to=2000-01-01T00:00:00Z', 0],
  ])('is filtered by %s', async (query, count) => {
    expect((await log(`?${query}`)).total).toBe(count)
  })

  test('refuses a cursor that it did not give', async () => {
    expect((await running.as.nurse('GET', '/alarms?cursor=x')).status).toBe(400)
  })

  test('is exported as CSV, one transition a line', async () => {
    const { text, headers } = await running.as.nurse('GET', '/alarms/export.csv?channel=spo2.low')
    expect(headers.get('content-type')).toContain('text/csv')
    const lines = text.split('\r\n')
    expect(lines[0]).toContain('session,bay,patient,protocol,alarm,channel,kind,transition,decided')
    expect(lines).toHaveLength(4)
    expect(lines[1]).toMatch(/,spo2\.low,physiological,raised,.*,medium,84,90,%,.*,device,/)
    expect(lines[2]).toMatch(/,acknowledged,.*,nurse,nurse,bedside,/)
  })

  test('tells which display painted an alarm first', async () => {
    const { id: alarmId } = await alarmOn('rr.low')
    const at = Date.now() as never
    const store = running.store
    await store.noteShown([{ alarmId: alarmId as never, sessionId: id as never, display: 'Wall', at }])
    expect((await alarmOn('rr.low')).firstShown).toMatchObject({ display: 'Wall' })
  })

  test('takes what staff say of an alarm afterwards', async () => {
    const { id: alarmId } = await alarmOn('rr.low')
    await command({ type: 'markAlarm', alarmId, mark: 'nuisance', note: 'talking' })
    expect((await alarmOn('rr.low')).marked).toMatchObject({ mark: 'nuisance', by: 'nurse', note: 'talking' })
  })
})

describe('the analysis', () => {
  test('is of the same alarms', async () => {
    const { json } = await running.as.nurse('GET', '/alarms/analysis?zone=Europe/Zurich')
    const load = alarmAnalysisSchema.parse(json)
    expect(load).toMatchObject({ visits: 1, alarms: 3, acknowledged: 2 })
    expect(load.byChannel.map(({ key: channel }) => channel).toSorted()).toEqual(['hr.high', 'rr.low', 'spo2.low'])
    expect(load.noisiest).toMatchObject([{ id, bay: 'Bay 1', count: 3 }])
    expect(load.byHour.reduce((sum, { count }) => sum + count, 0)).toBe(3)
  })

  test('refuses a zone that there is not', async () => {
    expect((await running.as.nurse('GET', '/alarms/analysis?zone=Mars/Base')).status).toBe(400)
  })
})

describe('other limits over many visits', () => {
  const run = async (trials: unknown) => {
    const { text } = await running.as.nurse('POST', '/alarms/what-if', { body: { trials } })
    return text
      .trim()
      .split('\n')
      .map((line) => alarmTrialLineSchema.parse(JSON.parse(line)))
  }

  test('say how far they are, and what they come to', async () => {
    const { id: alarmId } = await alarmOn('spo2.low')
    await command({ type: 'markAlarm', alarmId, mark: 'real' })
    const lines = await run([{ metric: 'spo2', direction: 'low', onDelay: 60 }])
    expect(lines[0]).toEqual({ kind: 'progress', done: 0, total: 1 })
    const last = lines.at(-1)
    if (last?.kind !== 'done') throw new Error('not done')
    expect(last.result).toMatchObject({ visits: 1, were: 3, wouldBe: 2, real: 1 })
    expect(last.result.missed).toMatchObject([{ channel: 'spo2.low', bay: 'Bay 1', isMarked: true }])
  })

  test.each([
    ['nothing to try', []],
    ['a trial that changes nothing', [{ metric: 'spo2', direction: 'low' }]],
    ['no metric', [{ metric: 'mood', direction: 'low', onDelay: 1 }]],
  ])('are refused with %s', async (_what, trials) => {
    expect((await running.as.nurse('POST', '/alarms/what-if', { body: { trials } })).status).toBe(400)
  })
})
