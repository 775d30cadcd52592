import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readCsv } from '../../../server/cli/csv-table.ts'
import { planReplay, type Moment, type PlanOptions } from '../../../server/cli/replay-plan.ts'

const plan = (text: string, options: Partial<PlanOptions> = {}): readonly Moment[] => {
  const planned = planReplay(readCsv(text), { zeroIsNone: false, ...options })
  if (!planned.ok) throw new Error(planned.error)
  return planned.value
}

const errorOf = (text: string, options: Partial<PlanOptions> = {}): string => {
  const planned = planReplay(readCsv(text), { zeroIsNone: false, ...options })
  if (planned.ok) throw new Error('It was planned.')
  return planned.error
}

/** `12.3 spo2 97` a reading; `off` for a sensor that is off. */
const lines = (moments: readonly Moment[]): readonly string[] =>
  moments.flatMap(({ offsetMs, observations }) =>
    observations.map(
      ({ metric, value, status }) => `${offsetMs / 1_000} ${metric} ${status === 'sensorOff' ? 'off' : value}`,
    ),
  )

describe('long form', () => {
  test('each row is a reading; rows of one time are one moment', () => {
    const moments = plan(
      [
        'time,metric,value,unit,quality,source,device',
        '2026-03-02T12:00:00.000Z,spo2,97,%,good,device,d1',
        '2026-03-02T12:00:00.000Z,hr,70,/min,poor,device,d1',
        '2026-03-02T12:00:02.500Z,spo2,,%,none,device,d1',
        '2026-03-02T12:00:03.000Z,spo2,,%,,device,d1',
      ].join('\n'),
    )
    expect(moments).toEqual([
      {
        offsetMs: 0,
        observations: [
          { metric: 'spo2', value: 97, quality: 'good', unit: '%', recordedAt: '2026-03-02T12:00:00.000Z' },
          { metric: 'hr', value: 70, quality: 'poor', unit: '/min', recordedAt: '2026-03-02T12:00:00.000Z' },
        ],
      },
      { offsetMs: 2_500, observations: [{ metric: 'spo2', value: null, recordedAt: '2026-03-02T12:00:02.500Z' }] },
    ])
  })

  test('rows are put in the order of their times', () => {
    const text = 'time,metric,value\n2026-03-02T12:00:05Z,hr,72\n2026-03-02T12:00:00Z,hr,70'
    expect(lines(plan(text))).toEqual(['0 hr 70', '5 hr 72'])
  })

  test('a blood pressure of several rows is one', () => {
    const text = [
      'time,metric,value',
      '2026-03-02T12:00:00Z,sbp,120',
      '2026-03-02T12:00:20Z,dbp,80',
      '2026-03-02T12:00:21Z,map,93',
      '2026-03-02T12:05:00Z,sbp,125',
      '2026-03-02T12:05:00Z,dbp,82',
    ].join('\n')
    expect(lines(plan(text))).toEqual(['0 sbp 120', '0 dbp 80', '0 map 93', '279 sbp 125', '279 dbp 82'])
  })

  test.each([
    ['time,metric,value\n2026-03-02T12:00:00Z,mood,7', 'line 2: "mood" is not a metric'],
    ['time,metric,value\nnoon,hr,7', 'line 2: "noon" is not a time'],
    ['time,metric,value,quality\n2026-03-02T12:00:00Z,hr,7,superb', 'line 2: "superb" is not a quality'],
    ['time,metric,value\n2026-03-02T12:00:00Z,hr,-', 'There is no reading in the file.'],
  ])('%j is refused with its line', (text, message) => {
    expect(errorOf(text)).toContain(message)
  })
})

