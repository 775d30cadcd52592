import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chartAnswerSchema } from '../../../shared/wire/chart.ts'
import {
  patientAnswerSchema,
  readingsAnswerSchema,
  seriesAnswerSchema,
  summarySchema,
} from '../../../shared/wire/review.ts'
import { newVisit, startApp, type RunningApp } from '../../support/running-app.ts'

let running: RunningApp
let id: string
let bay: string

const DEVICE = 'Bench monitor'

const post = async (observations: readonly unknown[]) => {
  const answer = await running.as.device('POST', '/observations', { body: { device: DEVICE, observations } })
  if (answer.status !== 202) throw new Error(answer.text)
  return answer.json as { accepted: number; duplicates: number; rejected: { index: number; code: string }[] }
}

const SPO2 = [97, 96, 95, 81, 96, 97]

beforeAll(async () => {
  running = await startApp()
  bay = running.bays[0] ?? ''
  const made = await running.as.nurse('POST', '/sessions', { body: newVisit(running.bays[0] ?? ('' as never)) })
  id = (made.json as { id: string }).id
  await post([{ metric: 'hr', value: 70 }])
  const [device] = (await running.as.nurse('GET', '/devices')).json as { id: string }[]
  await running.as.nurse('PATCH', `/devices/${device?.id ?? ''}`, { body: { bay } })
  for (const value of SPO2) await post([{ metric: 'spo2', value }])
  await post([{ metric: 'spo2', value: null, status: 'sensorOff' }])
  await post([
    { metric: 'sbp', value: 121.5, unit: 'mm[Hg]' },
    { metric: 'dbp', value: 78, unit: 'mm[Hg]' },
  ])
})
afterAll(() => running.stop())

describe('observations', () => {
  test('are answered with what was taken of them, and why not the rest', async () => {
    const answer = await running.as.device('POST', '/observations', {
      body: {
        device: 'Other',
        observations: [
          { metric: 'hr', value: 71 },
          { metric: 'nonsense', value: 1 },
        ],
      },
    })
    expect(answer.status).toBe(202)
    expect(answer.json).toMatchObject({ accepted: 1, duplicates: 0, rejected: [{ index: 1 }] })
  })

  test('of a new name make a device without a bay', async () => {
    const devices = (await running.as.admin('GET', '/devices')).json as { name: string; bay?: string; kind: string }[]
    const other = devices.find(({ name }) => name === 'Other')
    expect(other).toMatchObject({ kind: 'http' })
    expect(other?.bay).toBeUndefined()
    expect(devices.find(({ name }) => name === DEVICE)).toMatchObject({ bay })
  })

  test('of a token that is bound to one device come from that device alone', async () => {
    const made = await running.as.admin('POST', '/tokens', { body: { kind: 'device', name: 'Pump', device: 'PUMP-1' } })
    const { secret } = made.json as { secret: string }
    const headers = { authorization: `Bearer ${secret}` }
    const body = { observations: [{ metric: 'hr', value: 70 }] }
    expect((await running.as.nobody('POST', '/observations', { body, headers })).status).toBe(202)
    const other = await running.as.nobody('POST', '/observations', { body: { ...body, device: 'PUMP-2' }, headers })
    expect(other.status).toBe(403)
  })

  test.each([
    ['no JSON', { raw: '{' }, 400],
    ['no list', { body: { device: DEVICE } }, 400],
    ['more than a MiB', { raw: `{"device":"x","observations":[${' '.repeat(1_100_000)}]}` }, 413],
  ])('with %s are refused as a whole', async (_what, asked, status) => {
    const refused = await running.as.device('POST', '/observations', asked)
    expect(refused.status).toBe(status)
    expect(refused.json).toMatchObject({ error: { message: expect.stringMatching(/.{15,}/) as string } })
  })
})

const readings = async (query = '') =>
  readingsAnswerSchema.parse((await running.as.clinician('GET', `/sessions/${id}/readings${query}`)).json).metrics

