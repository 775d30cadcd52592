import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { csvObjects } from '../../support/csv-reader.ts'
import { newVisit, startApp, type RunningApp } from '../../support/running-app.ts'

let running: RunningApp
let id: string

beforeAll(async () => {
  running = await startApp()
  const [bay = '' as never] = running.bays
  const made = await running.as.nurse('POST', '/sessions', { body: newVisit(bay) })
  id = (made.json as { id: string }).id
  const post = (observations: readonly unknown[]) =>
    running.as.device('POST', '/observations', { body: { device: 'Monitor', observations } })
  await post([{ metric: 'hr', value: 70 }])
  const [device] = (await running.as.nurse('GET', '/devices')).json as { id: string }[]
  await running.as.nurse('PATCH', `/devices/${device?.id ?? ''}`, { body: { bay } })
  await post([
    { metric: 'hr', value: 71 },
    { metric: 'spo2', value: 97 },
    { metric: 'sbp', value: 121 },
    { metric: 'dbp', value: 78 },
  ])
})
afterAll(() => running.stop())

const get = (path: string, as: keyof RunningApp['as'] = 'nurse') => running.as[as]('GET', path)

describe('exports of a visit', () => {
  test.each([
    ['export.csv', 'text/csv; charset=utf-8; header=present', /^attachment; filename="vigil-[\w-]+-readings\.csv"$/],
    ['export.csv?part=events', 'text/csv; charset=utf-8; header=present', /-events\.csv"$/],
    ['export.csv?part=alarms&form=wide', 'text/csv; charset=utf-8; header=present', /-alarms-wide\.csv"$/],
    ['export.fhir.json', 'application/fhir+json; charset=utf-8', /^attachment; filename="vigil-[\w-]+-fhir\.json"$/],
    ['report.pdf', 'application/pdf', /^inline; filename="vigil-[\w-]+-report\.pdf"$/],
    ['report.pdf?paper=letter', 'application/pdf', /-report\.pdf"$/],
  ])('%s comes as a file of its type', async (path, type, disposition) => {
    const answer = await get(`/sessions/${id}/${path}`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe(type)
    expect(answer.headers.get('content-disposition')).toMatch(disposition)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.text.length).toBeGreaterThan(20)
  })

  test('tell what the monitor sent', async () => {
    const rows = csvObjects((await get(`/sessions/${id}/export.csv`)).text)
    expect(rows.map(({ metric, value, source }) => [metric, value, source])).toEqual([
      ['hr', '71', 'device'],
      ['spo2', '97', 'device'],
      ['sbp', '121', 'device'],
      ['dbp', '78', 'device'],
    ])
    const bundle = (await get(`/sessions/${id}/export.fhir.json`)).json as { resourceType: string; entry: unknown[] }
    expect(bundle.resourceType).toBe('Bundle')
    expect(JSON.stringify(bundle.entry)).toContain('85354-9')
    expect((await get(`/sessions/${id}/report.pdf`)).text.startsWith('%PDF-')).toBe(true)
  })

  test.each(['export.csv', 'export.fhir.json', 'report.pdf'])('%s of no visit is not found', async (path) => {
    expect((await get(`/sessions/nothing/${path}`)).status).toBe(404)
  })

  test.each(['export.csv?part=notes', 'export.csv?form=tall', 'export.csv?metrics=mood', 'report.pdf?paper=a3'])(
    '%s is refused',
    async (path) => {
      expect((await get(`/sessions/${id}/${path}`)).status).toBe(400)
    },
  )

  test.each(['export.csv', 'export.fhir.json', 'report.pdf'])('%s is for staff alone', async (path) => {
    expect((await get(`/sessions/${id}/${path}`, 'display')).status).toBe(403)
    expect((await get(`/sessions/${id}/${path}`, 'device')).status).toBe(403)
    expect((await get(`/sessions/${id}/${path}`, 'nobody')).status).toBe(401)
  })

  test('are described to programs', async () => {
    const { paths } = (await get('/openapi.json')).json as { paths: Record<string, unknown> }
    for (const path of ['export.csv', 'export.fhir.json', 'report.pdf'])
      expect(paths).toHaveProperty([`/api/v1/sessions/{id}/${path}`])
  })
})
