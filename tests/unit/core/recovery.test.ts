import { describe, expect, it } from 'vitest'
import type { StaffCommand } from '../../../shared/domain/command.ts'
import { ESKETAMINE } from '../../../shared/domain/protocols/esketamine.ts'
import { IM } from '../../../shared/domain/protocols/im.ts'
import { IV_DEPRESSION } from '../../../shared/domain/protocols/iv-depression.ts'
import type { Order } from '../../../server/core/session-command.ts'
import type { RecordedOverride } from '../../../shared/domain/session-event.ts'
import { at, clinician, cuff, infusing, prepared, recovering, sample, type Visit } from '../../support/visit.ts'

const discharge = { type: 'discharge', escort: 'sister', ivRemoved: true, instructionsGiven: true } as const
const assess = (criterion: string, met: boolean) => ({ type: 'assessCriterion', criterion, met }) as const
const aldrete = (score: number) => ({ type: 'recordAssessment', scale: 'aldrete', score }) as const

const criterion = (visit: Visit, id: string, minute: number) => {
  const found = visit.view(at(minute)).recovery?.criteria.find((it) => it.id === id)
  return found === undefined ? null : [found.met, found.source]
}
const status = (visit: Visit, minute: number) => visit.view(at(minute)).recovery?.status

/** Everything good: a monitor that measures until minute `until`, every alarm acknowledged, every criterion met. */
const well = (visit: Visit, until: number): Visit => {
  for (let minute = 43; minute <= until; minute += 5) monitor(visit, minute)
  monitor(visit, until)
  for (const id of ['oriented', 'gait', 'nausea']) visit.order(assess(id, true), at(until))
  visit.order(aldrete(10), at(until))
  return visit
}

const monitor = (visit: Visit, minute: number, sbp = 124, spo2 = 98) => {
  const when = at(minute)
  visit.read([...cuff(sbp, 78, when), sample('hr', 70, when), sample('spo2', spo2, when)], when)
  for (const alarm of visit.view(when).alarms) visit.order({ type: 'acknowledgeAlarm', alarmId: alarm.id }, when)
}

