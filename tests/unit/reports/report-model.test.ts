import { beforeAll, describe, expect, test } from 'vitest'
import { buildReport } from '../../../server/reports/pdf/build-report.ts'
import type { Cell, ReportModel, Section } from '../../../server/reports/pdf/report-model.ts'
import { protocolLimits } from '../../../shared/domain/protocol.ts'
import { plusSeconds, type Instant } from '../../../shared/domain/time.ts'
import { signedVisit, ARTEFACT } from '../../support/told-visit.ts'
import { recordOf } from '../../support/visit-record.ts'
import {
  at,
  beginVisit,
  clinician,
  cuff,
  infusing,
  inPhase,
  prepared,
  sample,
  type Visit,
} from '../../support/visit.ts'

const modelOf = async (visit: Visit, now: Instant, timeZone = 'UTC'): Promise<ReportModel> =>
  buildReport({
    record: await recordOf(visit, now),
    paper: 'a4',
    timeZone,
    infusionNumber: 3,
    bayName: (id) => `Bay ${id}`,
  })

const textOf = (cell: Cell | string): string => (typeof cell === 'string' ? cell : cell.text)
const struckOf = (cell: Cell | string): string | undefined => (typeof cell === 'string' ? undefined : cell.struck)

const section = ({ sections }: ReportModel, title: string): Section => {
  const found = sections.find((it) => it.title === title)
  if (found === undefined) throw new Error(`There is no section ${title}.`)
  return found
}

const rowsOf = ({ table }: Pick<Section, 'table'>): readonly (readonly string[])[] =>
  table?.rows.map((row) => row.map(textOf)) ?? []

const facts = ({ cards }: ReportModel): Readonly<Record<string, string>> =>
  Object.fromEntries(cards[0]?.table.rows.map(([name = '', value = '']) => [textOf(name), textOf(value)]) ?? [])

let model: ReportModel
beforeAll(async () => {
  model = await modelOf(signedVisit(), at(80))
})

describe('a report', () => {
  test('says on every page who, which session, when it was made and what it is not', () => {
    expect(model.frame).toMatchObject({
      patient: 'Ada Example · No. R-1',
      session: 'Session s_1',
      mark: null,
      made: 'Made 2 Mar 2026, 10:20:00; times are UTC',
    })
    expect(model.frame.caution).toContain('secondary display and not a certified medical device')
  })

  test('says what the visit was', () => {
    expect(model.title).toBe('Infusion 3')
    expect(model.facts).toEqual([
      'IV depression, version 1 (not approved yet)',
      'Bay 4',
      '2 Mar 2026, 09:00 to 10:00',
      '80 kg',
    ])
    expect(model.notices).toEqual([])
  })

  test('tells times as the site reads them', async () => {
    const abroad = await modelOf(signedVisit(), at(80), 'Asia/Kolkata')
    expect(abroad.facts[2]).toBe('2 Mar 2026, 14:30 to 15:30')
    expect(abroad.frame.made).toBe('Made 2 Mar 2026, 15:50:00; times are Asia/Kolkata (UTC+5:30)')
    expect(abroad.chart?.ticks[0]).toEqual({ at: at(0), label: '14:30' })
  })

  test('of a visit that runs is an interim one, and of an unsigned one says so', async () => {
    expect((await modelOf(infusing(), at(20))).notices).toEqual([
      'INTERIM: the visit still runs; this is how it stood at 09:20:00.',
    ])
    expect((await modelOf(inPhase.transferred(), at(50))).notices).toEqual(['Not signed yet.'])
  })

  test('of a name that the typeface cannot write says so', async () => {
    const visit = beginVisit()
    const correction = { patient: { displayName: '山田 太郎' } }
    visit.order({ type: 'amend', seq: 1, correction, reason: 'name' }, at(1), { staff: clinician })
    expect((await modelOf(visit, at(2))).notices).toContainEqual(expect.stringContaining('typeface lacks'))
  })

  test('of a simulated or replayed visit is marked', async () => {
    const markWith = async (origin: 'simulated' | 'replay') => {
      const visit = infusing()
      visit.read([sample('hr', 70, at(3), { origin })], at(3))
      return (await modelOf(visit, at(5))).frame.mark
    }
    expect([await markWith('simulated'), await markWith('replay')]).toEqual(['SIMULATED', 'REPLAY'])
  })
})

