import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RawReading } from '../../../server/ports/source.ts'
import { takeFrame } from '../../support/desk.ts'

const FOLDER = path.resolve(import.meta.dirname, '../../fixtures/hl7')

const take = (file: string) => takeFrame(readFileSync(path.join(FOLDER, `${file}.hl7`)))

const WANTED: readonly (readonly [file: string, acks: readonly string[], vitals: readonly string[]])[] = [
  ['admission', ['AR A8'], []],
  ['central-inops', ['AA CX1'], ['spo2 86 poor', 'hr off', 'rr off']],
  ['clock-broadcast', ['AR N1'], []],
  ['laboratory-saturation', ['AA L1'], []],
  ['loinc', ['AA X2'], ['sbp 120', 'dbp 80', 'hr 72', 'spo2 98', 'temp 98.6', 'rr 14']],
  ['monitor-in-demo-mode', ['CA 78'], ['spo2 100']],
  ['moved-fields', ['AA 17'], ['hr 88', 'spo2 97']],
  [
    'name-wins-over-number',
    ['AA 20260302120000.10010042'],
    ['sbp 128', 'dbp 76', 'abpSys 135', 'abpDia 71', 'pr 60', 'spo2 97'],
  ],
  ['older-protocol', ['AA 503'], ['hr 60', 'sbp 120', 'dbp 80', 'map 93', 'spo2 off']],
  [
    'plain-names',
    ['AA 9'],
    // PR^PR interval in ms goes to the door by its name, and is refused there by its unit.
    ['hr 71', 'pr 160', 'spo2 98', 'sbp 122', 'dbp 78', 'rr 16', 'temp 36.8'],
  ],
  ['query-response', ['CR 1902'], []],
  ['sentinels', ['CA 41'], ['spo2 --', 'pr --', 'hr --']],
  ['spot-check', ['AA S1'], ['spo2 99', 'sbp 118']],
  ['two-respirations', ['CA 2'], ['rr 19', 'pi 2.1 poor', 'pr 300 invalid', 'spo2 --']],
  ['ward-monitor-aperiodic', ['CA 77'], ['spo2 98', 'pr 71', 'sbp 131', 'dbp 84', 'map 99', 'temp 97.7']],
  ['waveform', ['CA 42'], []],
]

describe('dialects', () => {
  test('each fixture has a line here', () => {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith('.hl7'))
    expect(WANTED.map(([file]) => `${file}.hl7`)).toEqual(files.toSorted())
  })

  test.each(WANTED)('%s', async (file, acks, vitals) => {
    const taken = await take(file)
    expect([...taken.vitals].sort()).toEqual([...vitals].sort())
    expect(taken.acks).toEqual(acks)
  })
})

const readingOf = async (file: string, metric: string): Promise<RawReading> => {
  const { reports } = await take(file)
  const found = reports[0]?.readings.find((one) => one.metric === metric)
  if (found === undefined) throw new Error(`${file} has no ${metric}`)
  return found
}

const at = (iso: string): number => Date.parse(iso)

describe('times', () => {
  test('a cuff value has its own old time, and says that it is repeated', async () => {
    expect(await readingOf('ward-monitor-aperiodic', 'sbp')).toMatchObject({
      deviceTime: at('2026-03-02T11:52:30Z'),
      isAperiodic: true,
    })
    expect(await readingOf('older-protocol', 'sbp')).toMatchObject({
      deviceTime: at('2026-03-02T11:55:00Z'),
      isAperiodic: true,
    })
  })

  test('a value without a time of its own has the message’s, and says so', async () => {
    expect(await readingOf('two-respirations', 'rr')).toMatchObject({ isTimeOfMessage: true })
    expect(await readingOf('ward-monitor-aperiodic', 'spo2')).not.toHaveProperty('isTimeOfMessage')
  })

  test('a time without a zone is in the zone of the message', async () => {
    expect(await readingOf('two-respirations', 'rr')).toMatchObject({ deviceTime: at('2026-03-02T06:30:00Z') })
  })

  test('a message without any time gives readings without one', async () => {
    expect(await readingOf('older-protocol', 'hr')).not.toHaveProperty('deviceTime')
  })

  test('a spot check was made when its order says', async () => {
    const { reports } = await take('spot-check')
    expect(reports[0]).toMatchObject({ messageTime: at('2026-03-02T12:00:00Z') })
    for (const reading of reports[0]?.readings ?? []) {
      expect(reading).toMatchObject({ deviceTime: at('2026-03-01T12:00:00Z'), isAperiodic: true })
      expect(reading).not.toHaveProperty('isTimeOfMessage')
    }
  })
})

