import { describe, expect, test } from 'vitest'
import { bayId } from '../../../shared/domain/ids.ts'
import { CUFF, HR, message, openLine, ORDER, row, SPO2 } from '../../support/monitor-line.ts'
import { nurse } from '../../support/visit.ts'

/** What one message is answered with and what of it is stored. */
const take = async (text: string | Uint8Array) => {
  const line = await openLine()
  const acks = await line.send(text)
  return { acks, stored: await line.stored() }
}

const storedOf = async (...rows: readonly string[]) => (await take(message({ rows: [ORDER, ...rows] }))).stored

describe('names and numbers', () => {
  test.each([
    ['147842^MDC_ECG_HEART_RATE^MDC', 'hr'],
    ['147842^^MDC', 'hr'],
    ['0002-4182^HR^MDIL', 'hr'],
    ['8867-4^^LN', 'hr'],
    ['0002-4bb8^^MDIL', 'spo2'],
    ['0002-4BB8^SpO2^MDIL', 'spo2'],
    ['2708-6^^LN', 'spo2'],
    ['59408-5', 'spo2'],
    ['NOM_PULS_OXIM_SAT_O2', 'spo2'],
    ['^MDC_PULS_OXIM_SAT_O2^MDC', 'spo2'],
    ['149530^^MDC', 'pr'],
    ['0002-481a^^MDIL', 'pr'],
    ['0002-480a^Pulse^MDIL', 'pr'],
    ['149522^MDC_PULS_RATE^MDC', 'pr'],
    ['149546^^MDC', 'pr'],
    ['8889-8^^LN', 'pr'],
    ['150021^^MDC', 'sbp'],
    ['150302^^MDC', 'dbp'],
    ['0002-4a07^NBPm^MDIL', 'map'],
    ['150017^MDC_PRESS_BLD_NONINV_SYS^MDC', 'sbp'],
    ['150021^MDC_PRESS_BLD_ART_SYS^MDC', 'abpSys'],
    ['150022^MDC_PRESS_BLD_ART_DIA^MDC', 'abpDia'],
    ['0002-4a15^ABPs^MDIL', 'abpSys'],
    ['0002-500a^RR^MDIL', 'rr'],
    ['0002-5000^Resp^MDIL', 'rr'],
    ['9279-1^^LN', 'rr'],
    ['188496^MDC_TEMP_AXIL^MDC', 'temp'],
    ['0002-4b60^Tcore^MDIL', 'temp'],
  ])('%s is %s', async (code, metric) => {
    expect(await storedOf(row(code, 40))).toEqual([`${metric} 40`])
  })

  test('a name that nobody knows leaves its number no say, and is kept for the device’s page', async () => {
    const line = await openLine()
    await line.send(message({ rows: [ORDER, row('150456^MDC_SOMETHING_NEW^MDC', 97, { unit: '%' })] }))
    expect(await line.stored()).toEqual([])
    const [device] = line.devices.list()
    expect(device === undefined ? null : line.devices.detail(device.id)?.unknown).toEqual([
      { code: '150456', name: 'MDC_SOMETHING_NEW', value: '97', unit: '%' },
    ])
  })

  test('an id in OBX-2 has its fields one place to the left', async () => {
    expect(await storedOf(`OBX|1|${SPO2}|1.3.1|96|262688^MDC_DIM_PERCENT^MDC|||||F`)).toEqual(['spo2 96'])
    expect(await storedOf(`OBX|1|${SPO2}||96|262688^MDC_DIM_PERCENT^MDC|||||F`)).toEqual(['spo2 96'])
  })

  test('rows of the tree of parts are no values', async () => {
    expect(
      await storedOf(
        'OBX|1||69965^MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS^MDC|1.0.0.0|||||||X',
        'OBX|2||70686^MDC_DEV_PRESS_BLD_NONINV_VMD^MDC|1.1.0.0|||||||X',
        row(SPO2, 96),
      ),
    ).toEqual(['spo2 96'])
  })
})