describe('the visit at one glance', () => {
  test('is dose, lengths, baseline, rise of the pressure and the way home', () => {
    expect(facts(model)).toEqual({
      Dose: '40 of 40 mg, 0.50 mg/kg',
      Infusion: '42 min',
      Recovery: '16 min (minimum 60)',
      Baseline: '126/78, HR 70, SpO2 98',
      'Pressure rise': '+49 / +12 mmHg at 35 min',
      'Back within 10 %': '41 min from start',
      Home: '10:00, with Sister',
    })
  })

  test('tells pauses, an early stop and a dose that was corrected', async () => {
    const visit = infusing()
    visit.order({ type: 'pauseInfusion', reason: 'asked' }, at(12))
    visit.order({ type: 'resumeInfusion' }, at(16))
    visit.order({ type: 'endInfusion', outcome: 'stoppedEarly', reason: 'enough' }, at(26))
    const seq = (await recordOf(visit, at(27))).written.find(({ type }) => type === 'infusionEnded')?.seq ?? 0
    const amend = { type: 'amend', seq, correction: { deliveredMg: 19 }, reason: 'pump log' } as const
    visit.order(amend, at(27), { staff: clinician })
    expect(facts(await modelOf(visit, at(30)))).toMatchObject({
      Dose: '20 of 40 mg, 0.25 mg/kg',
      'Dose, corrected': '19 mg',
      Infusion: '24 min, paused 4 min, stopped early',
      'Pressure rise': 'not measured',
    })
  })

  test('of a visit without a dose says so', async () => {
    expect(facts(await modelOf(inPhase.cancelled(), at(9)))).toEqual({
      Dose: 'none given',
      Baseline: '126/78, HR 70, SpO2 98',
      Cancelled: '09:05, ate breakfast',
    })
  })
})

describe('figures of vital signs', () => {
  test('name their filter, and are told with and without it', () => {
    const rows = rowsOf(section(model, 'Vital signs'))
    const spo2 = rows.find(([name]) => name === 'SpO2 %')
    // 2,400 s less 120 s of silence and 90 s of a probe that was off; 6 s marked; every 50th of the rest is poor.
    const all = 2_400 - 120 - 90
    const poor = Array.from({ length: 2_400 }, (_, index) => index).filter(
      (index) => index % 50 === 49 && !(index >= 600 && index < 720) && !(index >= 900 && index < 990),
    ).length
    const marked = ARTEFACT.to - ARTEFACT.from + 1
    expect(spo2?.[1]).toBe(String(all - poor - marked))
    expect([spo2?.[2], spo2?.[5]]).toEqual(['97', '99'])
    expect([spo2?.[8], spo2?.[9]]).toEqual([String(all), '61'])
    expect(section(model, 'Vital signs').note).toContain('marked as artefact')
    expect(model.cards[1]?.note).toContain('without 1 marked artefact')
  })

  test('tell the unit of each, and time beyond the limits that were passed', () => {
    expect(rowsOf(section(model, 'Vital signs')).map(([name]) => name)).toContain('Systolic mmHg')
    const limits = section(model, 'Time beyond limits')
    expect(rowsOf(limits).map(([name]) => name)).toContain('Systolic > 164')
    expect(limits.note).toContain('Never passed: ')
    const systolic = rowsOf(limits).find(([name]) => name === 'Systolic > 164')
    expect(systolic?.slice(2)).toEqual(['16:00', '16:00', '76.0 mmHg·min', '16:00'])
    // Marked as artefact: six seconds, five of them at 61 %.
    expect(
      rowsOf(limits)
        .find(([name]) => name === 'SpO2 < 90')
        ?.slice(2),
    ).toEqual(['0:00', '0:00', '0.0 %·min', '0:05'])
  })

  test('of a visit without a reading say that there is none', async () => {
    expect(section(await modelOf(prepared(), at(5)), 'Vital signs')).toMatchObject({
      table: null,
      note: 'Nothing was measured.',
    })
  })
})

