import { describe, expect, it } from 'vitest'
import { correctedValues } from '../../../server/core/statistics-amended.ts'
import { evolve } from '../../../server/core/evolve.ts'
import type { StaffCommand } from '../../../shared/domain/command.ts'
import type { JournalEntry } from '../../../server/core/session.ts'
import type { RefusalCode } from '../../../shared/domain/refusal.ts'
import { MS_PER_MINUTE, toIso } from '../../../shared/domain/time.ts'
import {
  at,
  beginVisit,
  BASELINE,
  clinician,
  infusing,
  inPhase,
  otherNurse,
  recovering,
  type Visit,
} from '../../support/visit.ts'
import { eventsOf } from '../../support/visit-record.ts'

const seqOf = (visit: Visit, type: JournalEntry['type']): number =>
  visit.state.journal.findLast((entry) => entry.type === type)?.seq ?? 0

const amend = (visit: Visit, type: JournalEntry['type'], correction: Readonly<Record<string, unknown>>) =>
  ({ type: 'amend', seq: seqOf(visit, type), correction, reason: 'slip' }) as const

const after = (command: StaffCommand, visit = infusing()): Visit => {
  visit.order(command, at(45))
  return visit
}

describe('who may amend what', () => {
  const note = { type: 'addNote', text: 'calm' } as const

  it('a nurse her own entries, a clinician anybody’s', () => {
    const visit = after(note)
    const command = amend(visit, 'noteAdded', { text: 'calm, awake' })
    const refusal = visit.refused(command, at(46), { staff: otherNurse })
    expect(refusal).toMatchObject({ code: 'notAllowed', message: expect.stringContaining('Nora') as string })
    expect(visit.order(command, at(46))[0]?.data).toMatchObject({ afterSignature: false })
    visit.order(command, at(46), { staff: clinician })
  })

  it('once signed, a clinician alone, and it is marked so', () => {
    const visit = inPhase.discharged()
    visit.order({ type: 'signOff', statement: 'Reviewed.' }, at(50), { staff: clinician })
    const command = amend(visit, 'infusionStarted', { concentrationMgPerMl: 1 })
    expect(visit.refused(command, at(51))).toMatchObject({ code: 'notAllowed' })
    expect(visit.order(command, at(51), { staff: clinician })[0]?.data).toMatchObject({ afterSignature: true })
  })

  it('nobody what no person wrote, what is not there, an amendment or a signature', () => {
    const visit = infusing()
    visit.run({ type: 'passTime' }, at(5))
    const { seq } = visit.state
    const command = { type: 'amend', seq, correction: { text: 'x' }, reason: 'slip' } as const
    expect(visit.refused(command, at(6))).toMatchObject({
      code: 'badRequest',
      message: expect.stringContaining('not written by a person') as string,
    })
    for (const wrong of [0, seq + 1, 0.5 + seq])
      expect(visit.refused({ ...command, seq: wrong }, at(6)).code).toBe('outOfRange')
    visit.order(amend(visit, 'infusionStarted', { doseMg: 41 }), at(6))
    expect(visit.refused(amend(visit, 'amended', { reason: 'x' }), at(6)).message).toContain('once more')
  })

  it('not without a reason', () => {
    const visit = after(note)
    const command = { ...amend(visit, 'noteAdded', { text: 'x' }), reason: '' }
    expect(visit.refused(command, at(46)).code).toBe('badRequest')
  })
})

