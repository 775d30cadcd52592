import { describe, expect, it } from 'vitest'
import type { StaffCommand } from '../../../shared/domain/command.ts'
import { at, BASELINE, beginVisit, clinician, infusing, inPhase, nurse, prepared } from '../../support/visit.ts'

const start = { type: 'startInfusion', doseMg: 40, durationMin: 40 } as const
const HIGH = { ...BASELINE, sbp: 150, dbp: 95 } as const

describe('what stands before a start', () => {
  it('is the checklist: each required item, by name', () => {
    const visit = beginVisit()
    visit.order(BASELINE, at(1))
    for (const { id } of visit.state.protocol.checklist)
      if (id !== 'consent' && id !== 'pregnancy') visit.order({ type: 'checkOff', item: id }, at(1))
    expect(visit.refused(start, at(2))).toMatchObject({
      code: 'checklistOpen',
      message: expect.stringContaining('Checklist open: Consent.') as string,
      details: { gates: [{ gate: 'checklistOpen', label: 'Checklist open: Consent' }] },
    })
    visit.order({ type: 'checkOff', item: 'consent' }, at(2))
    visit.order({ type: 'uncheck', item: 'consent' }, at(2))
    expect(visit.refused(start, at(2)).code).toBe('checklistOpen')
    visit.order({ type: 'checkOff', item: 'consent' }, at(2))
    expect(visit.order(start, at(2))[0]?.data).not.toHaveProperty('override')
  })

  it('shows who checked an item off, and lets it be taken back', () => {
    const visit = beginVisit()
    visit.order({ type: 'checkOff', item: 'consent' }, at(1))
    const shown = () => visit.view(at(1)).checklist.find(({ id }) => id === 'consent')
    expect(shown()).toEqual({ id: 'consent', label: 'Consent', required: true, done: true, by: 'Nora' })
    visit.order({ type: 'uncheck', item: 'consent' }, at(1))
    expect(shown()).toEqual({ id: 'consent', label: 'Consent', required: true, done: false })
  })

  it.each(['checkOff', 'uncheck'] as const)('%s knows no item that the protocol does not have', (type) => {
    expect(beginVisit().refused({ type, item: 'shoes' }, at(1))).toMatchObject({
      code: 'badRequest',
      message: expect.stringContaining('identity, consent') as string,
    })
  })

  it.each([
    ['at 140/90', 140, 90, false],
    ['above 140 systolic', 141, 80, true],
    ['above 90 diastolic', 130, 91, true],
  ])('is a baseline pressure above 140/90: %s', (_what, sbp, dbp, isOpen) => {
    const visit = prepared()
    visit.order({ ...BASELINE, sbp, dbp }, at(2))
    const order = { type: 'order', staff: nurse, command: start } as const
    const decision = visit.attempt(order, at(2))
    expect(decision.ok).toBe(!isOpen)
    if (!decision.ok) expect(decision.error.code).toBe('baselinePressureGate')
  })

  it.each([
    ['mg/kg', 81, 'mg in total is above the maximum of 80 mg'],
    ['mg/h', 80, 'mg/h is above the maximum of 160 mg/h'],
  ])('is a dose above the maximum in %s', (_what, doseMg, sentence) => {
    const refusal = prepared().refused({ ...start, doseMg, durationMin: 29 }, at(2))
    expect(refusal.code).toBe('doseOverMaximum')
    expect(refusal.message).toContain(sentence)
  })

  it('is nothing at the maximum itself', () => {
    const visit = prepared()
    visit.order({ ...start, doseMg: 80, durationMin: 30 }, at(2))
    expect(visit.phase).toBe('infusing')
  })

  it('never lets a missing baseline, a wrong figure or a wrong phase be overridden', () => {
    const override = { reason: 'I know' }
    expect(beginVisit().refused({ ...start, override }, at(1)).code).toBe('baselineMissing')
    expect(prepared().refused({ ...start, doseMg: -1, override }, at(1)).code).toBe('outOfRange')
    expect(infusing().refused({ ...start, override }, at(5)).code).toBe('wrongPhase')
  })
})