describe('units', () => {
  test.each([
    ['150344^MDC_TEMP^MDC', 98.6, '268160^MDC_DIM_FAHR^MDC', 'temp 37'],
    ['150344^MDC_TEMP^MDC', 98.6, 'degF', 'temp 37'],
    ['150344^MDC_TEMP^MDC', 37, 'º C', 'temp 37'],
    ['150344^MDC_TEMP^MDC', 98.6, '', 'temp 98.6 invalid'],
    [CUFF, 16, '265987^MDC_DIM_KILO_PASCAL^MDC', 'sbp 120.01'],
    [HR, 70, 'Beats per minute', 'hr 70'],
    [HR, 70, '{H.B.}/min', 'hr 70'],
    ['151562^MDC_RESP_RATE^MDC', 12, '264928^MDC_DIM_RESP_PER_MIN^MDC', 'rr 12'],
    ['151562^MDC_RESP_RATE^MDC', 12, 'br/min', 'rr 12'],
  ])('%s %d %s', async (code, value, unit, wanted) => {
    expect(await storedOf(row(code, value, { unit }))).toEqual([wanted])
  })

  test('one that is not known refuses its value and no other', async () => {
    const rows = [ORDER, row(SPO2, 97, { unit: '%' }), row(CUFF, 120, { unit: 'cmH2O' })]
    expect(await take(message({ rows }))).toEqual({ acks: ['AA 7'], stored: ['spo2 97'] })
    const alone = [ORDER, row(CUFF, 120, { unit: 'cmH2O' })]
    expect(await take(message({ rows: alone }))).toEqual({ acks: ['AE 7'], stored: [] })
  })

  test('coded units are read by the marks of the sender', async () => {
    const text = [
      'MSH#*!?%#EXAM*00B1*EUI-64####20260302120000+0000##ORU*R01*ORU_R01#9#P#2.6',
      'OBR#1###182777000*monitoring*SCT',
      'OBX#1#NM#150456*MDC_PULS_OXIM_SAT_O2*MDC#1.3.1#97#262688*MDC_DIM_PERCENT*MDC#####F',
      'OBX#2#NM#150344*MDC_TEMP*MDC#1.2.1#98.6#268160*MDC_DIM_FAHR*MDC#####F',
    ].join('\r')
    const line = await openLine()
    await line.send(text)
    expect(await line.stored()).toEqual(['spo2 97', 'temp 37'])
  })
})

describe('no value is no number', () => {
  test.each(['-1', '-999', '-99.9', '-10000', '8388607', '-', '--.-', '', '""', '-1.0', '8388607.0'])(
    '%j',
    async (value) => {
      const codes = [SPO2, HR, CUFF, '151562^MDC_RESP_RATE^MDC', '150344^MDC_TEMP^MDC']
      expect(await storedOf(...codes.map((code) => row(code, value)))).toEqual(['spo2 --', 'hr --'])
    },
  )

  test('−100 is a probe off the finger', async () => {
    expect(await storedOf(row(SPO2, -100), row(HR, -100))).toEqual(['spo2 off', 'hr --'])
  })

  test('status X', async () => {
    expect(await storedOf(row(SPO2, 97, { status: 'X' }))).toEqual(['spo2 --'])
  })

  test('a saturation or a pulse of zero', async () => {
    expect(await storedOf(row(SPO2, 0), row('149530^^MDC', 0))).toEqual(['spo2 off', 'pr off'])
  })

  test('what cannot be is kept as invalid', async () => {
    expect(await storedOf(row(SPO2, 101), row(HR, 351), row(CUFF, 19))).toEqual([
      'spo2 101 invalid',
      'hr 351 invalid',
      'sbp 19 invalid',
    ])
  })
})