describe('readings', () => {
  test('come in columns, whole, with quality and source', async () => {
    const { spo2, sbp } = await readings()
    expect(spo2?.value).toEqual([...SPO2, null])
    expect(spo2?.quality).toEqual([...SPO2.map(() => 'good'), 'none'])
    expect(new Set(spo2?.source)).toEqual(new Set(['device']))
    expect(spo2?.time).toEqual(spo2?.time.toSorted((first, second) => first - second))
    expect(sbp?.value).toEqual([121.5])
  })

  test('are asked for by metric and by time', async () => {
    const all = await readings('?metrics=spo2,sbp')
    expect(Object.keys(all)).toEqual(['spo2', 'sbp'])
    const [, second, third] = all.spo2?.time ?? []
    const iso = (ms = 0) => new Date(ms).toISOString()
    const some = await readings(`?metrics=spo2&from=${iso(second)}&to=${iso(third)}`)
    expect(some.spo2?.value.at(-1)).toBe(SPO2[2])
    expect(some.spo2?.time[0]).toBe(second)
  })

  test('are thinned so that the extremes stay', async () => {
    const { spo2 } = await readings('?metrics=spo2&maxPoints=4')
    expect(spo2?.time.length).toBeLessThanOrEqual(4)
    expect(Math.min(...(spo2?.min ?? []).filter((value) => value !== null))).toBe(81)
    expect(Math.max(...(spo2?.max ?? []).filter((value) => value !== null))).toBe(97)
    expect(spo2?.value).toContain(null)
    expect(spo2?.quality).toBeUndefined()
  })

  test.each(['?metrics=pulse', '?maxPoints=1', '?maxPoints=1e9', '?from=1'])('are refused for %s', async (query) => {
    expect((await running.as.clinician('GET', `/sessions/${id}/readings${query}`)).status).toBe(400)
  })

  test('come as CSV in the long form', async () => {
    const csv = await running.as.clinician('GET', `/sessions/${id}/export.csv`)
    expect(csv.headers.get('content-type')).toMatch(/^text\/csv/)
    expect(csv.headers.get('content-disposition')).toMatch(/attachment; filename="[\w-]+-readings\.csv"/)
    const lines = csv.text.split('\r\n')
    expect(lines[0]).toBe('time,metric,value,unit,quality,source,device')
    expect(lines[1]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z,spo2,97,%,good,device,dev_\S+$/)
    expect(lines.find((line) => line.includes('none'))).toMatch(/,spo2,,%,none,device,/)
    expect(lines.find((line) => line.includes('sbp'))).toMatch(/,sbp,121.5,mm\[Hg\],good,device,/)
    expect(lines.at(-1)).toBe('')
    expect((await running.as.clinician('GET', `/sessions/${id}/export.csv?part=notes`)).status).toBe(400)
  })
})

describe('the summary', () => {
  test('is what an own calculation over the readings gives', async () => {
    const answer = summarySchema.parse((await running.as.clinician('GET', `/sessions/${id}/summary`)).json)
    const { spo2 } = answer.metrics
    const mean = SPO2.reduce((sum, value) => sum + value, 0) / SPO2.length
    expect(spo2).toMatchObject({ n: 6, min: 81, max: 97, median: 96 })
    expect(spo2?.mean).toBeCloseTo(mean, 9)
    expect(spo2?.outside.length).toBeGreaterThan(0)
    expect(answer.phases).toMatchObject([{ phase: 'preparing' }])
    expect(answer.dose).toBeNull()
  })

  test('leaves out what was marked as an artefact, and says both', async () => {
    const { spo2 } = await readings('?metrics=spo2')
    const [, , , from, to] = (spo2?.time ?? []).map((ms) => new Date(ms).toISOString())
    const body = { type: 'markArtefact', metric: 'spo2', from, to, reason: 'cuff on the same arm' }
    const headers = { 'idempotency-key': 'mark' }
    expect((await running.as.nurse('POST', `/sessions/${id}/commands`, { body, headers })).status).toBe(200)
    const answer = summarySchema.parse((await running.as.clinician('GET', `/sessions/${id}/summary`)).json)
    expect(answer.metrics.spo2).toMatchObject({ n: 4, min: 95, unfiltered: { n: 6, min: 81 } })
    expect(answer.metrics.spo2?.filter).toEqual({ name: 'goodUnmarked', marked: 2, poor: 0 })
    // No baseline, no dose: no rise.
    expect(answer.pressure).toBeNull()
  })
})

