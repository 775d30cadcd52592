import { beforeAll, describe, expect, test } from 'vitest'
import type { CsvForm, CsvPart, Reports } from '../../../server/ports/reports.ts'
import { csvObjects, readCsv } from '../../support/csv-reader.ts'
import { signedVisit, toldVisit } from '../../support/told-visit.ts'
import { batchesOf, eventsOf, reportsOf, textOf } from '../../support/visit-record.ts'
import { at, beginVisit, sample, type Visit } from '../../support/visit.ts'

let visit: Visit
let reports: Reports

const csv = (part: CsvPart, form: CsvForm = 'long', query = {}) =>
  reports.csv(visit.state.id, { part, form, ...query }).then(textOf)

beforeAll(async () => {
  visit = toldVisit()
  reports = await reportsOf(visit, at(80))
})

/** Counted out of what the test wrote, apart from the exports. */
const written = () => batchesOf(visit).flatMap(({ readings }) => readings)

describe('readings, long', () => {
  test('are one a line, in order of time, with unit, quality and origin of each', async () => {
    const rows = csvObjects(await csv('readings'))
    expect(Object.keys(rows[0] ?? {}).join()).toBe('time,metric,value,unit,quality,source,device')
    expect(rows).toHaveLength(written().length)
    expect(rows.map(({ time }) => time)).toEqual(rows.map(({ time }) => time).toSorted())
    expect(new Set(rows.map(({ unit }) => unit))).toEqual(new Set(['/min', '%', 'mm[Hg]', 'Cel']))
    const count = (quality: string) => rows.filter((row) => row.quality === quality).length
    expect(count('poor')).toBe(written().filter((it) => it.kind === 'sample' && it.quality === 'poor').length)
    expect(count('none')).toBe(written().filter((it) => it.kind === 'noValue').length)
    expect(rows.find(({ quality }) => quality === 'none')).toMatchObject({ metric: 'spo2', value: '', unit: '%' })
  })

  test('by hand have their origin, no device, and the value that they were corrected to', async () => {
    const hand = csvObjects(await csv('readings')).filter(({ source }) => source === 'manual')
    expect(hand.map(({ metric, value, device }) => [metric, value, device])).toEqual([
      ['sbp', '131', ''],
      ['dbp', '88', ''],
      ['temp', '36.6', ''],
    ])
  })

  test('can be asked for by metric and time', async () => {
    const query = { metrics: ['spo2'] as const, from: at(2), to: at(3) }
    const rows = csvObjects(await csv('readings', 'long', query))
    expect(rows).toHaveLength(61)
    expect(new Set(rows.map(({ metric }) => metric))).toEqual(new Set(['spo2']))
  })
})

describe('readings, wide', () => {
  test('are one time a line and say the same as the long ones', async () => {
    const rows = csvObjects(await csv('readings', 'wide'))
    expect(new Set(rows.map(({ time }) => time)).size).toBe(rows.length)
    const long = csvObjects(await csv('readings'))
    const again = rows.flatMap((row) =>
      ['hr', 'spo2', 'sbp', 'dbp', 'map', 'rr', 'temp'].flatMap((metric) =>
        row[`${metric}_quality`] === ''
          ? []
          : [
              [
                row.time,
                metric,
                row[metric],
                row[`${metric}_unit`],
                row[`${metric}_quality`],
                row[`${metric}_source`],
                row[`${metric}_device`],
              ].join(),
            ],
      ),
    )
    expect(again.toSorted()).toEqual(long.map((row) => Object.values(row).join()).toSorted())
  })

  test('of two devices at one time stand in two lines', async () => {
    const two = beginVisit()
    two.read([sample('hr', 70, at(1)), sample('hr', 71, at(1), { deviceId: 'd_2' as never })], at(1))
    const file = await (await reportsOf(two, at(2))).csv(two.state.id, { part: 'readings', form: 'wide' })
    expect(csvObjects(await textOf(file)).map(({ hr, hr_device: device }) => [hr, device])).toEqual([
      ['70', 'd_1'],
      ['71', 'd_2'],
    ])
  })
})