describe('wide form', () => {
  const WIDE = 't_s,HR [/min],SAT (%),note\n0.000,70,97,x\n1.024,71,,y\n2.048,-,96,z'

  test('mapped columns are found with and without their units; cells without a number are nothing', () => {
    expect(lines(plan(WIDE, { map: 'HR=hr, SAT=spo2' }))).toEqual([
      '0 hr 70',
      '0 spo2 97',
      '1.024 hr 71',
      '2.048 spo2 96',
    ])
    expect(plan(WIDE, { map: 'HR=hr' })[0]?.observations[0]).not.toHaveProperty('recordedAt')
  })

  test.each<[string, Partial<PlanOptions>, readonly string[]]>([
    ['minute,H\n0,70\n1.5,71', {}, ['0 hr 70', '90 hr 71']],
    ['when,H\n2,70\n3,71', { time: 'when:min' }, ['0 hr 70', '60 hr 71']],
    ['Time,H\n2026-03-02T12:00:00+01:00,70\n2026-03-02T12:00:01+01:00,71', {}, ['0 hr 70', '1 hr 71']],
    ['Time,H\n2026-03-02 12:00:00,70\n2026-03-02 12:00:01.5,71', {}, ['0 hr 70', '1.5 hr 71']],
    ['Time   ,H\n31/01/2000 23:59:59,70\n01/02/2000 0:00:00,71', { time: 'Time:d/m/y' }, ['0 hr 70', '1 hr 71']],
  ])('%j', (text, options, wanted) => {
    expect(lines(plan(text, { map: 'H=hr', ...options }))).toEqual(wanted)
  })

  test('stamps without seconds: rows of one minute are spread over it', () => {
    const rows = ['1/1/2000 9:38', '1/1/2000 9:38', '1/1/2000 9:38', '1/1/2000 9:39']
    const text = `Time,H\n${rows.map((time, index) => `${time},${70 + index}`).join('\n')}`
    expect(lines(plan(text, { map: 'H=hr', time: 'Time:d/m/y' }))).toEqual([
      '0 hr 70',
      '20 hr 71',
      '40 hr 72',
      '60 hr 73',
    ])
  })

  test('zeros are sensors that are off, or nothing, where it is said so', () => {
    const text = 't_s,S,P,T\n0,0,0,0\n1,97,70,37'
    const map = 'S=spo2,P=pr,T=temp'
    expect(lines(plan(text, { map, zeroIsNone: true }))).toEqual([
      '0 spo2 off',
      '0 pr off',
      '1 spo2 97',
      '1 pr 70',
      '1 temp 37',
    ])
    expect(lines(plan(text, { map })).slice(0, 3)).toEqual(['0 spo2 0', '0 pr 0', '0 temp 0'])
  })

  test('a held column is sent where it changes', () => {
    const text = 't_s,T\n0,37\n1,37\n2,37.1\n3,37.1\n4,37'
    expect(lines(plan(text, { map: 'T=temp', held: 'T' }))).toEqual(['0 temp 37', '2 temp 37.1', '4 temp 37'])
  })

  test.each<[string, Partial<PlanOptions>, string]>([
    [WIDE, {}, 'Nothing is mapped'],
    [WIDE, { map: 'HR=mood' }, '"HR=mood" is not COLUMN=metric'],
    [WIDE, { map: 'RR=rr' }, 'There is no column RR. The file has t_s, HR [/min], SAT (%), note.'],
    [WIDE, { map: 'HR=hr,SAT=hr' }, 'Two columns are mapped to hr.'],
    [WIDE, { map: 'HR=hr', held: 'SAT' }, 'The held column SAT (%) is not mapped'],
    [WIDE, { map: 'HR=hr', held: 'X' }, 'There is no column X.'],
    [WIDE, { map: 'HR=hr', time: 't_s' }, '"t_s" is not COLUMN:format'],
    [WIDE, { map: 'HR=hr', time: 't_s:h' }, '"t_s:h" is not COLUMN:format'],
    [WIDE, { map: 'HR=hr', time: 'when:s' }, 'There is no column when.'],
    ['x,HR\n1,70', { map: 'HR=hr' }, 'Say which column is the time'],
    ['t_s,HR\nsoon,70', { map: 'HR=hr' }, 'line 2: "soon" is no time of the format s.'],
    ['T,HR\n30/02/2000 1:00,70', { map: 'HR=hr', time: 'T:d/m/y' }, 'line 2: "30/02/2000 1:00" is no time'],
  ])('%j %j', (text, options, message) => {
    expect(errorOf(text, options)).toContain(message)
  })
})