describe('an override', () => {
  const open = () => {
    const visit = beginVisit()
    visit.order(HIGH, at(1))
    return visit
  }

  it('without gates covers every open one, each recorded by name', () => {
    const visit = open()
    const command = { ...start, doseMg: 90, override: { reason: 'as before' } }
    const [event] = visit.order(command, at(2))
    expect(event?.data).toMatchObject({
      override: {
        reason: 'as before',
        gates: [{ gate: 'baselinePressureGate' }, { gate: 'checklistOpen' }, { gate: 'doseOverMaximum' }],
      },
    })
  })

  it('with gates covers those alone', () => {
    const override = { reason: 'as before', gates: ['checklistOpen'] }
    expect(open().refused({ ...start, override }, at(2)).code).toBe('baselinePressureGate')
    const both = { reason: 'as before', gates: ['checklistOpen', 'baselinePressureGate'] }
    expect(open().order({ ...start, override: both }, at(2))).not.toHaveLength(0)
  })

  it('needs a reason where it passes something, and leaves no trace where it passes nothing', () => {
    expect(open().refused({ ...start, override: { reason: ' ' } }, at(2)).code).toBe('badRequest')
    const [event] = prepared().order({ ...start, override: { reason: '' } }, at(2))
    expect(event?.data).not.toHaveProperty('override')
  })

  it.each<[string, StaffCommand]>([
    ['a rate', { type: 'changeRate', rateMgPerHour: 200, reason: 'r' }],
    ['a bolus', { type: 'giveBolus', mg: 41, reason: 'r' }],
  ])('is needed for %s above the maximum, and is recorded', (_what, command) => {
    const visit = infusing()
    expect(visit.refused(command, at(5)).code).toBe('doseOverMaximum')
    const [event] = visit.order({ ...command, override: { reason: 'decided' } } as StaffCommand, at(5))
    expect(event?.data).toMatchObject({ override: { gates: [{ gate: 'doseOverMaximum' }] } })
  })

  it('is needed again to resume what is above the maximum', () => {
    const visit = infusing()
    visit.order({ type: 'giveBolus', mg: 41, reason: 'pain', override: { reason: 'decided' } }, at(5))
    visit.order({ type: 'pauseInfusion', reason: 'asked' }, at(6))
    expect(visit.view(at(6)).nextStep).toMatchObject({
      command: 'resumeInfusion',
      openGates: [{ gate: 'doseOverMaximum' }],
    })
    expect(visit.refused({ type: 'resumeInfusion' }, at(7)).code).toBe('doseOverMaximum')
    visit.order({ type: 'resumeInfusion', override: { reason: 'decided' } }, at(7), { staff: clinician })
    expect(visit.phase).toBe('infusing')
  })
})

describe('what the large button offers', () => {
  it.each([
    ['scheduled', 'admit'],
    ['preparing', 'startInfusion'],
    ['infusing', 'completeCheck'],
    ['paused', 'resumeInfusion'],
    ['recovering', 'completeCheck'],
    ['discharged', 'signOff'],
    ['transferred', 'signOff'],
  ] as const)('while %s: %s', (phase, command) => {
    expect(inPhase[phase]().view(at(41)).nextStep?.command).toBe(command)
  })

  it('is nothing once the visit is cancelled, or signed', () => {
    expect(inPhase.cancelled().view(at(50))).not.toHaveProperty('nextStep')
    const visit = inPhase.discharged()
    visit.order({ type: 'signOff', statement: 'Reviewed.' }, at(50), { staff: clinician })
    expect(visit.view(at(50))).not.toHaveProperty('nextStep')
    expect(visit.view(at(50)).allowed).not.toContain('signOff')
  })

  it('is the baseline first, then the start with what stands before it', () => {
    const visit = beginVisit()
    expect(visit.view(at(1)).nextStep).toMatchObject({ command: 'recordBaseline', openGates: [] })
    visit.order(HIGH, at(1))
    expect(visit.view(at(1)).nextStep).toMatchObject({
      command: 'startInfusion',
      openGates: [{ gate: 'baselinePressureGate' }, { gate: 'checklistOpen' }],
    })
  })
})