describe('criteria', () => {
  it('are open until somebody or something answers', () => {
    const visit = recovering()
    expect(visit.view(at(43)).recovery?.criteria.map(({ id, stage }) => [id, stage])).toEqual([
      ['aldrete', 'ready'],
      ['bp', 'ready'],
      ['spo2', 'ready'],
      ['oriented', 'ready'],
      ['gait', 'ready'],
      ['nausea', 'ready'],
      ['ivRemoved', 'departure'],
      ['escort', 'departure'],
      ['instructions', 'departure'],
    ])
    for (const id of ['aldrete', 'bp', 'spo2', 'gait']) expect(criterion(visit, id, 43)).toEqual([false, 'open'])
  })

  it.each([
    ['100.8', 100.8, 78, true],
    ['100', 100, 78, false],
    ['151.2', 151.2, 78, true],
    ['152', 152, 78, false],
    ['diastolic 94', 126, 94, false],
  ])('the pressure within ±20 % of 126/78 fills itself: %s', (_what, sbp, dbp, met) => {
    const visit = recovering()
    visit.read(cuff(sbp, dbp, at(43)), at(43))
    expect(criterion(visit, 'bp', 43)).toEqual([met, 'monitor'])
  })

  it('the pressure is judged by systolic alone where the cuff gave no more', () => {
    const visit = recovering()
    visit.read([sample('sbp', 126, at(43))], at(43))
    expect(criterion(visit, 'bp', 43)).toEqual([true, 'monitor'])
    visit.read([sample('map', 90, at(44))], at(44))
    expect(criterion(visit, 'bp', 44)).toEqual([false, 'open'])
  })

  it('a pressure from before the end says nothing, nor one after which the next is long overdue', () => {
    const visit = infusing()
    visit.read(cuff(126, 78, at(41)), at(41))
    visit.order({ type: 'endInfusion', outcome: 'completed' }, at(42))
    expect(criterion(visit, 'bp', 43)).toEqual([false, 'open'])
    visit.read(cuff(126, 78, at(43)), at(43))
    expect(criterion(visit, 'bp', 62.9)).toEqual([true, 'monitor'])
    expect(criterion(visit, 'bp', 63)).toEqual([false, 'open'])
  })

  it('a pressure speaks on where the protocol asks for no next one', () => {
    const visit = recovering({ protocol: { ...IV_DEPRESSION, bloodPressure: {} } })
    visit.read(cuff(126, 78, at(43)), at(43))
    expect(criterion(visit, 'bp', 200)).toEqual([true, 'monitor'])
  })

  it('SpO2 above 92 % fills itself, for 15 min', () => {
    const visit = infusing()
    visit.read([sample('spo2', 98, at(41))], at(41))
    visit.order({ type: 'endInfusion', outcome: 'completed' }, at(42))
    expect(criterion(visit, 'spo2', 42)).toEqual([false, 'open'])
    visit.read([sample('spo2', 92, at(43))], at(43))
    expect(criterion(visit, 'spo2', 43)).toEqual([false, 'monitor'])
    visit.read([sample('spo2', 93, at(44))], at(44))
    expect(criterion(visit, 'spo2', 58.9)).toEqual([true, 'monitor'])
    expect(criterion(visit, 'spo2', 59)).toEqual([false, 'open'])
  })

  it('what is measured cannot be made better by a word, but a word can tell what a monitor does not know', () => {
    const visit = recovering()
    visit.order(assess('bp', true), at(43))
    expect(criterion(visit, 'bp', 43)).toEqual([true, 'staff'])
    visit.read([sample('spo2', 90, at(43)), ...cuff(190, 78, at(43))], at(43))
    visit.order(assess('spo2', true), at(44))
    expect(criterion(visit, 'spo2', 44)).toEqual([false, 'monitor'])
    expect(criterion(visit, 'bp', 44)).toEqual([false, 'monitor'])
    visit.read([sample('spo2', 97, at(45))], at(45))
    visit.order(assess('spo2', false), at(45))
    visit.read([sample('spo2', 98, at(46))], at(46))
    expect(criterion(visit, 'spo2', 46)).toEqual([false, 'staff'])
    visit.order(assess('spo2', true), at(47))
    expect(criterion(visit, 'spo2', 47)).toEqual([true, 'monitor'])
  })

  it('Aldrete is met by a score of 9 or more in this recovery, the newest one', () => {
    const visit = infusing()
    visit.order(aldrete(10), at(41))
    visit.order({ type: 'endInfusion', outcome: 'completed' }, at(42))
    expect(criterion(visit, 'aldrete', 42)).toEqual([false, 'open'])
    visit.order({ type: 'recordAssessment', scale: 'padss', score: 10 }, at(43))
    expect(criterion(visit, 'aldrete', 43)).toEqual([false, 'open'])
    visit.order(aldrete(9), at(44))
    expect(criterion(visit, 'aldrete', 44)).toEqual([true, 'staff'])
    visit.order(aldrete(8), at(50))
    expect(criterion(visit, 'aldrete', 50)).toEqual([false, 'staff'])
    visit.order(aldrete(10), at(51), { occurredAt: at(49) })
    expect(criterion(visit, 'aldrete', 51)).toEqual([false, 'staff'])
    visit.order(aldrete(9), at(52))
    visit.order(assess('aldrete', false), at(53))
    expect(criterion(visit, 'aldrete', 53)).toEqual([false, 'staff'])
    visit.order(aldrete(10), at(54))
    expect(criterion(visit, 'aldrete', 54)).toEqual([true, 'staff'])
  })

  it('is what was said last, by when it happened', () => {
    const visit = recovering()
    visit.order(assess('gait', true), at(60))
    visit.order(assess('gait', false), at(61), { occurredAt: at(55) })
    expect(criterion(visit, 'gait', 61)).toEqual([true, 'staff'])
    visit.order(assess('gait', false), at(62))
    expect(criterion(visit, 'gait', 62)).toEqual([false, 'staff'])
  })

  it.each([
    ['nausea', 'vomiting'],
    ['gait', 'Dizziness'],
    ['oriented', 'agitation'],
  ])('%s is sent back when %s returns after it was met', (id, symptom) => {
    const visit = recovering()
    visit.order({ type: 'recordSymptom', symptom, grade: 'mild' }, at(45))
    visit.order(assess(id, true), at(60))
    expect(criterion(visit, id, 60)).toEqual([true, 'staff'])
    visit.order({ type: 'recordSymptom', symptom, grade: 'mild' }, at(61), { occurredAt: at(50) })
    expect(criterion(visit, id, 61)).toEqual([true, 'staff'])
    visit.order({ type: 'recordSymptom', symptom: 'headache', grade: 'mild' }, at(62))
    expect(criterion(visit, id, 62)).toEqual([true, 'staff'])
    visit.order({ type: 'recordSymptom', symptom, grade: 'mild' }, at(62))
    expect(criterion(visit, id, 62)).toEqual([false, 'open'])
    visit.order(assess(id, true), at(62))
    expect(criterion(visit, id, 62)).toEqual([true, 'staff'])
  })

  it('that the protocol does not have are refused', () => {
    expect(recovering().refused(assess('appetite', true), at(43))).toMatchObject({
      code: 'badRequest',
      message: expect.stringContaining('aldrete, bp') as string,
    })
  })
})