describe('blood pressure of a wide file', () => {
  const map = 'S=sbp,D=dbp,M=map'
  const held = 'S,D,M'
  const file = (...rows: readonly string[]): string => ['t_s,S,D,M', ...rows].join('\n')

  test('held columns: the systolic that is written first waits for the others', () => {
    const text = file('0,108,64,77', '10,108,64,77', '20,84,,', '39,83,46,58', '60,83,46,58')
    expect(lines(plan(text, { map, held }))).toEqual([
      '0 sbp 108',
      '0 dbp 64',
      '0 map 77',
      '39 sbp 83',
      '39 dbp 46',
      '39 map 58',
    ])
  })

  test('a measurement with the same values is one, for the columns were empty in between', () => {
    const text = file('0,108,64,77', '20,108,,', '39,108,64,77')
    expect(lines(plan(text, { map, held })).slice(3)).toEqual(['39 sbp 108', '39 dbp 64', '39 map 77'])
  })

  test('where only one value changed the others stand for it after 30 s', () => {
    const text = file('0,108,64,77', '60,112,64,77', '80,112,64,77', '120,112,64,77')
    expect(lines(plan(text, { map, held })).slice(3)).toEqual(['60 sbp 112', '60 dbp 64', '60 map 77'])
  })

  test('what comes later than 30 s is another measurement', () => {
    const text = file('0,108,64,77', '100,84,,', '131,84,46,58')
    expect(lines(plan(text, { map, held })).slice(3)).toEqual(['100 sbp 84', '131 sbp 84', '131 dbp 46', '131 map 58'])
  })

  test('columns that are empty between measurements need no word', () => {
    const text = file('0,,,', '60,120,80,', '120,,,', '180,120,80,')
    expect(lines(plan(text, { map }))).toEqual(['0 sbp 120', '0 dbp 80', '120 sbp 120', '120 dbp 80'])
  })
})

const VITALS = path.resolve(import.meta.dirname, '../../../../shared/data/vitals')
const areThere = existsSync(VITALS)

if (!areThere) test.skip('real records: ../shared/data/vitals is not there, so none of them was planned')

describe.runIf(areThere)('real records', () => {
  const read = (name: string): string => readFileSync(path.join(VITALS, name), 'utf8')

  test('an operation with cuff and arterial line: apart, and the cuff eight times', () => {
    const moments = plan(read('surgery-intellivue-A-1hz.csv'), {
      time: 't_s:s',
      map: 'HR=hr,PLETH_HR=pr,PLETH_SAT_O2=spo2,ABP_SYS=abpSys,ABP_DIA=abpDia,ABP_MEAN=abpMean,NIBP_SYS=sbp,NIBP_DIA=dbp,NIBP_MEAN=map,TEMP=temp',
      held: 'NIBP_SYS,NIBP_DIA,NIBP_MEAN',
    })
    const said = lines(moments)
    const cuff = moments.flatMap(({ observations }) => {
      const value = (metric: string) => observations.find((one) => one.metric === metric)?.value
      return value('sbp') === undefined ? [] : [`${value('sbp')}/${value('dbp')} (${value('map')})`]
    })
    expect(cuff).toEqual([
      '108/64 (77)',
      '83/46 (58)',
      '105/59 (72)',
      '99/56 (69)',
      '95/52 (65)',
      '90/50 (62)',
      '88/50 (62)',
      '100/60 (73)',
    ])
    expect(said.filter((line) => line.includes(' hr '))).toHaveLength(1_927)
    expect(said.filter((line) => line.includes(' abpSys '))).toHaveLength(1_927)
    expect(said.some((line) => line.endsWith(' abpSys 66'))).toBe(true)
  })

  test('a sedation with dropouts: they are a sensor that is off, the desaturation is one', () => {
    const moments = plan(read('sedation-sentec-P095.csv'), {
      time: 'Time:d/m/y',
      map: 'spo2=spo2,pr=pr',
      zeroIsNone: true,
    })
    const spo2 = moments.flatMap(({ observations }) => observations.filter(({ metric }) => metric === 'spo2'))
    expect(spo2).toHaveLength(5_163)
    expect(spo2.filter(({ value }) => value === 0)).toEqual([])
    expect(spo2.filter(({ status }) => status === 'sensorOff')).toHaveLength(76)
    const values = spo2.flatMap(({ value }) => (value === null ? [] : [value]))
    expect(Math.min(...values)).toBe(81)
    expect(values.filter((value) => value < 90)).toHaveLength(112)
    expect(moments[0]?.observations[0]?.recordedAt).toBe('2000-01-01T08:29:56.000Z')
  })

  test('a record without seconds is spread over its minutes', () => {
    const moments = plan(read('sedation-sentec-P085.csv'), { time: 'Time:d/m/y', map: 'spo2=spo2', zeroIsNone: true })
    expect(moments.length).toBeGreaterThan(2_900)
    const steps = moments.slice(1).map(({ offsetMs }, index) => offsetMs - (moments[index]?.offsetMs ?? 0))
    expect(Math.max(...steps)).toBeLessThanOrEqual(60_000)
  })
})