describe('a heart rate of zero', () => {
  const leadsOff = 'OBX||TX|5^HardInop^MDIL-ALERT||ECG    LEADS OFF||||||F'

  test.each([
    ['alone is zero', [row(HR, 0)], ['hr 0']],
    ['beside a saturation is a loose electrode', [row(HR, 0), row(SPO2, 97)], ['hr off', 'spo2 97']],
    ['beside an empty probe is zero', [row(HR, 0), row(SPO2, 0)], ['hr 0', 'spo2 off']],
    ['beside "leads off" is a loose electrode', [row(HR, 0), leadsOff], ['hr off']],
  ])('%s', async (_, rows, wanted) => {
    expect(await storedOf(...rows)).toEqual(wanted)
  })
})

describe('whose values', () => {
  test.each([
    ['T', '', 'spo2 97 simulated'],
    ['D', '', 'spo2 97 simulated'],
    ['P', 'DEMO', 'spo2 97 simulated'],
    ['P', '', 'spo2 97'],
  ])('MSH-11 %s, OBX-8 %j', async (processing, flag, wanted) => {
    const rows = [ORDER, row(SPO2, 97, { flag })]
    expect((await take(message({ processing, rows }))).stored).toEqual([wanted])
  })

  const identityOf = async (fields: Parameters<typeof message>[0]) => {
    const line = await openLine()
    await line.send(message(fields))
    return line.devices.list().map(({ identity }) => identity)
  }

  test('the equipment speaks for itself, not the hub that lists it', async () => {
    const hub = 'OBX|1||531981^MDC_MOC_VMS_MDS_AHD^MDC|0|||||||X|||||||00C0FFFE00000001^EUI-64'
    const device = 'OBX|2||528388^MDC_DEV_SPEC_PROFILE_PULS_OXIM^MDC|1|||||||X|||||||00D1FFFE00000002^EUI-64'
    expect(await identityOf({ rows: [ORDER, hub, device, row(SPO2, 97)] })).toEqual(['00D1FFFE00000002^EUI-64'])
    expect(await identityOf({ app: 'HUB^00C0^EUI-64', rows: [ORDER, hub, row(SPO2, 97)] })).toEqual(['HUB^00C0^EUI-64'])
    const clock = 'OBX|1|CWE|68220^MDC_TIME_SYNC_PROTOCOL^MDC|0.0.0.1|x||||||R|||||||00C0FFFE00000001^EUI-64'
    expect(await identityOf({ rows: [ORDER, clock, device, row(SPO2, 97)] })).toEqual(['00D1FFFE00000002^EUI-64'])
  })

  test('a monitor whose parts begin at 0 is a monitor', async () => {
    const rest = '||||00E2FFFE00000003^EUI-64'
    expect(await identityOf({ rows: [ORDER, row(SPO2, 97, { part: '0', rest })] })).toEqual(['00E2FFFE00000003^EUI-64'])
  })

  test('a second patient within ten minutes reaches no session until somebody has confirmed it', async () => {
    const line = await openLine()
    const say = (patient: string, second: number) =>
      line.send(
        message({
          id: String(second),
          time: `202603021200${String(second).padStart(2, '0')}+0000`,
          rows: [`PID|||${patient}^^^Ward^PI`, ORDER, row(SPO2, 90 + second)],
        }),
        second,
      )
    await say('A', 0)
    const [device] = line.devices.list()
    if (device === undefined) throw new Error('no device')
    line.noting.start('bay-1', 's-1')
    await line.devices.change(device.id, { bay: bayId('bay-1') }, nurse)
    await say('A', 1)
    expect(await say('B', 2)).toEqual(['AA 2'])
    await say('A', 3)
    expect(line.devices.list()[0]?.attention).toMatchObject([{ code: 'confirm' }])
    await line.devices.change(device.id, { bay: bayId('bay-1') }, nurse)
    await say('B', 4)
    expect(line.noting.readings()).toMatchObject([{ value: 91 }, { value: 94 }])
    expect(line.devices.list()[0]?.attention).toEqual([])
  })
})