describe('the status', () => {
  it('goes from recovering over due to ready', () => {
    const visit = recovering()
    expect(status(visit, 101.9)).toBe('recovering')
    expect(status(visit, 102)).toBe('due')
    well(visit, 102)
    expect(status(visit, 102)).toBe('ready')
    expect(visit.view(at(102)).timers.find(({ kind }) => kind === 'recovery')?.state).toBe('done')
    expect(visit.view(at(102)).nextStep).toMatchObject({ command: 'discharge', openGates: [] })
  })

  it('is not ready before the minimum, however well the patient is', () => {
    expect(status(well(recovering(), 90), 90)).toBe('recovering')
  })

  it.each<[string, (visit: Visit) => void]>([
    ['a pressure that leaves the band', (visit) => monitor(visit, 103, 160)],
    ['a saturation that falls', (visit) => monitor(visit, 103, 124, 92)],
    ['a lower score', (visit) => visit.order(aldrete(8), at(103))],
    ['nausea', (visit) => visit.order({ type: 'recordSymptom', symptom: 'nausea', grade: 'mild' }, at(103))],
    ['an extension', (visit) => visit.order({ type: 'extendRecovery', minutes: 30, reason: 'labetalol' }, at(103))],
    ['a medium alarm', (visit) => visit.read([sample('temp', 39.5, at(103))], at(103))],
    ['a lost signal', (visit) => visit.run({ type: 'passTime' }, at(103))],
  ])('is sent back from ready by %s', (_what, happen) => {
    const visit = well(recovering(), 102)
    expect(status(visit, 102)).toBe('ready')
    happen(visit)
    expect(status(visit, 103)).not.toBe('ready')
  })

  it('is not ready with a pressure out of the band, even where the protocol has no criterion for it', () => {
    const protocol = { ...IV_DEPRESSION, criteria: IV_DEPRESSION.criteria.filter(({ id }) => id !== 'bp') }
    const visit = well(recovering({ protocol }), 102)
    expect(status(visit, 102)).toBe('ready')
    monitor(visit, 103, 160)
    expect(status(visit, 103)).toBe('due')
  })

  it('is overdue past the longest stay, unless the patient is ready', () => {
    const visit = recovering()
    expect(status(visit, 281.9)).toBe('due')
    expect(status(visit, 282)).toBe('overdue')
    expect(status(well(visit, 290), 290)).toBe('ready')
  })
})

describe('an extension', () => {
  it.each([0, -5, Number.NaN, 2000])('of %s min is refused', (minutes) => {
    expect(recovering().refused({ type: 'extendRecovery', minutes, reason: 'slow' }, at(43)).code).toBe('outOfRange')
  })
})