describe('events', () => {
  test.each(['long', 'wide'] as const)('%s, are one a line in the order of their numbers', async (form) => {
    const rows = csvObjects(await csv('events', form))
    expect(rows.map(({ seq, type }) => [Number(seq), type])).toEqual(
      eventsOf(visit).map(({ seq, type }) => [seq, type]),
    )
    expect(rows.every(({ simulated }) => simulated === 'false')).toBe(true)
  })

  test('have who wrote them, when it happened, and the figure with its unit', async () => {
    const rows = csvObjects(await csv('events'))
    const one = (type: string) => rows.find((row) => row.type === type)
    expect(one('symptomRecorded')).toMatchObject({
      by: 'Nora',
      role: 'nurse',
      time: new Date(at(43)).toISOString(),
      occurred_at: new Date(at(20)).toISOString(),
    })
    expect(one('infusionStarted')).toMatchObject({ value: '40', unit: 'mg' })
    expect(one('assessmentRecorded')).toMatchObject({ value: '14', unit: '{score}' })
  })

  test('keep commas, quotes and line ends of what people wrote', async () => {
    const said = '4 mg IV, "slowly", then\nwater'
    const [long, wide] = [csvObjects(await csv('events')), csvObjects(await csv('events', 'wide'))]
    const given = long.find(({ type }) => type === 'interventionRecorded')
    expect(JSON.parse(given?.data ?? '')).toEqual({ intervention: 'ondansetron', detail: said })
    expect(wide.find(({ type }) => type === 'interventionRecorded')?.['data.detail']).toBe(said)
  })
})

describe('alarms', () => {
  test('long, are one transition a line, as they were written', async () => {
    const rows = csvObjects(await csv('alarms'))
    const transitions = eventsOf(visit).filter(({ data }) => 'alarmId' in data)
    expect(rows.map(({ seq }) => Number(seq))).toEqual(transitions.map(({ seq }) => seq))
    expect(rows.length).toBeGreaterThan(2)
    expect(rows.find(({ channel }) => channel === 'sbp.high')).toMatchObject({ transition: 'raised', unit: 'mm[Hg]' })
    expect(rows.find(({ channel }) => channel === 'spo2.sensorOff')).toMatchObject({ transition: 'raised', unit: '' })
  })

  test('wide, are one alarm a line with time to acknowledge', async () => {
    const signed = signedVisit()
    const file = await (await reportsOf(signed, at(80))).csv(signed.state.id, { part: 'alarms', form: 'wide' })
    const rows = csvObjects(await textOf(file))
    const raised = eventsOf(signed).filter(({ type }) => type === 'alarmRaised')
    expect(rows).toHaveLength(raised.length)
    for (const row of rows.filter(({ acknowledged }) => acknowledged !== '')) {
      const seconds = (Date.parse(row.acknowledged ?? '') - Date.parse(row.raised ?? '')) / 1_000
      expect(Number(row.time_to_acknowledge_s)).toBe(seconds)
      expect(row.acknowledged_by).toBe('Nora')
    }
  })
})

describe('a CSV', () => {
  test.each([
    ['readings', 'long'],
    ['readings', 'wide'],
    ['events', 'long'],
    ['events', 'wide'],
    ['alarms', 'long'],
    ['alarms', 'wide'],
  ] as const)('of %s, %s, of a visit where nothing happened yet has its header', async (part, form) => {
    const empty = beginVisit({ admit: false })
    const file = await (await reportsOf(empty, at(2))).csv(empty.state.id, { part, form })
    expect(file?.type).toBe('text/csv; charset=utf-8; header=present')
    expect(file?.name).toBe(`vigil-s_1-${part}${form === 'long' ? '' : '-wide'}.csv`)
    expect(readCsv(await textOf(file))[0]?.length).toBeGreaterThan(0)
  })

  test('of a simulated visit says so in every line', async () => {
    const made = beginVisit()
    made.read([sample('hr', 70, at(1), { origin: 'simulated' })], at(1))
    const simulated = await reportsOf(made, at(2))
    const events = await textOf(await simulated.csv(made.state.id, { part: 'events', form: 'long' }))
    expect(csvObjects(events).every((row) => row.simulated === 'true')).toBe(true)
    const readings = await textOf(await simulated.csv(made.state.id, { part: 'readings', form: 'long' }))
    expect(csvObjects(readings)[0]).toMatchObject({ source: 'simulated' })
  })

  test('of nobody is none', async () => {
    expect(await reports.csv('s_9' as never, { part: 'events', form: 'long' })).toBeNull()
  })
})
