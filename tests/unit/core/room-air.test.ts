import { describe, expect, it } from 'vitest'
import { at, cuff, infusing, recovering, sample, type Visit } from '../../support/visit.ts'

const spo2 = (visit: Visit, minute: number) =>
  visit.view(at(minute)).recovery?.criteria.find(({ id }) => id === 'spo2') ?? null
const known = (visit: Visit, minute: number) => visit.view(at(minute)).recovery?.knownItems
const saturation = (visit: Visit, minute: number, value: number) =>
  visit.read([sample('spo2', value, at(minute))], at(minute))
const give = (intervention: string, detail?: string) =>
  ({ type: 'recordIntervention', intervention, ...(detail === undefined ? {} : { detail }) }) as const
const onAir = { type: 'assessCriterion', criterion: 'spo2', met: true } as const
const OXYGEN = give('oxygen', '2 L/min')

describe('SpO2 on room air', () => {
  it('is asked of people once oxygen was given, also during the infusion', () => {
    const visit = infusing()
    visit.order(OXYGEN, at(20))
    visit.order({ type: 'endInfusion', outcome: 'completed' }, at(42))
    saturation(visit, 43, 98)
    expect(spo2(visit, 43)).toMatchObject({ met: false, source: 'open', note: 'oxygen given: look on room air' })
    visit.order(onAir, at(44))
    expect(spo2(visit, 44)).toMatchObject({ met: true, source: 'staff' })
    expect(spo2(visit, 44)).not.toHaveProperty('note')
  })

  it('is not met by a low value, whatever was said and given', () => {
    const visit = recovering()
    visit.order(OXYGEN, at(43))
    visit.order(onAir, at(44))
    saturation(visit, 45, 92)
    expect(spo2(visit, 45)).toMatchObject({ met: false, source: 'monitor' })
  })

  it('is asked anew when oxygen is given after the answer', () => {
    const visit = recovering()
    saturation(visit, 43, 98)
    visit.order(onAir, at(44))
    visit.order(OXYGEN, at(45))
    expect(spo2(visit, 45)).toMatchObject({ met: false, source: 'open' })
  })

  it.each([
    ['oxygen', 'off, room air'],
    ['O2 stopped', undefined],
    ['O₂', 'off'],
    ['room air', undefined],
  ])('fills itself again after %s %s', (intervention, detail) => {
    const visit = recovering()
    visit.order(OXYGEN, at(43))
    visit.order(give(intervention, detail), at(45))
    saturation(visit, 46, 98)
    expect(spo2(visit, 46)).toMatchObject({ met: true, source: 'monitor' })
  })

  it('goes by when oxygen was given and stopped, not by when it was written', () => {
    const visit = recovering()
    visit.order(give('oxygen', 'off'), at(45))
    visit.order(OXYGEN, at(46), { occurredAt: at(43) })
    saturation(visit, 46, 98)
    expect(spo2(visit, 46)).toMatchObject({ met: true, source: 'monitor' })
  })

  it('is no matter of other interventions', () => {
    const visit = recovering()
    visit.order(give('ondansetron', '4 mg IV'), at(43))
    saturation(visit, 44, 98)
    expect(spo2(visit, 44)).toMatchObject({ met: true, source: 'monitor' })
  })
})

describe('items of the recovery scores that the monitor knows', () => {
  it('are none before it has measured in this recovery', () => {
    const visit = infusing()
    visit.read([...cuff(126, 78, at(41)), sample('spo2', 98, at(41))], at(41))
    visit.order({ type: 'endInfusion', outcome: 'completed' }, at(42))
    expect(known(visit, 42)).toEqual({ aldrete: {}, padss: {} })
  })

  // Baseline 126/78.
  it.each([
    { how: 'within 20 %', sbp: 124, dbp: 80, circulation: 2, vitalSigns: 2 },
    { how: 'at 20 %', sbp: 151.2, dbp: 78, circulation: 2, vitalSigns: 2 },
    { how: 'beyond 20 % diastolic', sbp: 126, dbp: 94, circulation: 1, vitalSigns: 1 },
    { how: 'beyond 40 %', sbp: 177, dbp: 78, circulation: 1, vitalSigns: 0 },
    { how: 'beyond 50 %', sbp: 190, dbp: 78, circulation: 0, vitalSigns: 0 },
    { how: 'more than 50 % below', sbp: 62, dbp: 78, circulation: 0, vitalSigns: 0 },
  ])('the pressure $how', ({ sbp, dbp, circulation, vitalSigns }) => {
    const visit = recovering()
    visit.read(cuff(sbp, dbp, at(43)), at(43))
    expect(known(visit, 43)).toEqual({ aldrete: { circulation }, padss: { vitalSigns } })
  })

  it.each([
    [98, false, 2],
    [92, false, undefined],
    [98, true, 1],
    [91, true, 1],
    [90, true, undefined],
    [89, true, 0],
  ])('SpO2 %i, oxygen %s: %s', (value, isGiven, points) => {
    const visit = recovering()
    if (isGiven) visit.order(OXYGEN, at(43))
    saturation(visit, 43, value)
    expect(known(visit, 43)?.aldrete?.spo2).toBe(points)
  })

  it('are for a recovery that runs', () => {
    const visit = recovering()
    saturation(visit, 43, 98)
    visit.order({ type: 'transfer', to: 'ward 3', reason: 'observation' }, at(44))
    expect(visit.view(at(44)).recovery).toMatchObject({ knownItems: {}, openGates: [] })
  })
})

describe('what keeps the patient from leaving', () => {
  it('stands in the view before anybody asks', () => {
    const visit = recovering()
    const gates = (minute: number) => visit.view(at(minute)).recovery?.openGates.map(({ gate }) => gate)
    expect(gates(100)).toEqual(['recoveryMinimum', 'aldrete', 'bp', 'spo2', 'oriented', 'gait', 'nausea'])
    visit.order({ type: 'assessCriterion', criterion: 'gait', met: true }, at(101))
    expect(gates(102)).toEqual(['aldrete', 'bp', 'spo2', 'oriented', 'nausea'])
  })
})