describe('when', () => {
  const minutesAgo = '20260302115000+0000'

  test('a cuff’s old value in every message is one reading of its own time', async () => {
    const line = await openLine()
    for (const second of [0, 1, 2]) {
      const cuff = row(CUFF, 147, { at: minutesAgo, rest: '|||^APERIODIC' })
      await line.send(message({ id: `${second}`, time: `2026030212000${second}+0000`, rows: [ORDER, cuff] }), second)
    }
    expect(await line.stored()).toEqual(['sbp 147 -600s'])
  })

  test('another value under the cuff’s old time was measured since: kept at its receipt', async () => {
    const line = await openLine()
    for (const [second, value] of [147, 147, 139, 139].entries()) {
      const cuff = row(CUFF, value, { at: minutesAgo, rest: '|||^APERIODIC' })
      await line.send(message({ id: `${second}`, time: `2026030212000${second}+0000`, rows: [ORDER, cuff] }), second)
    }
    expect(await line.stored()).toEqual(['sbp 147 -600s', 'sbp 139 2s'])
  })

  test('a clock that is years off is corrected by what it is off, and told', async () => {
    const line = await openLine()
    const cuff = row(CUFF, 147, { at: '20130302115000+0000', rest: '|||^APERIODIC' })
    await line.send(message({ time: '20130302120000+0000', rows: [ORDER, cuff, row(SPO2, 97)] }))
    expect(await line.stored()).toEqual(['sbp 147 -600s', 'spo2 97'])
    expect(line.devices.list()[0]?.attention).toMatchObject([{ code: 'clockOff' }])
  })

  test('of one channel at several times the newest counts and none is lost', async () => {
    const line = await openLine()
    const at = (second: number) => `2026030212000${second}+0000`
    const rows = [0, 2, 1, 3].map((second) => row(SPO2, 95 - second, { at: at(second) }))
    await line.send(message({ time: at(3), rows: [ORDER, ...rows] }), 3)
    expect(await line.stored()).toEqual(['spo2 95 backlog', 'spo2 94 1s backlog', 'spo2 93 2s backlog', 'spo2 92 3s'])
  })

  test('so do orders of several times', async () => {
    const line = await openLine()
    const orders = [0, 1].flatMap((second) => [`OBR|1|||X|||2026030212000${second}+0000`, row(SPO2, 95 - second)])
    await line.send(message({ time: '20260302120001+0000', rows: orders }), 1)
    expect(await line.stored()).toEqual(['spo2 95 backlog', 'spo2 94 1s'])
  })

  test('a second probe is not a second time of the first', async () => {
    const second = row(SPO2, 88, { at: '20260302115959+0000', part: '1.3.2' })
    expect(await storedOf(row(SPO2, 97), second)).toEqual(['spo2 97'])
  })

  test('control ids that begin again at 1 are new messages; a repeat is answered alike and not stored', async () => {
    const line = await openLine()
    const say = (second: number, spo2: number) =>
      line.send(message({ id: '1', time: `2026030212000${second}+0000`, rows: [ORDER, row(SPO2, spo2)] }), second)
    expect([await say(0, 97), await say(0, 97), await say(1, 96)]).toEqual([['AA 1'], ['AA 1'], ['AA 1']])
    expect(await line.stored()).toEqual(['spo2 97', 'spo2 96 1s'])
  })
})