describe('discharge', () => {
  const gates = (visit: Visit, minute: number, command: StaffCommand = discharge, more: Partial<Order> = {}) =>
    (visit.refused(command, at(minute), more).details?.gates as { gate: string }[]).map(({ gate }) => gate)

  it('by a nurse needs the minimum and every criterion, and nothing else', () => {
    const visit = well(recovering(), 102)
    const [event] = visit.order(discharge, at(102))
    expect(event?.data).toEqual({ escort: 'sister', ivRemoved: true, instructionsGiven: true })
    expect(visit.view(at(110))).toMatchObject({ phase: 'discharged', recovery: { status: 'ready' } })
  })

  it('lists what is missing, in words', () => {
    const refusal = recovering().refused(discharge, at(100.5))
    expect(refusal.code).toBe('gateOpen')
    expect(refusal.message).toContain('2 min of the recovery minimum left')
    expect(refusal.message).toContain('Not met: Steady gait')
    expect(gates(recovering(), 100)).toEqual(['recoveryMinimum', 'aldrete', 'bp', 'spo2', 'oriented', 'gait', 'nausea'])
    expect(gates(recovering(), 102)).not.toContain('recoveryMinimum')
  })

  it('needs an escort, the line out and the instructions', () => {
    const visit = well(recovering(), 102)
    const alone = { type: 'discharge', escort: ' ', ivRemoved: false, instructionsGiven: false } as const
    expect(gates(visit, 102, alone)).toEqual(['ivRemoved', 'escort', 'instructions'])
  })

  it('needs no line out where none was in', () => {
    const visit = prepared({ protocol: IM })
    visit.order({ type: 'startInfusion', doseMg: 40, durationMin: 0 }, at(2))
    expect(gates(visit, 50, { ...discharge, ivRemoved: false })).not.toContain('ivRemoved')
  })

  it('asks for the esketamine monitoring sheet', () => {
    const visit = prepared({ protocol: ESKETAMINE })
    visit.order({ type: 'startInfusion', doseMg: 56, durationMin: 0 }, at(2))
    expect(gates(visit, 50)).toContain('monitoringSheet')
    visit.order(assess('monitoringSheet', true), at(50))
    expect(gates(visit, 50)).not.toContain('monitoringSheet')
  })

  it('answers what it was asked: the record says met, or not met where it was overridden', () => {
    const visit = well(recovering(), 102)
    const left = ['ivRemoved', 'escort', 'instructions']
    expect(left.map((id) => criterion(visit, id, 102))).toEqual(left.map(() => [false, 'open']))
    visit.order(discharge, at(102))
    expect(left.map((id) => criterion(visit, id, 110))).toEqual(left.map(() => [true, 'staff']))
    expect(criterion(visit, 'gait', 110)).toEqual([true, 'staff'])

    const alone = well(recovering(), 102)
    const override = { reason: 'to the ward with a nurse' }
    alone.order({ ...discharge, escort: '', ivRemoved: false, override }, at(102), { staff: clinician })
    expect(left.map((id) => criterion(alone, id, 110))).toEqual([
      [false, 'staff'],
      [false, 'staff'],
      [true, 'staff'],
    ])
  })

  it('takes a clinic’s own departure criterion by its assessment', () => {
    const ride = { id: 'ride', label: 'Ride ordered', stage: 'departure' } as const
    const protocol = { ...IV_DEPRESSION, criteria: [...IV_DEPRESSION.criteria, ride] }
    const visit = well(recovering({ protocol }), 102)
    expect(gates(visit, 102)).toEqual(['ride'])
    visit.order(assess('ride', true), at(102))
    visit.order(discharge, at(102))
  })

  it('with an override is a clinician’s, who passes each gate by name', () => {
    const visit = recovering()
    const decided = { ...discharge, override: { reason: 'to the ward' } }
    expect(visit.refused(decided, at(100)).code).toBe('notAllowed')
    const some = { ...discharge, override: { reason: 'to the ward', gates: ['recoveryMinimum'] } }
    expect(gates(visit, 100, some, { staff: clinician })).not.toContain('recoveryMinimum')
    const [event] = visit.order(decided, at(100), { staff: clinician })
    const { override } = event?.data as { override: RecordedOverride }
    expect(override.reason).toBe('to the ward')
    expect(override.gates.map(({ gate }) => gate)).toEqual(gates(recovering(), 100))
  })

  it('is refused under an alarm of the body that nobody acknowledged, whoever asks', () => {
    const visit = recovering()
    visit.read(cuff(190, 78, at(43)), at(43))
    const decided = { ...discharge, override: { reason: 'no' } }
    const refusal = visit.refused(decided, at(44), { staff: clinician })
    expect(refusal).toMatchObject({ code: 'alarmOpen', message: expect.stringContaining('sbp.high') as string })
  })

  it('that is entered late is judged by when it happened', () => {
    const visit = recovering()
    expect(gates(visit, 110, discharge, { occurredAt: at(100) })).toContain('recoveryMinimum')
  })
})