describe('a patient', () => {
  test('is found by record number, with the visits in order and what they came to', async () => {
    const recordNumber = `R-${bay}`
    const patient = patientAnswerSchema.parse((await running.as.clinician('GET', `/patients/${recordNumber}`)).json)
    expect(patient).toMatchObject({ recordNumber, displayName: 'Test Person' })
    expect(patient.sessions.map((view) => view.id)).toEqual([id])
    const headers = { 'idempotency-key': 'score' }
    const body = { type: 'recordAssessment', scale: 'pain', score: 3 }
    await running.as.nurse('POST', `/sessions/${id}/commands`, { body, headers })
    const series = seriesAnswerSchema.parse(
      (await running.as.clinician('GET', `/patients/${recordNumber}/series`)).json,
    )
    expect(series.sessions).toMatchObject([
      { id, weightKg: 80, dose: null, scores: [{ scale: 'pain', score: 3 }], extremes: { spo2: { max: 97 } } },
    ])
  })

  test('whom nobody knows is not found', async () => {
    expect((await running.as.clinician('GET', '/patients/none')).status).toBe(404)
    expect((await running.as.clinician('GET', '/patients/none/series')).status).toBe(404)
  })
})

describe('readings of the finger', () => {
  test('say which were poor while the cuff of the same monitor was at work', async () => {
    const now = Date.now()
    const iso = (ms: number) => new Date(ms).toISOString()
    const cuffed = { metric: 'spo2', value: 71, quality: 'poor', time: iso(now) }
    const pressure = { metric: 'sbp', value: 118, time: iso(now + 20) }
    const body = { device: DEVICE, observations: [cuffed, pressure] }
    expect((await running.as.device('POST', '/observations', { body })).status).toBe(202)
    for (const query of ['', '?metrics=spo2', `?metrics=spo2&to=${iso(now + 10)}`]) {
      const { spo2 } = await readings(query)
      const last = spo2?.value.lastIndexOf(71) ?? -1
      expect([spo2?.quality?.[last], spo2?.duringCuff?.[last], spo2?.duringCuff?.[0]]).toEqual(['poor', true, false])
    }
    expect((await readings('?metrics=sbp')).sbp).not.toHaveProperty('duringCuff')
    const { chart } = chartAnswerSchema.parse((await running.as.nurse('GET', `/sessions/${id}/chart`)).json)
    const drawn = chart?.lines.find(({ series }) => series.metric === 'spo2')
    expect(drawn?.series.duringCuff).toEqual([{ from: now, to: now }])
  })
})

describe('values taken by hand', () => {
  test('are given as amended, with the first one kept beside', async () => {
    const order = (who: 'nurse' | 'clinician', body: unknown, key: string) =>
      running.as[who]('POST', `/sessions/${id}/commands`, { body, headers: { 'idempotency-key': key } })
    const taken = await order('nurse', { type: 'recordVitals', values: { sbp: 210, temp: 36.6 } }, 'hand')
    const seq = (taken.json as { events: { seq: number }[] }).events[0]?.seq
    await order('clinician', { type: 'amend', seq, correction: { values: { sbp: 131 } }, reason: 'slip' }, 'mend')
    const all = await readings('')
    const { time, value, source = [], first = [] } = all.sbp ?? { time: [], value: [] }
    const at = source.indexOf('manual')
    expect([value[at], first[at], first[0]]).toEqual([131, 210, null])
    expect(value).not.toContain(210)
    expect(all.temp).not.toHaveProperty('first')
    expect(all.spo2).not.toHaveProperty('first')
    expect(Object.keys(await readings('?metrics=temp'))).toEqual(['temp'])
    const iso = (ms: number) => new Date(ms).toISOString()
    const later = (time[at] ?? 0) + 1
    expect((await readings(`?metrics=sbp&from=${iso(later)}`)).sbp?.value ?? []).not.toContain(131)
    expect((await readings(`?metrics=sbp&to=${iso(later)}&maxPoints=100`)).sbp?.max).not.toContain(210)
  })
})