describe('entries', () => {
  test('stand in the order in which they happened, numbered as in the chart', () => {
    const { table } = section(model, 'Entries')
    const numbered = table?.rows.flatMap((row) => {
      const [first] = row
      return typeof first === 'object' && first.number !== undefined ? [[first.number, textOf(row[2] ?? '')]] : []
    })
    expect(numbered).toEqual([
      [1, 'Nausea, mild'],
      [2, 'BP 131/88, Temp 36.6'],
      [3, 'Ondansetron · 4 mg IV, "slowly", then\nwater'],
      [4, 'PHQ-9 14 of 27'],
      [5, expect.stringMatching(/^SpO2 marked as artefact, 09:22:00 to 09:22:05/)],
    ])
    expect(model.chart?.entries.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5])
    expect(model.chart?.entries[0]?.at).toBe(at(20))
  })

  test('that came late say when they were written', () => {
    const row = rowsOf(section(model, 'Entries')).find(([, , what]) => what === 'Nausea, mild')
    expect(row?.slice(1)).toEqual(['09:20:00', 'Nausea, mild', 'written 09:43:00', 'Nora'])
  })

  test('that were amended keep what they said first, struck through, with who and why', () => {
    const rows = section(model, 'Entries').table?.rows ?? []
    const row = rows.find((cells) => textOf(cells[2] ?? '').startsWith('BP 131'))
    expect(struckOf(row?.[2] ?? '')).toBe('BP 210/88, Temp 36.6')
    expect(textOf(row?.[3] ?? '')).toBe('by hand · Amended by Dr Clara, 09:43: slip of the hand')
  })
})

describe('the rest of the record', () => {
  test('alarms have their limit, who saw them and how soon', () => {
    const rows = rowsOf(section(model, 'Alarms'))
    const pressure = rows.find(([what]) => what?.startsWith('Systolic'))
    expect(pressure?.[0]).toBe('Systolic 210 > 179')
    expect(pressure?.[1]).toBe('high')
    expect(pressure?.[4]).toBe('Nora')
  })

  test('scores, criteria, checklist and what was passed against a rule', () => {
    expect(rowsOf(section(model, 'Scores'))).toEqual([['09:43:00', 'PHQ-9', '14', '0 to 27', '', 'Nora']])
    expect(rowsOf(section(model, 'Criteria for going home')).map(([, met]) => met)).toContain('not met')
    expect(rowsOf(section(model, 'Checklist before the start')).every(([, done]) => done === 'done')).toBe(true)
    const [override] = rowsOf(section(model, 'Decisions against a rule'))
    expect(override?.[1]).toBe('Discharged with Sister')
    expect(override?.slice(3)).toEqual(['asked to', 'Dr Clara'])
  })

  test('the signature with its statement, and the last hash of the chain', async () => {
    const { lastHash } = await recordOf(signedVisit(), at(80))
    expect(rowsOf(section(model, 'Signatures'))).toEqual([
      ['Reviewed, complete.', 'Dr Clara', 'not given', '2 Mar 2026, 10:10:00'],
    ])
    expect(section(model, 'Signatures').note).toBe('Signed by a command alone: nobody gave the sign-in once more.')
    const confirmed = signedVisit({ isConfirmed: true })
    expect(section(await modelOf(confirmed, at(80)), 'Signatures').note).toBe(
      'Signed with the sign-in given once more.',
    )
    const seq = (await recordOf(confirmed, at(71))).written.find(({ type }) => type === 'symptomRecorded')?.seq ?? 0
    const amend = { type: 'amend', seq, correction: { grade: 'severe' }, reason: 'asked again' } as const
    confirmed.order(amend, at(72), { staff: clinician })
    confirmed.order({ type: 'signOff', statement: 'Again.' }, at(73), { staff: clinician })
    expect(section(await modelOf(confirmed, at(80)), 'Signatures').note).toContain('1 of 2 by a command alone')
    const stands = Object.fromEntries(
      rowsOf(section(model, 'What this record stands on')).map(([name = '', value = '']) => [name, value]),
    )
    expect(stands['Last hash']).toContain(lastHash)
    expect(stands.Monitors).toBe('Monitor 7')
    expect(stands.Readings).toMatch(/^\d+ measured, 3 by hand$/)
  })

  test('an amendment after the signature is told as one', async () => {
    const visit = signedVisit()
    const seq = (await recordOf(visit, at(71))).written.find(({ type }) => type === 'symptomRecorded')?.seq ?? 0
    const amend = { type: 'amend', seq, correction: { grade: 'severe' }, reason: 'asked again' } as const
    visit.order(amend, at(72), { staff: clinician })
    const later = await modelOf(visit, at(80))
    expect(section(later, 'Signatures').note).toContain('1 entry was amended after a signature')
    expect(JSON.stringify(section(later, 'Entries'))).toContain('Amended after the signature by Dr Clara')
  })

  test('of a visit where nothing of it happened says so', async () => {
    const empty = await modelOf(prepared(), at(5))
    for (const title of ['Scores', 'Decisions against a rule'])
      expect(section(empty, title).note).toBe('There was none.')
    expect(section(empty, 'Alarms').note).toBe('There was no alarm.')
    expect(section(empty, 'Signatures').note).toBe('Nobody has signed this record.')
  })
})