describe('a correction', () => {
  const vitals = { type: 'recordVitals', values: { sbp: 130, dbp: 80 } } as const
  const symptom = { type: 'recordSymptom', symptom: 'nausea', grade: 'mild' } as const
  const pain = { type: 'recordAssessment', scale: 'pain', score: 3 } as const
  const gait = { type: 'assessCriterion', criterion: 'gait', met: true } as const
  const artefact = { type: 'markArtefact', metric: 'hr', from: at(3), to: at(4), reason: 'motion' } as const

  type Wrong = readonly [string, StaffCommand, JournalEntry['type'], Readonly<Record<string, unknown>>, RefusalCode]
  const wrong: readonly Wrong[] = [
    ['of nothing', symptom, 'symptomRecorded', {}, 'badRequest'],
    ['of a field that is not there', symptom, 'symptomRecorded', { colour: 'red' }, 'badRequest'],
    ['of a field that every object has', symptom, 'symptomRecorded', { constructor: 'x' }, 'badRequest'],
    ['to a grade that is none', symptom, 'symptomRecorded', { grade: 'awful' }, 'outOfRange'],
    ['to no text', symptom, 'symptomRecorded', { symptom: ' ' }, 'outOfRange'],
    ['to a text that is a number', symptom, 'symptomRecorded', { symptom: 5 }, 'outOfRange'],
    ['to values that are none', vitals, 'vitalsRecorded', { values: 130 }, 'badRequest'],
    ['to a list', vitals, 'vitalsRecorded', { values: [130] }, 'badRequest'],
    ['to a value that is no number', vitals, 'vitalsRecorded', { values: { sbp: '130' } }, 'outOfRange'],
    ['to a value that cannot be', vitals, 'vitalsRecorded', { values: { sbp: 1300 } }, 'outOfRange'],
    ['to pressures the wrong way round', vitals, 'vitalsRecorded', { values: { dbp: 140 } }, 'outOfRange'],
    ['to a time that is none', vitals, 'vitalsRecorded', { measuredAt: 'noon' }, 'outOfRange'],
    ['to a time that is a number', vitals, 'vitalsRecorded', { measuredAt: 12 }, 'outOfRange'],
    ['to the future', vitals, 'vitalsRecorded', { occurredAt: toIso(at(50)) }, 'outOfRange'],
    ['to before the session', vitals, 'vitalsRecorded', { occurredAt: toIso(at(-1)) }, 'outOfRange'],
    ['to a score beyond its range', pain, 'assessmentRecorded', { score: 11 }, 'outOfRange'],
    ['to items that are no numbers', pain, 'assessmentRecorded', { items: { a: 'x' } }, 'outOfRange'],
    ['to items that are no record', pain, 'assessmentRecorded', { items: 3 }, 'outOfRange'],
    ['to neither met nor not', gait, 'criterionAssessed', { met: 'yes' }, 'outOfRange'],
    ['to a time that is no text', artefact, 'artefactMarked', { from: null }, 'outOfRange'],
  ]
  const cases = wrong.map(([what, command, type, correction, code]) => ({ what, command, type, correction, code }))

  it.each(cases)('$what is refused', ({ command, type, correction, code }) => {
    const visit = after(command, type === 'criterionAssessed' ? recovering() : infusing())
    const refusal = visit.refused(amend(visit, type, correction), at(46))
    expect(refusal.code).toBe(code)
    expect(refusal.message.length).toBeGreaterThan(20)
  })

  it.each<[number, string]>([
    [0, 'outOfRange'],
    [-2, 'outOfRange'],
    [Number.NaN, 'outOfRange'],
  ])('of a bolus to %s mg is refused', (mg, code) => {
    const visit = after({ type: 'giveBolus', mg: 5, reason: 'pain' })
    expect(visit.refused(amend(visit, 'bolusGiven', { mg }), at(46)).code).toBe(code)
  })

  it('keeps the first entry, and reads as corrected', () => {
    const visit = after(symptom)
    const { length } = visit.entries
    visit.order(amend(visit, 'symptomRecorded', { grade: 'moderate' }), at(46))
    expect(visit.entries[length - 1]).toMatchObject({ type: 'symptomRecorded', data: { grade: 'mild' } })
    expect(visit.state.journal.find(({ type }) => type === 'symptomRecorded')?.data).toEqual({
      symptom: 'nausea',
      grade: 'moderate',
    })
  })

  it('can be corrected once more', () => {
    const visit = after(vitals)
    visit.order(amend(visit, 'vitalsRecorded', { values: { sbp: 140 } }), at(46))
    visit.order(amend(visit, 'vitalsRecorded', { values: { dbp: 90 } }), at(46))
    const journal = visit.state.journal.find(({ type }) => type === 'vitalsRecorded')
    expect(journal?.data).toEqual({ values: { sbp: 140, dbp: 90 }, measuredAt: at(45) })
  })

  it('of a time is kept as an instant', () => {
    const visit = after(artefact)
    visit.order(amend(visit, 'artefactMarked', { to: toIso(at(5)) }), at(46))
    expect(visit.state.journal.find(({ type }) => type === 'artefactMarked')?.data).toMatchObject({ to: at(5) })
  })

  it('of items replaces them as a whole', () => {
    const items = { activity: 2, respiration: 2, circulation: 2, consciousness: 2, spo2: 1 }
    const visit = after({ type: 'recordAssessment', scale: 'aldrete', score: 9, items })
    visit.order(amend(visit, 'assessmentRecorded', { items: { ...items, spo2: 2 }, score: 10 }), at(46))
    const partial = amend(visit, 'assessmentRecorded', { items: { spo2: 1 }, score: 9 })
    expect(visit.refused(partial, at(46)).code).toBe('outOfRange')
  })
})

