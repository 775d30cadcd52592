import { describe, expect, it } from 'vitest'
import { createVisitSheets } from '../../../server/reports/sheets/visit-sheets.ts'
import { readySinceOf } from '../../../server/visit-readiness.ts'
import { bayId, protocolId, sessionId } from '../../../shared/domain/ids.ts'
import { ESKETAMINE } from '../../../shared/domain/protocols/esketamine.ts'
import { toIso } from '../../../shared/domain/time.ts'
import { visitSheetSchema, type VisitSheet } from '../../../shared/wire/visit-sheet.ts'
import { previousAnswerSchema } from '../../../shared/wire/previous-visit.ts'
import type { SessionRow, StoredEntry } from '../../../server/ports/session-store.ts'
import { at, clinician, cuff, infusing, inPhase, prepared, sample, type Visit } from '../../support/visit.ts'

const ID = sessionId('s_1')
const EARLIER = sessionId('s_0')

const stored = (visit: Visit): readonly StoredEntry[] => {
  let seq = 0
  return visit.entries.map((entry) => {
    if (entry.type === 'readingsStored') return { ...entry, sessionId: ID, afterSeq: seq }
    seq += 1
    return { ...entry, sessionId: ID, seq }
  })
}

const row = (
  id: SessionRow['id'],
  createdMinute: number,
  startedMinute: number | null,
  protocol: string,
): SessionRow => ({
  id,
  site: 'site_1' as SessionRow['site'],
  bay: bayId('bay_1'),
  phase: 'discharged',
  patientName: 'Ada Example',
  patientInitials: 'AE',
  recordNumber: 'R-1',
  protocolId: protocolId(protocol),
  protocolName: protocol,
  createdAt: at(createdMinute),
  startedAt: startedMinute === null ? null : at(startedMinute),
  endedAt: null,
  hadHighAlarm: false,
  isSigned: false,
  isSimulated: false,
})

/** The visits of one patient: this one, and what came before it. */
const sheetsOf = (visit: Visit, minute: number, earlier: readonly SessionRow[] = [], before: Visit = visit) => {
  const own = row(ID, 0, 2, visit.state.protocol.id)
  const of = (id: string) => stored(id === ID ? visit : before)
  return createVisitSheets({
    store: {
      findRow: (id) => Promise.resolve(id === ID ? own : null),
      findSessions: () => Promise.resolve({ rows: [own, ...earlier], nextCursor: null }),
      lastHash: () => Promise.resolve('hash'),
      readEvents: (id) => Promise.resolve(of(id).filter((entry) => entry.type !== 'readingsStored')),
      readReadings: (id) => Promise.resolve(of(id).filter((entry) => entry.type === 'readingsStored')),
    },
    clock: { now: () => at(minute), speed: 1 },
    viewOf: (id) => Promise.resolve((id === ID ? visit : before).view(at(minute))),
    bayName: () => 'Bay 1',
    readySince: (id) => readySinceOf(of(id)),
    maintenanceDays: () => 28,
  })
}

const sheet = async (visit: Visit, minute: number, kind: 'handover' | 'esketamine' | 'instructions') =>
  visitSheetSchema.parse(await sheetsOf(visit, minute).of(ID, kind))

/** `label: value`, with the minute where the row has a time. */
const said = ({ sections }: VisitSheet, heading: string): readonly string[] =>
  (sections.find((it) => it.heading === heading)?.rows ?? []).map(({ label, value, at: time }) => {
    const minute = time === undefined ? '' : ` @${(Date.parse(time) - at(0)) / 60_000}`
    return `${label}: ${value ?? '?'}${minute}`
  })

const monitor = (visit: Visit, minute: number, sbp: number) => {
  const when = at(minute)
  visit.read([...cuff(sbp, 80, when), sample('hr', 72, when), sample('spo2', 97, when)], when)
}

/** Stopped at minute 20 under a pressure of 178, and transferred at 30. */
const transferred = (): Visit => {
  const visit = infusing()
  monitor(visit, 10, 150)
  monitor(visit, 18, 178)
  visit.order({ type: 'recordSymptom', symptom: 'headache', grade: 'severe' }, at(19))
  visit.order({ type: 'recordIntervention', intervention: 'labetalol', detail: '10 mg IV' }, at(19))
  visit.order({ type: 'endInfusion', outcome: 'stoppedEarly', reason: 'Blood pressure high' }, at(22))
  visit.order({ type: 'recordAssessment', scale: 'moaas', score: 4 }, at(24))
  visit.order({ type: 'transfer', to: 'Emergency department', reason: 'Hypertension' }, at(30))
  return visit
}