describe('origin', () => {
  test('a monitor that says DEMO shows no patient', async () => {
    expect((await take('monitor-in-demo-mode')).reports[0]?.isSimulated).toBe(true)
    expect((await take('sentinels')).reports[0]?.isSimulated).toBe(false)
  })

  test.each([
    ['T', true],
    ['D', true],
    ['T^A', true],
    ['P', false],
    ['', false],
  ])('MSH-11 %j', async (processing, isSimulated) => {
    const text = `MSH|^~\\&|M||||20260302||ORU^R01|1|${processing}|2.6\rOBR|1\rOBX|1|NM|HR||70`
    expect((await takeFrame(text)).reports[0]?.isSimulated).toBe(isSimulated)
  })
})

describe('who speaks', () => {
  const spoken = async (msh3: string, msh4: string, ...segments: readonly string[]) => {
    const head = `MSH|^~\\&|${msh3}|${msh4}|||20260302||ORU^R01|1|P|2.6`
    const { reports } = await takeFrame([head, ...segments, 'OBX|1|NM|HR||70'].join('\r'))
    return reports[0]
  }
  const withEquipment = 'OBX|1|NM|SPO2||97||||||F|||||||EQ1^MODEL^EQ1^EUI-64'

  test.each([
    [['APP^00A0^EUI-64', 'FAC', 'PV1||I|ICU^^4', 'OBR|1', withEquipment], 'EQ1^MODEL^EQ1^EUI-64'],
    [['APP^00A0^EUI-64', 'FAC', 'PV1||I|ICU^^4', 'OBR|1'], 'APP^00A0^EUI-64 / ICU^^4'],
    [['APP', 'FAC', 'PV1||I|^^', 'OBR|1'], 'APP'],
    [['', 'SN5', 'PV1||I|^^&24', 'OBR|1'], 'SN5 / ^^&24'],
    [['', '', 'PV1||I|^^Doc1&5&1', 'OBR|1'], '^^Doc1&5&1'],
    [['^^', '', 'OBR|1'], '10.0.0.9'],
  ] as const)('%j speaks as %s', async ([msh3, msh4, ...segments], identity) => {
    expect((await spoken(msh3, msh4, ...segments))?.identity).toBe(identity)
  })

  test('place and patient go along, so that two under one identity are noticed', async () => {
    const report = await spoken('APP', '', 'PID|||4711^^^H||X^Y', 'PV1||I|ICU^^4', 'OBR|1')
    expect(report).toMatchObject({ location: 'ICU^^4', patientRef: '4711' })
    const nobody = await spoken('APP', '', 'PID|||^^^H^PI||^^', 'PV1||I|^^', 'OBR|1')
    expect(nobody).not.toHaveProperty('location')
    expect(nobody).not.toHaveProperty('patientRef')
  })

  test.each([
    ['VS^00A0^EUI-64', '', 'ICU^^4', 'VS, bed 4'],
    ['', 'SN5', '^^&24', 'SN5, bed 24'],
    ['', '', 'ICU/PCU^^pDemo6&0&0', 'bed pDemo6'],
    ['^Efficient', '', '^^', 'Efficient'],
  ])('%s %s %s is called %s', async (msh3, msh4, place, name) => {
    expect((await spoken(msh3, msh4, `PV1||I|${place}`, 'OBR|1'))?.name).toBe(name)
  })
})

