import { describe, expect, it } from 'vitest'
import { at, beginVisit, BASELINE, clinician, nurse } from '../../support/visit.ts'

describe('a visit from admission to signature', () => {
  it('refuses what is not due, gives the dose, and ends in a signed record', () => {
    const visit = beginVisit()
    for (const command of [
      { type: 'endInfusion', outcome: 'completed' },
      { type: 'pauseInfusion', reason: 'x' },
      { type: 'changeRate', rateMgPerHour: 10, reason: 'x' },
      { type: 'extendRecovery', minutes: 10, reason: 'x' },
      { type: 'discharge', escort: 'x', ivRemoved: true, instructionsGiven: true },
    ] as const) {
      expect(visit.refused(command, at(1)).code).toBe('wrongPhase')
    }
    const start = { type: 'startInfusion', doseMg: 40, durationMin: 40 } as const
    expect(visit.refused({ ...start, override: { reason: 'no baseline' } }, at(1)).code).toBe('baselineMissing')
    for (const { id } of visit.view(at(1)).checklist) visit.order({ type: 'checkOff', item: id }, at(1))
    visit.order({ ...BASELINE, sbp: 150, dbp: 95 }, at(1))
    expect(visit.refused(start, at(1)).code).toBe('baselinePressureGate')
    visit.order(BASELINE, at(2))
    expect(visit.refused({ ...start, doseMg: 400 }, at(2)).code).toBe('doseOverMaximum')
    expect(visit.refused({ ...start, doseMg: -1 }, at(2)).code).toBe('outOfRange')
    visit.order(start, at(2))

    visit.order({ type: 'pauseInfusion', reason: 'patient asked' }, at(2.1))
    expect(visit.view(at(2.1)).infusion?.deliveredMg).toBeCloseTo(0.1, 9)
    expect(visit.view(at(5)).infusion?.deliveredMg).toBeCloseTo(0.1, 9)
    visit.order({ type: 'resumeInfusion' }, at(5))
    visit.order({ type: 'changeRate', rateMgPerHour: 30, reason: 'dissociation' }, at(5))
    expect(visit.view(at(5)).infusion?.rateMgPerHour).toBe(30)
    expect(visit.view(at(5)).timers.map((timer) => timer.kind)).toEqual(['infusion', 'bloodPressure', 'check'])
    expect(visit.refused({ type: 'changeRate', rateMgPerHour: 6000, reason: 'slip' }, at(5)).code).toBe(
      'doseOverMaximum',
    )
    expect(visit.refused({ type: 'changeRate', rateMgPerHour: 0, reason: 'slip' }, at(5)).code).toBe('outOfRange')
    visit.order({ type: 'recordSymptom', symptom: 'nausea', grade: 'mild' }, at(6))
    visit.order({ type: 'endInfusion', outcome: 'stoppedEarly', reason: 'headache' }, at(10))

    const recovery = visit.view(at(10)).recovery
    expect(recovery?.minimumUntil).toBe(new Date(at(70)).toISOString())
    visit.order({ type: 'extendRecovery', minutes: 15, reason: 'labetalol given' }, at(11))
    expect(visit.view(at(11)).recovery?.minimumUntil).toBe(new Date(at(85)).toISOString())
    for (const alarm of visit.view(at(11)).alarms) visit.order({ type: 'acknowledgeAlarm', alarmId: alarm.id }, at(11))
    const discharge = { type: 'discharge', escort: 'sister', ivRemoved: true, instructionsGiven: true } as const
    expect(visit.refused(discharge, at(11)).code).toBe('gateOpen')
    const decided = { ...discharge, override: { reason: 'to the ward' } }
    expect(visit.refused(decided, at(11)).code).toBe('notAllowed')
    visit.order(decided, at(11), { staff: clinician })
    expect(visit.phase).toBe('discharged')
    expect(visit.refused({ type: 'recordSymptom', symptom: 'nausea', grade: 'mild' }, at(12)).code).toBe('wrongPhase')
    visit.order({ type: 'signOff', statement: 'Reviewed.' }, at(13), { staff: clinician })
    expect(visit.refused({ type: 'signOff', statement: 'x' }, at(13), { staff: nurse }).code).toBe('notAllowed')
    const symptom = visit.state.journal.find((entry) => entry.type === 'symptomRecorded')
    visit.order(
      { type: 'amend', seq: symptom?.seq ?? 0, correction: { grade: 'moderate' }, reason: 'misread' },
      at(14),
      {
        staff: clinician,
      },
    )
    expect(visit.entries.at(-1)).toMatchObject({ type: 'amended', data: { afterSignature: true } })
  })
})
