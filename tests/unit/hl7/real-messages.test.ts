import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { createFramer } from '../../../server/sources/hl7/framer.ts'
import { acknowledged, inWords, openDesk, takeFrame } from '../../support/desk.ts'

// Messages of real monitors, kept beside the checkout: their licences do not let them into it.
const FOLDER = path.resolve(import.meta.dirname, '../../../../shared/data/hl7')
const isThere = existsSync(FOLDER)

interface Wanted {
  readonly file: string
  /** In any order. */
  readonly vitals: readonly string[]
  /** MSA-1 of each answer. */
  readonly codes: readonly string[]
  readonly isSimulated?: boolean
}

const none = (file: string, ...codes: readonly string[]): Wanted => ({ file, vitals: [], codes })
const live = (file: string, code: string, ...vitals: readonly string[]): Wanted => ({ file, vitals, codes: [code] })
const demo = (file: string, ...vitals: readonly string[]): Wanted => ({
  file,
  vitals,
  codes: ['AA'],
  isSimulated: true,
})

/** What the README beside the messages says of each, in figures. */
const WANTED: readonly Wanted[] = [
  none('cdc-batch-fhs-bhs-four-oru', 'AE', 'AE', 'AE', 'AE'),
  live('continua-wan-bp', 'AA', 'sbp 120', 'dbp 80', 'map 100'),
  none('continua-wan-fitness', 'AA'),
  live('continua-wan-oximeter-pleth-na', 'AA', 'spo2 80.5'),
  none('continua-wan-scale', 'AA'),
  live(
    'draeger-infinity-gateway-v23',
    'AA',
    ...['hr 119', 'pr 123', 'spo2 100', 'abpSys 125', 'abpDia 56', 'abpMean 87', 'temp 22.8'],
  ),
  live('ge-b40-pcd01-cyrillic', 'AA', 'hr 68', 'pr 67', 'spo2 97'),
  none('hapi-arterial-blood-gas-13-obx', 'AA'),
  none('hapi-escape-sequences-nte', 'AA'),
  none('hapi-obx2-invalid-type', 'AE'),
  none('hapi-obx2-missing', 'AE'),
  demo('home-bp-monitor-utf8-hungarian', 'sbp 140.5', 'dbp 95', 'pr 75.5'),
  live('ihe-pcd01-aware-gateway-icu', 'AA', 'hr 60', 'pr 60', 'abpSys 120', 'abpDia 80', 'abpMean 92'),
  live('ihe-pcd01-bp-minimal', 'AA', 'sbp 120', 'dbp 80', 'map 100'),
  none('linuxforhealth-repeating-address-lf', 'AE'),
  live('mindray-egateway-pcd01-vendor-codes', 'CA', 'spo2 98', 'pr 65', 'pi 1.76', 'hr 66', 'rr 17'),
  none('nhapi-mixed-value-types', 'CE'),
  none('nhapi-repeating-ft-values', 'CE'),
  live('nihon-kohden-two-obr-nibp', 'AA', 'pr 77', 'spo2 99', 'sbp 133', 'dbp 77', 'map 95'),
  live('northern-monitor-minus-100-sentinel', 'AA', 'spo2 off', 'pr off', 'temp 38.5', 'sbp 142', 'dbp 100', 'map 114'),
  none('npm-nodehl7-blank-lines-crlf', 'AA'),
  none('npm-simple-hl7-explicit-null-units', 'AA'),
  none('philips-efficia-cm-alarm-yellow', 'AA'),
  live('philips-efficia-cm-live-monitor', 'AA', 'hr 60', 'spo2 96', 'rr 20', 'pr 59'),
  demo('philips-piic-alarm-spo2-86-red-pap', 'hr 120', 'rr 40', 'spo2 86', 'pr 80', 'pi 4.2'),
  demo('philips-piic-explicit-nulls-spo2t-no-pulse', 'rr 30', 'hr 80', 'spo2 --'),
  demo('philips-piic-inop-no-data-monitor'),
  demo(
    'philips-piic-invasive-abp',
    ...['hr 60', 'rr 11', 'abpSys 112', 'abpDia 62', 'abpMean 86', 'spo2 99', 'pr 80', 'pi 3.5'],
  ),
  demo('philips-piic-mode-only'),
  demo('philips-piic-nbp-first-reading', 'spo2 98', 'pr 80', 'pi 4.2', 'sbp 117', 'dbp 88', 'map 98', 'hr 80'),
  demo('philips-piic-spo2-searching', 'hr 120', 'spo2 --'),
  live('philips-suresigns-vs-spotcheck', 'AA', 'spo2 100', 'dbp 69'),
  none('python-hl7-normative-glucose-sn', 'AA'),
]