describe('how it is written', () => {
  const rows = [ORDER, 'OBX|2|ST|x^Größe^99Z||über|||||F', row(SPO2, 97)]

  test.each([
    ['UNICODE UTF-8', 'utf8'],
    ['8859/1', 'latin1'],
    ['8859/1', 'utf8'],
    ['', 'latin1'],
    ['KLINGON-7', 'latin1'],
  ] as const)('MSH-18 %j, in %s', async (charset, encoding) => {
    const line = await openLine()
    expect(await line.send(Buffer.from(message({ charset, rows }), encoding))).toEqual(['AA 7'])
    const [device] = line.devices.list()
    expect(device === undefined ? null : line.devices.detail(device.id)?.unknown).toMatchObject([
      { name: 'Größe', value: 'über' },
    ])
  })

  test.each(['\n', '\r\n', '\n\r', '\r\r\n'])('lines that end in %j', async (end) => {
    const text = message({ rows: [ORDER, row(SPO2, 97), row(HR, 70)] }).replaceAll('\r', end)
    expect(await take(text)).toEqual({ acks: ['AA 7'], stored: ['spo2 97', 'hr 70'] })
  })

  test('a byte order mark hides no header', async () => {
    const text = message({ rows: [ORDER, row(SPO2, 97)] })
    expect(await take(`\uFEFF${text}`)).toEqual({ acks: ['AA 7'], stored: ['spo2 97'] })
  })

  test('a batch is answered message by message', async () => {
    const one = message({ id: 'b1', rows: [ORDER, row(SPO2, 95)] })
    const two = message({ id: 'b2', acks: 'AL|NE', rows: [ORDER, row(SPO2, 96)] })
    const adt = message({ id: 'b3', type: 'ADT^A08^ADT_A01', rows: ['PID|1'] })
    const batch = `FHS|^~\\&|X\rBHS|^~\\&|X\r${one}${two}${adt}BTS|3\rFTS|1\r`
    expect((await take(batch)).acks).toEqual(['AA b1', 'CA b2', 'AR b3'])
  })
})

describe('what kind', () => {
  const vitals = [ORDER, row(SPO2, 97)]

  test.each([
    ['ORU^R01^ORU_R01', '|', 'AA 7', ['spo2 97']],
    ['ORU^R01', 'AL|NE', 'CA 7', ['spo2 97']],
    ['ORU', 'NE|AL', 'AA 7', ['spo2 97']],
    ['ORU^W01^ORU_W01', '|', 'AA 7', []],
    ['ORU^W01^ORU_W01', 'AL|NE', 'CA 7', []],
    ['ADT^A08^ADT_A01', '|', 'AR 7', []],
    ['QRY^A19', 'AL|NE', 'CR 7', []],
    ['QBP^Q22^QBP_Q21', 'NE|AL', 'AR 7', []],
    ['ACK^R01', '|', '', []],
    ['ORU^R01', 'NE|NE', '', ['spo2 97']],
    ['ORU^R01', 'ER|NE', '', ['spo2 97']],
    ['ADT^A08', 'ER|NE', 'CR 7', []],
    ['ORU^R01', 'SU|NE', 'CA 7', ['spo2 97']],
    ['ADT^A08', 'SU|NE', '', []],
    ['ORU^R01', 'NE|ER', '', ['spo2 97']],
    ['ADT^A08', 'NE|ER', 'AR 7', []],
    ['ORU^R01', 'NE|SU', 'AA 7', ['spo2 97']],
  ])('%s, wishes %s', async (type, acks, answer, stored) => {
    expect(await take(message({ type, acks, rows: vitals }))).toEqual({
      acks: answer === '' ? [] : [answer],
      stored,
    })
  })

  test.each(['2.2', '2.3', '2.3.1', '2.4', '2.5', '2.5.1', '2.6'])('version %s', async (version) => {
    expect(await take(message({ version, rows: vitals }))).toEqual({ acks: ['AA 7'], stored: ['spo2 97'] })
  })

  test('nothing but a header cannot be used; a frame without one is refused', async () => {
    expect(await take(message({ rows: [] }))).toEqual({ acks: ['AE 7'], stored: [] })
    expect(await take(message({ acks: 'AL|NE', rows: [] }))).toEqual({ acks: ['CE 7'], stored: [] })
    expect(await take('OBX|1|NM|HR||70\r')).toEqual({ acks: ['AR '], stored: [] })
  })

  test('alarms of a device are kept as they came and are no values', async () => {
    const order = 'OBR|1|||ALARM|||20260302120000+0000'
    const alarm = 'OBX||TX|2^Yellow Alarm^MDIL-ALERT||SpO2 low 85 < 90||||||F'
    expect(await take(message({ rows: [order, alarm] }))).toEqual({ acks: ['AA 7'], stored: [] })
  })
})