describe('the chart', () => {
  test('goes from admission until the patient left, phase by phase', () => {
    const { chart } = model
    expect([chart?.from, chart?.to]).toEqual([at(0), at(60)])
    expect(chart?.phases.map(({ label, from, to }) => [label, from, to])).toEqual([
      ['Preparing', at(0), at(2)],
      ['Infusing', at(2), at(44)],
      ['Recovering', at(44), at(60)],
    ])
  })

  test('loses no extreme, breaks where there was nothing, and keeps marked values apart', () => {
    const spo2 = model.chart?.lines.find(({ series }) => series.label === 'SpO2')
    const points = spo2?.series.points ?? []
    expect(Math.min(...points.flatMap(({ min }) => min ?? []))).toBe(97)
    expect(Math.max(...points.flatMap(({ max }) => max ?? []))).toBe(99)
    // Between the last value before the silence and the first after it the line is broken.
    const around = points.filter(({ time }) => time >= at(11) && time <= at(15))
    const after = around.findIndex(({ value, time }) => value !== null && time >= at(14))
    expect(around.slice(0, after).some(({ value, time }) => value !== null && time < at(12))).toBe(true)
    expect(around[after - 1]?.value).toBeNull()
    // Both ends belong to a mark: the last second of it was a true value.
    expect(spo2?.series.marked.flatMap(({ value }) => value ?? [])).toEqual([61, 61, 61, 61, 61, 99])
    expect(spo2?.series.artefacts).toEqual([
      { from: plusSeconds(at(2), ARTEFACT.from), to: plusSeconds(at(2), ARTEFACT.to) },
    ])
  })

  test('has each blood pressure, marked ones apart, and a scale that all of them are on', async () => {
    const visit = infusing()
    visit.read(cuff(230, 118, at(5)), at(5))
    visit.read(cuff(128, 80, at(9)), at(9))
    for (const metric of ['sbp', 'dbp'] as const)
      visit.order({ type: 'markArtefact', metric, from: at(4), to: at(6), reason: 'moved' }, at(10))
    const { pressure } = (await modelOf(visit, at(12))).chart ?? {}
    expect(pressure?.cuff).toEqual([
      { at: at(9), sbp: 128, dbp: 80, isMarked: false },
      { at: at(5), sbp: 230, dbp: 118, isMarked: true },
    ])
    expect(pressure?.scale.high).toBeGreaterThanOrEqual(230)
  })

  test('shows limits as they stood at each moment', async () => {
    const visit = infusing()
    const limits = protocolLimits(visit.state.protocol, visit.phase).map((limit) =>
      limit.metric === 'spo2' && limit.priority === 'medium' ? { ...limit, threshold: 88 } : limit,
    )
    visit.read([sample('spo2', 97, at(3))], at(3))
    visit.order({ type: 'setLimits', limits, reason: 'usual for her' }, at(10))
    const spo2 = (await modelOf(visit, at(20))).chart?.lines[0]
    expect(spo2?.limits).toEqual([
      expect.objectContaining({ label: 'SpO2 < 90', to: at(10) }),
      expect.objectContaining({ label: 'SpO2 < 88', from: at(10), to: at(20) }),
    ])
  })

  test('draws the dose as it ran', () => {
    expect(model.chart?.dose).toMatchObject({ rates: [{ from: at(2), to: at(42), rateMgPerHour: 60 }], total: '40 mg' })
    expect(model.chart?.dose?.given.at(-1)).toEqual({ at: at(42), mg: 40 })
  })

  test('of a visit that was only scheduled is not drawn', async () => {
    expect((await modelOf(inPhase.scheduled(), at(5))).chart).toBeNull()
  })
})