describe('technical alarms', () => {
  const alarm = async (text: string, ...more: readonly string[]) => {
    const head = 'MSH|^~\\&|||||20260302120000||ORU^R01|1|P|2.3'
    const row = `OBX||TX|5^HardInop^MDIL-ALERT||${text}||||||F`
    const { vitals, reports } = await takeFrame([head, 'OBR|1', row, ...more].join('\r'))
    return { vitals, isLeaving: reports[0]?.isLeaving === true }
  }

  test.each([
    ['SpO2   No Sensor', ['spo2 off']],
    ['SpO2T  Sensor Off', ['spo2 off']],
    ['SpO2   No Pulse', ['spo2 --']],
    ['SpO2   Searching', ['spo2 --']],
    ['SpO2   Non-Pulsat.', ['spo2 --']],
    ['LA Lead Off', ['hr off']],
    ['ABP    Disconnect', ['abpSys off', 'abpDia off', 'abpMean off']],
    ['CO2    No Tubing', []],
    ['Tcore  Unplugged', ['temp off']],
    ['SpO2   Alarm Off', []],
    ['PAP    No Pulse', []],
    ['NBP    Cuff Not Deflated', []],
    ['Battery Low', []],
    ['', []],
  ])('%j', async (text, vitals) => {
    expect((await alarm(text)).vitals).toEqual(vitals)
  })

  test.each(['No Data Monitor', 'NO DATA BED', 'No Data Tele'])('%s: the device is gone', async (text) => {
    expect((await alarm(text)).isLeaving).toBe(true)
  })

  test('values beside "no data" are data', async () => {
    const { vitals, isLeaving } = await alarm('No Data Monitor', 'OBX||NM|HR||70')
    expect({ vitals, isLeaving }).toEqual({ vitals: ['hr 70'], isLeaving: false })
  })

  test('they are kept and shown as they came', async () => {
    const { reports } = await take('central-inops')
    expect(reports[0]?.unknown?.map(({ name, value }) => `${name} ${value}`)).toContain('HardInop ECG    LEADS OFF')
  })
})

describe('values', () => {
  const value = async (type: string, text: string, status = 'F') => {
    const head = 'MSH|^~\\&|M||||20260302120000||ORU^R01|1|P|2.6'
    return (await takeFrame([head, 'OBR|1', `OBX|1|${type}|HR||${text}||||||${status}`].join('\r'))).vitals
  }

  test.each([
    ['NM', '72', ['hr 72']],
    ['NM', ' 72 ', ['hr 72']],
    ['NM', '+72', ['hr 72']],
    ['NM', '72,5', ['hr 72.5']],
    ['', '72', ['hr 72']],
    ['ST', '72', ['hr 72']],
    ['SN', '=^72', ['hr 72']],
    ['SN', '^72', ['hr 72']],
    ['SN', '<^30', []],
    ['SN', '60^-^80', []],
    ['NM', '60~80', []],
    ['NA', '60^61^62', []],
    ['CE', '72^text', []],
    ['TX', 'about 70', []],
    ['NM', '""', ['hr --']],
    ['NM', '', ['hr --']],
    ['ST', '***', ['hr --']],
    ['ST', '   ', ['hr --']],
    ['NM', 'NaN', ['hr --']],
    ['NM', '8388607', ['hr --']],
  ])('%s %j', async (type, text, vitals) => {
    expect(await value(type, text)).toEqual(vitals)
  })

  test.each([
    ['X', ['hr --']],
    ['D', []],
    ['W', []],
    ['R', ['hr 72']],
    ['C', ['hr 72']],
    ['', ['hr 72']],
  ])('OBX-11 %j', async (status, vitals) => {
    expect(await value('NM', '72', status)).toEqual(vitals)
  })
})