const readFile = (file: string): Uint8Array => readFileSync(path.join(FOLDER, `${file}.hl7`))

if (!isThere) test.skip('real messages: ../shared/data/hl7 is not there, so none of them was looked at')

describe.runIf(isThere)('messages of real senders', () => {
  test('each file has a line here', () => {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith('.hl7'))
    expect(WANTED.map(({ file }) => `${file}.hl7`)).toEqual(files.toSorted())
  })

  test.each(WANTED)('$file', async ({ file, vitals, codes, isSimulated = false }) => {
    const taken = await takeFrame(readFile(file))
    expect([...taken.vitals].sort()).toEqual([...vitals].sort())
    expect(taken.acks.map((ack) => ack.slice(0, 2))).toEqual(codes)
    if (vitals.length > 0) expect(taken.reports.map((report) => report.isSimulated)).toEqual([isSimulated])
  })

  test('one after another to one desk they stay apart, though several carry one id', async () => {
    const { desk, reports } = openDesk()
    for (const { file } of WANTED) await desk.take(readFile(file), '10.0.0.9')
    const wanted = WANTED.flatMap(({ vitals }) => vitals).length
    expect(reports.flatMap(({ readings }) => readings)).toHaveLength(wanted)
  })

  test('the central that hears nothing of its bedside monitor says that it is gone', async () => {
    const { reports } = await takeFrame(readFile('philips-piic-inop-no-data-monitor'))
    expect(reports[0]?.isLeaving).toBe(true)
  })

  test.each([
    ['philips-piic-mode-only', 'ICU/PCU^^iDemo1&0&0', 'bed iDemo1'],
    ['ge-b40-pcd01-cyrillic', '080019FFFE1443EC^B40_GE', 'B40_GE, bed 443EC'],
    ['mindray-egateway-pcd01-vendor-codes', '000F14049B507238^BIG_DIPPER^000F14049B507238^EUI-64', 'BIG_DIPPER, bed 5'],
    ['philips-efficia-cm-live-monitor', '^EfficiaCM', 'EfficiaCM'],
    ['nihon-kohden-two-obr-nibp', 'NIHON KOHDEN / ^^BED-001^10.0.100.98:1', 'NIHON KOHDEN, bed BED-001'],
    ['northern-monitor-minus-100-sentinel', 'northern', 'northern'],
  ])('%s speaks as %s', async (file, identity, name) => {
    const { reports } = await takeFrame(readFile(file))
    expect(reports[0]).toMatchObject({ identity, name })
  })
})

describe.runIf(isThere)('a captured stream of seven beds', () => {
  const stream = (): Buffer => readFileSync(path.join(FOLDER, 'streams', 'philips-piic-mllp-part1.mllp'))

  const messagesOf = (chunks: readonly Uint8Array[]) => {
    const framer = createFramer()
    return [...chunks.flatMap((chunk) => framer.push(chunk)), ...framer.end()]
  }

  test('178 reports are taken, 2 of another type refused, nothing is thrown away', async () => {
    const framed = messagesOf([stream()])
    expect(framed.map(({ kind }) => kind).filter((kind) => kind !== 'message')).toEqual([])
    const { desk, reports } = openDesk()
    const codes: string[] = []
    for (const one of framed) {
      if (one.kind === 'message') codes.push(...acknowledged(await desk.take(one.bytes, '10.0.0.9')))
    }
    expect(codes.filter((code) => code.startsWith('AA'))).toHaveLength(178)
    expect(codes.filter((code) => code.startsWith('AR'))).toHaveLength(2)
    expect(new Set(reports.map(({ identity }) => identity)).size).toBe(7)
    expect(reports.every(({ isSimulated }) => isSimulated)).toBe(true)
    const said = reports.flatMap(({ readings }) => readings.map(inWords))
    expect(said.filter((word) => word.startsWith('hr '))).toHaveLength(162)
    expect(said.filter((word) => word.startsWith('rr '))).toHaveLength(114)
    expect(said.filter((word) => word.startsWith('abpSys '))).toHaveLength(21)
    expect(said.filter((word) => word === 'spo2 86')).toHaveLength(12)
    expect(said.filter((word) => word.startsWith('sbp '))).toEqual(['sbp 117', 'sbp 114'])
    expect(reports.filter(({ isLeaving }) => isLeaving === true)).toHaveLength(8)
  })

  test('cut into pieces of any size it gives the same messages', () => {
    const whole = stream()
    const wanted = messagesOf([whole]).length
    for (const size of [1, 7, 1_000, 65_536]) {
      const chunks = Array.from({ length: Math.ceil(whole.length / size) }, (_, index) =>
        whole.subarray(index * size, (index + 1) * size),
      )
      expect(messagesOf(chunks)).toHaveLength(wanted)
    }
  })
})