describe('the hand-over', () => {
  it('tells situation, background, assessment and recommendation from what is held', async () => {
    const handover = await sheet(transferred(), 200, 'handover')
    expect(handover).toMatchObject({ bay: 'Bay 1', patient: { displayName: 'Ada Example', recordNumber: 'R-1' } })
    expect(said(handover, 'Situation')).toEqual(
      expect.arrayContaining(['Transferred to: Emergency department @30', 'Because: Hypertension']),
    )
    expect(said(handover, 'Background')).toEqual(
      expect.arrayContaining([
        'Baseline: 126/78 mmHg, HR 70, SpO2 98 %',
        'Given: 20 of 40 mg, 0.25 mg/kg, IV',
        'Stopped early: no more is given @22',
        'Intervention: labetalol 10 mg IV @19',
      ]),
    )
    expect(said(handover, 'Assessment')).toEqual([
      'Blood pressure, newest: 178/80 mmHg @18',
      'Blood pressure, highest of the visit: 178/80 mmHg, 52 above the baseline @18',
      'Blood pressure: 150/80 mmHg @10',
      'HR: 72 /min, in the last hour 72 to 72 @18',
      'SpO2: 97 %, in the last hour 97 to 97 @18',
      'Sedation (MOAA/S): 4 of 5 @24',
    ])
    expect(said(handover, 'Recommendation')).toContain('Not met: Steady gait')
  })

  it('has the last hour before the patient left, and nothing from before it', async () => {
    const visit = infusing()
    visit.order({ type: 'recordSymptom', symptom: 'nausea', grade: 'mild' }, at(10))
    visit.order({ type: 'recordSymptom', symptom: 'dizziness', grade: 'mild' }, at(80))
    visit.order({ type: 'transfer', to: 'ward 3', reason: 'observation' }, at(100))
    const { sections } = await sheet(visit, 300, 'handover')
    const symptoms = sections.flatMap(({ events }) => events).filter(({ type }) => type === 'symptomRecorded')
    expect(symptoms.map(({ data }) => data.symptom)).toEqual(['dizziness'])
  })

  it('of a visit without a dose says so', async () => {
    const handover = await sheet(prepared(), 5, 'handover')
    expect(said(handover, 'Background')).toContain('Ketamine: none given')
    expect(said(handover, 'Situation')).toContain('Transferred to: ?')
  })

  it('names what was decided against a gate, by whom and why', async () => {
    const visit = prepared()
    visit.order({ type: 'uncheck', item: 'escort' }, at(1))
    const override = { reason: 'escort rang' }
    visit.order({ type: 'startInfusion', doseMg: 40, durationMin: 40, override }, at(2), { staff: clinician })
    const background = said(await sheet(visit, 5, 'handover'), 'Background')
    expect(background.find((line) => line.startsWith('Decided'))).toContain('“escort rang”, Dr Clara @2')
  })
})

/** Dose at minute 2; dissociation 10 to 70 min, pressure at 42, leaves at 130. */
const nasal = (): Visit => {
  const visit = prepared({ protocol: ESKETAMINE })
  visit.order({ type: 'startInfusion', doseMg: 56, durationMin: 0 }, at(2))
  visit.order({ type: 'giveBolus', mg: 28, reason: 'second device' }, at(7))
  visit.order({ type: 'recordAssessment', scale: 'dissociation', score: 4 }, at(12))
  visit.order({ type: 'recordAssessment', scale: 'dissociation', score: 6 }, at(32))
  monitor(visit, 42, 148)
  visit.order({ type: 'recordAssessment', scale: 'dissociation', score: 0 }, at(72))
  return visit
}