describe('what a correction changes of the visit', () => {
  it('the baseline that limits and gates hang on', () => {
    const visit = infusing()
    const systolic = () => visit.view(at(46)).limits.find(({ id }) => id.includes('sbp.high.medium.offset'))?.value
    expect(systolic()).toBe(165)
    visit.order(amend(visit, 'baselineRecorded', { values: { sbp: 116 } }), at(46))
    expect(visit.view(at(46)).baseline).toMatchObject({ sbp: 116, dbp: 78 })
    expect(systolic()).toBe(155)
  })

  it('not a baseline that another one has replaced', () => {
    const visit = beginVisit()
    visit.order(BASELINE, at(1))
    const first = amend(visit, 'baselineRecorded', { values: { sbp: 100 } })
    visit.order({ ...BASELINE, sbp: 130 }, at(2))
    visit.order(first, at(3))
    expect(visit.view(at(3)).baseline).toMatchObject({ sbp: 130 })
  })

  it('nothing of a visit that was cancelled', () => {
    const visit = inPhase.cancelled()
    visit.order(amend(visit, 'baselineRecorded', { values: { sbp: 100 } }), at(6))
    expect(visit.view(at(6)).baseline).toMatchObject({ sbp: 126 })
  })

  it('the patient: name, and the weight by which doses are measured', () => {
    const visit = infusing()
    visit.order(amend(visit, 'sessionScheduled', { patient: { displayName: 'Ada Corrected', weightKg: 40 } }), at(12))
    const view = visit.view(at(12))
    expect(view.patient).toMatchObject({ displayName: 'Ada Corrected', initials: 'AE', weightKg: 40 })
    expect(view.infusion?.mgPerKg).toBeCloseTo(0.25, 9)
    const wrong = amend(visit, 'sessionScheduled', { patient: { weightKg: 4000 } })
    expect(visit.refused(wrong, at(12)).code).toBe('outOfRange')
  })

  it('what was delivered by a bolus', () => {
    const visit = after({ type: 'giveBolus', mg: 5, reason: 'pain' })
    visit.order(amend(visit, 'bolusGiven', { mg: 0.5 }), at(46))
    expect(visit.view(at(46)).infusion).toMatchObject({ deliveredMg: 40.5, plannedMg: 40.5 })
  })

  it('an extension, a criterion, a score, and when a check was done', () => {
    const visit = recovering()
    visit.order({ type: 'extendRecovery', minutes: 150, reason: 'slow' }, at(43))
    visit.order(amend(visit, 'recoveryExtended', { minutes: 15 }), at(44))
    expect(visit.view(at(44)).recovery?.minimumUntil).toBe(toIso(at(117)))
    visit.order({ type: 'assessCriterion', criterion: 'gait', met: true }, at(44))
    visit.order({ type: 'recordAssessment', scale: 'aldrete', score: 10 }, at(44))
    const met = () =>
      visit
        .view(at(50))
        .recovery?.criteria.filter((it) => it.met)
        .map(({ id }) => id)
    expect(met()).toEqual(['aldrete', 'gait'])
    visit.order(amend(visit, 'criterionAssessed', { met: false }), at(45))
    visit.order(amend(visit, 'assessmentRecorded', { score: 8 }), at(45))
    expect(met()).toEqual([])
    visit.order({ type: 'completeCheck' }, at(50))
    visit.order(amend(visit, 'checkCompleted', { occurredAt: toIso(at(47)) }), at(51))
    const check = visit.view(at(51)).timers.find(({ kind }) => kind === 'check')
    expect((Date.parse(check?.dueAt ?? '') - at(0)) / MS_PER_MINUTE).toBe(62)
  })
})

describe('an amendment out of its place', () => {
  const at46 = { at: at(46), by: clinician } as const
  const data = { correction: { occurredAt: 'noon', measuredAt: 5 }, reason: 'slip', afterSignature: false }

  it('changes nothing where there is no such entry', () => {
    const visit = infusing()
    const next = evolve(visit.state, { type: 'amended', ...at46, data: { ...data, seq: 99 } })
    expect(next.journal.slice(0, -1)).toEqual(visit.state.journal)
  })

  it('leaves a time that is none as it was', () => {
    const visit = after({ type: 'recordVitals', values: { hr: 70 } })
    const seq = seqOf(visit, 'vitalsRecorded')
    const next = evolve(visit.state, { type: 'amended', ...at46, data: { ...data, seq } })
    expect(next.journal.find((entry) => entry.seq === seq)?.at).toBe(at(45))
  })

  it('of a baseline is nothing before there is a preparation', () => {
    const scheduled = inPhase.scheduled().state
    const values = { sbp: 120, dbp: 80, hr: 70, spo2: 98 }
    const early = evolve(scheduled, { type: 'baselineRecorded', ...at46, data: { values, from: 'hand' } })
    const next = evolve(early, { type: 'amended', ...at46, data: { ...data, seq: early.seq } })
    expect(next.course).toEqual(scheduled.course)
  })
})

describe('what a value taken by hand was at first', () => {
  const correctedBy = (correction: Readonly<Record<string, unknown>>) => {
    const visit = infusing()
    visit.order({ type: 'recordVitals', values: { sbp: 210, dbp: 80 }, measuredAt: at(4) }, at(5))
    const seq = eventsOf(visit).find(({ type }) => type === 'vitalsRecorded')?.seq ?? 0
    visit.order({ type: 'amend', seq, correction, reason: 'slip of the hand' }, at(6))
    return correctedValues(eventsOf(visit))
  }

  it('is told of those that were corrected or added, and of no other', () => {
    expect(correctedBy({ values: { sbp: 131, temp: 36.6 } })).toEqual([
      { metric: 'sbp', measuredAt: at(4), first: 210 },
      { metric: 'temp', measuredAt: at(4), first: null },
    ])
  })

  it('is told of all where the time was wrong', () => {
    expect(correctedBy({ measuredAt: new Date(at(3)).toISOString() })).toEqual([
      { metric: 'sbp', measuredAt: at(3), first: 210 },
      { metric: 'dbp', measuredAt: at(3), first: 80 },
    ])
  })
})