describe('the esketamine monitoring sheet', () => {
  it('lists what is missing and guesses nothing', async () => {
    const { missing } = await sheet(prepared({ protocol: ESKETAMINE }), 2, 'esketamine')
    expect(missing.map(({ label }) => label)).toEqual([
      'First treatment',
      'Other sedatives',
      'Stimulants',
      'MAO inhibitors',
      'Opioids',
      'Dose',
      'Lot',
      'End of monitoring',
      'Ready to leave',
      'At about 40 min',
      'Before leaving',
      'Sedation',
      'Dissociation',
      'Respiratory depression',
      'Serious events',
    ])
    expect(missing.filter(({ byNote }) => !byNote).map(({ label }) => label)).toContain('Ready to leave')
  })

  it('tells dose, second device, peak pressure and the course of dissociation', async () => {
    const esketamine = await sheet(nasal(), 80, 'esketamine')
    expect(said(esketamine, 'Treatment')).toEqual(
      expect.arrayContaining(['Dose: 56 mg, nasal @2', 'Second device: 28 mg @7', 'Dose in all: 84 mg']),
    )
    expect(said(esketamine, 'Vital signs')).toEqual([
      'Before: 126/78 mmHg, HR 70, SpO2 98 @1',
      'At about 40 min: 148/80 mmHg, HR 72, SpO2 97 @42',
      'Before leaving: ? '.trim(),
    ])
    expect(said(esketamine, 'What happened')).toEqual([
      'Sedation: ?',
      'Dissociation, onset: 10 min from the dose, worst Dissociation 6 @12',
      'Dissociation, resolved: 70 min from the dose @72',
      'Respiratory depression: ?',
      'Serious events: ?',
    ])
  })

  it('takes from notes what no entry has a place for', async () => {
    const visit = nasal()
    visit.order({ type: 'addNote', text: 'Lot: 4711' }, at(81))
    visit.order({ type: 'addNote', text: 'serious events: none' }, at(81))
    visit.order({ type: 'addNote', text: 'Opioids:  ' }, at(81))
    const { missing, ...esketamine } = await sheet(visit, 82, 'esketamine')
    expect(said({ missing, ...esketamine }, 'Treatment')).toContain('Lot: 4711')
    expect(missing.map(({ label }) => label)).not.toContain('Serious events')
    expect(missing.map(({ label }) => label)).toContain('Opioids')
  })

  it('tells the lowest respiratory rate, or its alarm', async () => {
    const calm = nasal()
    calm.read([sample('rr', 14, at(80))], at(80))
    expect(said(await sheet(calm, 90, 'esketamine'), 'What happened')).toContain(
      'Respiratory depression: none seen, lowest rate 14/min',
    )
    const slow = nasal()
    for (let second = 0; second <= 30; second += 1)
      slow.read([sample('rr', 7, at(80 + second / 60))], at(80 + second / 60))
    const happened = said(await sheet(slow, 90, 'esketamine'), 'What happened')
    expect(happened.find((line) => line.startsWith('Respiratory depression, onset'))).toContain('78 min from the dose')
    expect(happened).toContain('Respiratory depression, resolved: ?')
  })

  it('says whether there was an earlier dose of this kind here', async () => {
    const earlier = [row(EARLIER, -9_000, -8_990, 'esketamine'), row(sessionId('s_2'), -5_000, null, 'esketamine')]
    const answer = await sheetsOf(nasal(), 80, earlier).of(ID, 'esketamine')
    expect(said(visitSheetSchema.parse(answer), 'Patient and medicines')).toContain(
      'First treatment: no, 1 earlier here',
    )
  })

  it('counts the minutes to the end of monitoring and to being ready', async () => {
    const visit = nasal()
    for (let minute = 82; minute <= 130; minute += 4) {
      monitor(visit, minute, 128)
      for (const { id } of visit.view(at(minute)).alarms)
        visit.order({ type: 'acknowledgeAlarm', alarmId: id }, at(minute))
    }
    for (const id of ['oriented', 'gait', 'nausea', 'monitoringSheet'])
      visit.order({ type: 'assessCriterion', criterion: id, met: true }, at(130))
    visit.order({ type: 'recordAssessment', scale: 'aldrete', score: 10 }, at(130))
    visit.order(
      {
        type: 'discharge',
        escort: 'sister',
        ivRemoved: true,
        instructionsGiven: true,
        override: { reason: 'sheet follows' },
      },
      at(131),
      { staff: clinician },
    )
    const monitoring = said(await sheet(visit, 200, 'esketamine'), 'Monitoring')
    expect(monitoring[0]).toBe('End of monitoring: 129 min from the dose @131')
    expect(monitoring[1]).toBe('Ready to leave: 128 min from the dose @130')
  })
})

describe('the instructions', () => {
  it('are for the patient, with dose and escort, and lines to write on', async () => {
    const home = await sheet(transferred(), 40, 'instructions')
    expect(said(home, 'Today')).toEqual(['Given: 20 mg, IV depression @2', 'Taken home by: ?', 'Left at: ?'])
    expect(home.sections.flatMap(({ lines }) => lines).join(' ')).toContain('Do not drive')
    expect(home.missing).toEqual([])
  })
})

describe('the visit before', () => {
  it('tells dose, highest pressure, what was given and how it ended', async () => {
    const answer = await sheetsOf(prepared(), 5, [row(EARLIER, -9_000, -8_990, 'iv')], transferred()).before(ID)
    expect(previousAnswerSchema.parse(answer).previous).toMatchObject({
      deliveredMg: 20,
      minutes: 20,
      outcome: 'stoppedEarly',
      because: 'Blood pressure high; transferred to Emergency department: Hypertension',
      highest: { text: '178/80 mmHg', rise: 52, at: toIso(at(18)) },
      symptoms: [{ text: 'headache, severe' }],
      interventions: [{ text: 'labetalol 10 mg IV' }],
      nextVisit: null,
    })
  })

  it('says when the next one is due, counted from a visit that ended in a discharge', async () => {
    const answer = await sheetsOf(prepared(), 5, [row(EARLIER, -9_000, -8_990, 'iv')], inPhase.discharged()).before(ID)
    expect(previousAnswerSchema.parse(answer).previous?.nextVisit).toEqual({
      lastAt: toIso(at(2)),
      everyDays: 28,
      dueAt: toIso(at(2 + 28 * 24 * 60)),
      dueInDays: 28,
    })
  })

  it('is none where no dose was given before, and where the visit is unknown', async () => {
    const cancelled = [row(EARLIER, -9_000, null, 'iv')]
    expect(await sheetsOf(prepared(), 5, cancelled).before(ID)).toEqual({ previous: null })
    expect(await sheetsOf(prepared(), 5).before(sessionId('nobody'))).toBeNull()
  })
})
