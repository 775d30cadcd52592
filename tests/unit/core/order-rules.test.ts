import { describe, expect, it } from 'vitest'
import { decide } from '../../../server/core/decide.ts'
import type { StaffCommand } from '../../../shared/domain/command.ts'
import { alarmId, bayId, deviceId, sessionId, siteId } from '../../../shared/domain/ids.ts'
import { IV_DEPRESSION } from '../../../shared/domain/protocols/iv-depression.ts'
import { plusMs, toIso } from '../../../shared/domain/time.ts'
import {
  admin,
  at,
  BASELINE,
  beginVisit,
  clinician,
  cuff,
  infusing,
  inPhase,
  MONITOR,
  nurse,
  otherNurse,
  recovering,
  sample,
  Visit,
} from '../../support/visit.ts'

const note = { type: 'addNote', text: 'calm' } as const
const rate = { type: 'changeRate', rateMgPerHour: 30, reason: 'dizzy' } as const

describe('who may do what', () => {
  const commands: readonly StaffCommand[] = [note, rate, { type: 'pauseInfusion', reason: 'asked' }]

  it.each(commands)('an administrator gives no clinical command: $type', (command) => {
    const refusal = infusing().refused(command, at(5), { staff: admin })
    expect(refusal).toMatchObject({ code: 'notAllowed', message: expect.stringContaining(command.type) as string })
  })

  it('an administrator assigns devices, as everybody does', () => {
    const device = { deviceId: MONITOR, name: 'Monitor', intervals: {} }
    const visit = infusing()
    visit.order({ type: 'attachDevice', device: MONITOR }, at(5), { staff: admin, device })
    visit.order({ type: 'detachDevice', device: MONITOR }, at(6), { staff: admin })
    expect(visit.state.devices).toEqual([])
  })

  it('an administrator admits nobody', () => {
    const request = {
      type: 'create',
      sessionId: sessionId('s_9'),
      site: siteId('site_1'),
      bay: bayId('bay_1'),
      patient: beginVisit().state.patient,
      protocol: IV_DEPRESSION,
      admit: true,
      simulated: false,
    } as const
    expect(decide(null, { ...request, staff: admin }, at(0))).toMatchObject({
      ok: false,
      error: { code: 'notAllowed' },
    })
    expect(decide(null, { ...request, staff: nurse }, at(0))).toMatchObject({ ok: true })
  })

  it('a nurse signs nothing, even where nothing is to be signed', () => {
    expect(infusing().refused({ type: 'signOff', statement: 'x' }, at(5)).code).toBe('notAllowed')
  })

  it('a clinician signs once, once more after an amendment, and beside another', () => {
    const sign = { type: 'signOff', statement: 'Reviewed.' } as const
    const visit = inPhase.discharged()
    visit.order(sign, at(50), { staff: clinician })
    expect(visit.refused(sign, at(51), { staff: clinician }).code).toBe('wrongPhase')
    visit.order(sign, at(51), { staff: { ...clinician, id: otherNurse.id, name: 'Dr Carl' } })
    const patient = { displayName: 'Ada Corrected' }
    visit.order({ type: 'amend', seq: 1, correction: { patient }, reason: 'slip' }, at(52), { staff: clinician })
    visit.order(sign, at(53), { staff: clinician })
    expect(visit.state.signatures.map(({ by }) => by.name)).toEqual(['Dr Clara', 'Dr Carl', 'Dr Clara'])
    expect(visit.view(at(53)).signed).toBe(true)
  })

  it('a signed record takes an artefact mark from a clinician alone', () => {
    const visit = inPhase.discharged()
    const mark = { type: 'markArtefact', metric: 'spo2', from: at(3), to: at(4), reason: 'cold' } as const
    visit.order(mark, at(50))
    visit.order({ type: 'signOff', statement: 'Reviewed.' }, at(50), { staff: clinician })
    expect(visit.refused(mark, at(51)).code).toBe('notAllowed')
    visit.order(mark, at(51), { staff: clinician })
  })
})

describe('two people on one state', () => {
  it('the later one is told what the other did', () => {
    const visit = infusing()
    const seen = visit.state.seq
    visit.order(rate, at(5), { staff: otherNurse, expectedSeq: seen })
    const refusal = visit.refused({ ...rate, rateMgPerHour: 40 }, at(6), { expectedSeq: seen })
    expect(refusal).toMatchObject({
      code: 'conflict',
      details: { seq: seen + 1, changes: [{ seq: seen + 1, type: 'rateChanged', at: toIso(at(5)), by: 'Otto' }] },
    })
    expect(refusal.message).toContain('Otto: rateChanged')
  })

  it('a conflict is told before a phase that changed by it', () => {
    const visit = infusing()
    const seen = visit.state.seq
    visit.order({ type: 'pauseInfusion', reason: 'asked' }, at(5), { staff: otherNurse })
    expect(visit.refused(rate, at(6), { expectedSeq: seen }).code).toBe('conflict')
    expect(visit.refused(rate, at(6), { expectedSeq: visit.state.seq }).code).toBe('wrongPhase')
  })

  it('one’s own entries, alarms and the clock are no conflict', () => {
    const visit = infusing()
    const seen = visit.state.seq
    visit.order(note, at(5))
    visit.run({ type: 'passTime' }, at(6))
    const [alarm] = visit.view(at(6)).alarms
    visit.order({ type: 'acknowledgeAlarm', alarmId: alarm?.id ?? alarmId('none') }, at(6), { staff: otherNurse })
    expect(visit.state.seq).toBeGreaterThan(seen + 2)
    visit.order(rate, at(6), { expectedSeq: seen })
  })

  it.each<StaffCommand>([
    { type: 'pauseInfusion', reason: 'asked' },
    { type: 'endInfusion', outcome: 'completed' },
    { type: 'recordVitals', values: { hr: 70 } },
    { type: 'recordAssessment', scale: 'pain', score: 3 },
    { type: 'recordSymptom', symptom: 'nausea', grade: 'mild' },
    { type: 'recordIntervention', intervention: 'oxygen' },
  ])('$type waits for nobody', (command) => {
    const visit = infusing()
    const seen = visit.state.seq
    visit.order(rate, at(5), { staff: otherNurse })
    visit.order(command, at(6), { expectedSeq: seen })
  })
})

describe('a key', () => {
  const keyed = (bodyHash: string) => ({ key: { key: 'k1', bodyHash } })

  it('is answered once: the same again writes nothing', () => {
    const visit = infusing()
    const events = visit.order(note, at(5), keyed('a'))
    expect(events).toMatchObject([{ command: { key: 'k1', bodyHash: 'a' } }])
    const { seq } = visit.state
    expect(visit.order(note, at(6), keyed('a'))).toEqual([])
    expect(visit.state.seq).toBe(seq)
    expect(visit.state.answered.k1).toEqual({ bodyHash: 'a', fromSeq: seq, toSeq: seq })
  })

  it('is refused with another body', () => {
    const visit = infusing()
    visit.order(note, at(5), keyed('a'))
    expect(visit.refused(note, at(6), keyed('b')).code).toBe('keyReused')
  })

  it('covers what the command caused: the alarms that end with the session', () => {
    const visit = infusing()
    visit.run({ type: 'passTime' }, at(5))
    const events = visit.order({ type: 'transfer', to: 'ward', reason: 'r' }, at(6), keyed('a'))
    expect(events.length).toBeGreaterThan(1)
    expect(events.every((event) => event.command?.key === 'k1')).toBe(true)
    const { fromSeq, toSeq } = visit.state.answered.k1 ?? { fromSeq: 0, toSeq: 0 }
    expect(toSeq - fromSeq + 1).toBe(events.length)
  })

  it('goes with the alarm event of an acknowledgement', () => {
    const visit = infusing()
    visit.run({ type: 'passTime' }, at(5))
    const [alarm] = visit.view(at(5)).alarms
    const [event] = visit.order({ type: 'acknowledgeAlarm', alarmId: alarm?.id ?? alarmId('') }, at(6), keyed('a'))
    expect(event).toMatchObject({ type: 'alarmAcknowledged', by: nurse, command: { key: 'k1' } })
  })

  it('may be any text', () => {
    const visit = infusing()
    for (const key of ['__proto__', 'constructor', 'toString']) {
      visit.order(note, at(5), { key: { key, bodyHash: 'a' } })
      expect(visit.order(note, at(5), { key: { key, bodyHash: 'a' } })).toEqual([])
    }
  })

  it('opens one session', () => {
    const visit = beginVisit()
    expect(visit.attempt({ ...CREATE, key: { key: 'c', bodyHash: 'a' } }, at(1))).toMatchObject({
      ok: false,
      error: { code: 'wrongPhase' },
    })
    const first = decide(null, { ...CREATE, plannedStart: at(30), key: { key: 'c', bodyHash: 'a' } }, at(0))
    expect(first).toMatchObject({
      ok: true,
      value: [{ type: 'sessionScheduled', command: { key: 'c' }, data: { plannedStart: at(30) } }],
    })
  })
})

const CREATE = {
  type: 'create',
  sessionId: sessionId('s_1'),
  site: siteId('site_1'),
  bay: bayId('bay_1'),
  patient: { displayName: 'Ada Example', initials: 'AE', recordNumber: 'R-1', weightKg: 80 },
  protocol: IV_DEPRESSION,
  admit: false,
  simulated: false,
  staff: nurse,
} as const

describe('a new session', () => {
  it.each([
    ['no name', { displayName: ' ' }, 'badRequest'],
    ['no initials', { initials: '' }, 'badRequest'],
    ['no record number', { recordNumber: '' }, 'badRequest'],
    ['no weight', { weightKg: 0 }, 'outOfRange'],
    ['a weight in grams', { weightKg: 80_000 }, 'outOfRange'],
    ['a weight that is no number', { weightKg: Number.NaN }, 'outOfRange'],
  ])('is refused with %s', (_what, patient, code) => {
    const request = { ...CREATE, patient: { ...CREATE.patient, ...patient } }
    expect(decide(null, request, at(0))).toMatchObject({ ok: false, error: { code } })
  })

  it('shows what it was opened with', () => {
    const visit = inPhase.scheduled()
    expect(visit.view(at(1))).toMatchObject({
      id: 's_1',
      phase: 'scheduled',
      patient: { displayName: 'Ada Example', weightKg: 80 },
      protocol: { id: 'iv-depression', version: 1, approved: false },
      simulated: false,
      replayed: false,
      timers: [],
    })
    expect(visit.view(at(1))).not.toHaveProperty('plannedStart')
  })

  it('shows when it is planned for', () => {
    const visit = new Visit()
    visit.run({ ...CREATE, plannedStart: at(30) }, at(0))
    expect(visit.view(at(1)).plannedStart).toBe(toIso(at(30)))
  })

  it('is not there before it is opened', () => {
    expect(decide(null, { type: 'passTime' }, at(0))).toMatchObject({ ok: false, error: { code: 'notFound' } })
  })
})

describe('an entry that is made late', () => {
  it('carries both times', () => {
    const [event] = infusing().order(note, at(20), { occurredAt: at(15) })
    expect(event).toMatchObject({ at: at(20), occurredAt: at(15) })
  })

  it('is refused from the future, and from before the session', () => {
    const visit = infusing()
    expect(visit.refused(note, at(20), { occurredAt: at(21) }).message).toContain('in the future')
    expect(visit.refused(note, at(20), { occurredAt: at(-1) }).message).toContain('when the session began')
    expect(visit.refused(note, at(20), { occurredAt: at(21) }).code).toBe('outOfRange')
  })

  it('is now where a screen’s clock is a little ahead', () => {
    const [event] = infusing().order(note, at(20), { occurredAt: plusMs(at(20), 4_000) })
    expect(event).toMatchObject({ at: at(20), occurredAt: at(20) })
  })

  it('moves the visit at the time when it happened', () => {
    const visit = infusing()
    visit.order({ type: 'endInfusion', outcome: 'stoppedEarly', reason: 'pump off' }, at(30), { occurredAt: at(22) })
    expect(visit.view(at(30))).toMatchObject({
      phaseSince: toIso(at(22)),
      infusion: { deliveredMg: 20 },
      recovery: { endedAt: toIso(at(22)), minimumUntil: toIso(at(82)) },
    })
  })

  it('does not overtake the turn that the visit took before', () => {
    const visit = infusing()
    visit.order(rate, at(12))
    const pause = { type: 'pauseInfusion', reason: 'asked' } as const
    expect(visit.refused(pause, at(20), { occurredAt: at(11) })).toMatchObject({
      code: 'outOfRange',
      message: expect.stringContaining('last turn') as string,
    })
    visit.order(pause, at(20), { occurredAt: at(12) })
    expect(visit.refused({ type: 'resumeInfusion' }, at(21), { occurredAt: at(11) }).code).toBe('outOfRange')
  })
})

describe('a clock that was set back', () => {
  it('dates nothing before the newest entry', () => {
    const visit = infusing()
    visit.order(note, at(20))
    expect(visit.order(note, at(10))[0]?.at).toBe(at(20))
    expect(visit.read([sample('hr', 70, at(10))], at(10))[0]?.at).toBe(at(20))
  })
})

describe('values taken by hand', () => {
  it('become readings of their own origin, and an entry', () => {
    const visit = infusing()
    const written = visit.run(
      { type: 'order', staff: nurse, command: { type: 'recordVitals', values: { sbp: 130, dbp: 80 } } },
      at(5),
    )
    expect(written[0]).toMatchObject({
      type: 'readingsStored',
      readings: [
        { metric: 'sbp', value: 130, origin: 'manual', deviceId: null, measuredAt: at(5), receivedAt: at(5) },
        { metric: 'dbp', value: 80 },
      ],
    })
    expect(written[1]).toMatchObject({ type: 'vitalsRecorded', data: { measuredAt: at(5) } })
  })

  it('stand where they were measured', () => {
    const visit = infusing()
    const [event] = visit.order({ type: 'recordVitals', values: { temp: 36.6 }, measuredAt: at(4) }, at(5))
    expect(event?.data).toMatchObject({ measuredAt: at(4) })
    const [late] = visit.order({ type: 'recordVitals', values: { temp: 36.7 } }, at(6), { occurredAt: at(5.5) })
    expect(late?.data).toMatchObject({ measuredAt: at(5.5) })
    const early = { type: 'recordVitals', values: { temp: 36.6 }, measuredAt: at(-1) } as const
    expect(visit.refused(early, at(7)).code).toBe('outOfRange')
  })

  it('alarm as any reading does', () => {
    const events = infusing().order({ type: 'recordVitals', values: { sbp: 190, dbp: 80 } }, at(2.1))
    expect(events.map(({ type, data }) => [type, 'channel' in data ? data.channel : ''])).toContainEqual([
      'alarmRaised',
      'sbp.high',
    ])
  })

  it.each([
    ['nothing', {}, 'badRequest'],
    ['a pressure of 1,300', { sbp: 1300 }, 'outOfRange'],
    ['a saturation of 0', { spo2: 0 }, 'outOfRange'],
    ['no number', { hr: Number.NaN }, 'outOfRange'],
    ['pressures the wrong way round', { sbp: 80, dbp: 120 }, 'outOfRange'],
    ['a mean above systolic', { sbp: 120, dbp: 80, map: 130 }, 'outOfRange'],
    ['a mean below diastolic', { dbp: 80, map: 70 }, 'outOfRange'],
  ])('are refused: %s', (_what, values, code) => {
    expect(infusing().refused({ type: 'recordVitals', values }, at(5)).code).toBe(code)
  })

  it('may be a standstill, and a mean alone', () => {
    infusing().order({ type: 'recordVitals', values: { hr: 0, map: 60 } }, at(5))
  })
})

describe('a baseline', () => {
  it.each([
    ['a heart rate of 0', { hr: 0 }],
    ['a saturation of 101', { spo2: 101 }],
    ['a breath too many', { rr: 121 }],
  ])('is refused with %s', (_what, change) => {
    expect(beginVisit().refused({ ...BASELINE, ...change }, at(1)).code).toBe('outOfRange')
  })

  it('may know the breathing', () => {
    const visit = beginVisit()
    visit.order({ ...BASELINE, rr: 14 }, at(1))
    expect(visit.view(at(1)).baseline).toEqual({ sbp: 126, dbp: 78, hr: 70, spo2: 98, rr: 14 })
  })

  const monitor = { type: 'recordBaseline', from: 'monitor' } as const

  it('from the monitor is the median of the last minute and the newest blood pressure', () => {
    const visit = beginVisit()
    visit.read(cuff(150, 90, at(1)), at(1))
    visit.read([...cuff(124, 76, at(3)), sample('hr', 200, at(3)), sample('spo2', 80, at(3))], at(3))
    for (const [second, hr] of [60, 70, 71, 90].entries()) {
      const when = at(4.5 + second / 60)
      visit.read([sample('hr', hr, when), sample('spo2', 97, when), sample('rr', 12, when)], when)
    }
    const [event] = visit.order(monitor, at(5))
    expect(event?.data).toEqual({ from: 'monitor', values: { sbp: 124, dbp: 76, hr: 70.5, spo2: 97, rr: 12 } })
  })

  it('from the monitor is refused with what the monitor has not given', () => {
    const visit = beginVisit()
    const refusal = visit.refused(monitor, at(5))
    expect(refusal.code).toBe('noMonitorValues')
    expect(refusal.message).toContain('a blood pressure in the last 15 min, a heart rate in the last minute, an SpO2')
    visit.read([...cuff(124, 76, at(5)), sample('pr', 66, at(5)), sample('spo2', 97, at(5))], at(5))
    expect(visit.order(monitor, at(5))[0]?.data).toMatchObject({ values: { hr: 66 } })
    expect(visit.refused(monitor, at(20.1)).message).toContain('a blood pressure')
    visit.read([sample('hr', 66, at(21)), sample('spo2', 97, at(21)), sample('sbp', 120, at(21))], at(21))
    expect(visit.refused(monitor, at(21)).message).toContain('has not given a blood pressure in the last 15 min:')
  })
})

describe('scores', () => {
  it.each([
    ['beyond its range', { scale: 'moaas', score: 9 }],
    ['below its range', { scale: 'rass', score: -6 }],
    ['no whole number', { scale: 'pain', score: 3.5 }],
    ['an item that it does not have', { scale: 'pain', score: 3, items: { q1: 3 } }],
    ['an unknown item beside its own', { scale: 'gad7', score: 3, items: { q9: 3 } }],
    ['a missing item', { scale: 'aldrete', score: 8, items: { activity: 2, respiration: 2, circulation: 2, spo2: 2 } }],
    [
      'an item beyond its range',
      {
        scale: 'aldrete',
        score: 10,
        items: { activity: 3, respiration: 2, circulation: 2, consciousness: 1, spo2: 2 },
      },
    ],
    [
      'a sum that is another',
      { scale: 'aldrete', score: 9, items: { activity: 2, respiration: 2, circulation: 2, consciousness: 2, spo2: 2 } },
    ],
  ] as const)('are refused: %s', (_what, given) => {
    const refusal = infusing().refused({ type: 'recordAssessment', ...given }, at(5))
    expect(refusal.code).toBe('outOfRange')
    expect(refusal.message.length).toBeGreaterThan(20)
  })

  it('are kept with their items', () => {
    const items = { activity: 2, respiration: 2, circulation: 2, consciousness: 2, spo2: 2 }
    const command = { type: 'recordAssessment', scale: 'aldrete', score: 10, items } as const
    expect(infusing().order(command, at(5))[0]?.data).toEqual({ scale: 'aldrete', score: 10, items })
    infusing().order({ type: 'recordAssessment', scale: 'rass', score: -5 }, at(5))
  })
})

describe('words that must be said', () => {
  it.each<[string, StaffCommand]>([
    ['a note', { type: 'addNote', text: ' ' }],
    ['a symptom', { type: 'recordSymptom', symptom: '', grade: 'mild' }],
    ['an intervention', { type: 'recordIntervention', intervention: '' }],
    ['why a pause', { type: 'pauseInfusion', reason: '' }],
    ['why an early end', { type: 'endInfusion', outcome: 'stoppedEarly', reason: '' }],
    ['why another rate', { type: 'changeRate', rateMgPerHour: 30, reason: '' }],
    ['why a bolus', { type: 'giveBolus', mg: 2, reason: '' }],
    ['why a transfer', { type: 'transfer', to: 'ward', reason: '' }],
    ['where to', { type: 'transfer', to: '', reason: 'fever' }],
    ['why other limits', { type: 'setLimits', limits: IV_DEPRESSION.limits.slice(1), reason: '' }],
    ['why an artefact', { type: 'markArtefact', metric: 'hr', from: at(2), to: at(3), reason: '' }],
  ])('%s', (_what, command) => {
    expect(infusing().refused(command, at(5)).code).toBe('badRequest')
  })

  it('are optional where nothing hangs on them', () => {
    expect(infusing().order({ type: 'completeCheck' }, at(5))[0]?.data).toEqual({})
    const command = { type: 'recordIntervention', intervention: 'reassurance' } as const
    expect(infusing().order(command, at(5))[0]?.data).toEqual({ intervention: 'reassurance' })
  })
})

describe('limits of a session', () => {
  const limit = {
    metric: 'spo2',
    direction: 'low',
    priority: 'medium',
    threshold: 88,
    onDelay: 5,
    offDelay: 5,
    hysteresis: 2,
  } as const
  const set = (...limits: readonly object[]) =>
    ({ type: 'setLimits', limits: limits as readonly (typeof limit)[], reason: 'known low' }) as const

  it.each([
    ['none at all', [], 'badRequest'],
    ['one twice', [limit, { ...limit, threshold: 80 }], 'badRequest'],
    ['a threshold that is no number', [{ ...limit, threshold: Number.NaN }], 'outOfRange'],
    ['a threshold that cannot be', [{ ...limit, threshold: 101 }], 'outOfRange'],
    ['a negative delay', [{ ...limit, onDelay: -1 }], 'outOfRange'],
    ['a hysteresis that is no number', [{ ...limit, hysteresis: Number.NaN }], 'outOfRange'],
    ['no share of the baseline', [{ ...limit, threshold: { percentOfBaseline: 0 } }], 'outOfRange'],
    ['no offset', [{ ...limit, threshold: { offsetFromBaseline: Number.NaN } }], 'outOfRange'],
  ])('are refused: %s', (_what, limits, code) => {
    expect(infusing().refused(set(...limits), at(5)).code).toBe(code)
  })

  it('replace those of the protocol, derived ones resolved against the baseline', () => {
    const visit = infusing()
    visit.order(
      set(
        limit,
        { ...limit, metric: 'sbp', direction: 'high', threshold: { percentOfBaseline: 120 } },
        { ...limit, metric: 'dbp', direction: 'low', threshold: { offsetFromBaseline: -20 } },
      ),
      at(5),
    )
    const own = visit.view(at(5)).limits.filter(({ metric }) => !metric.startsWith('abp'))
    expect(own.map(({ metric, value }) => [metric, value])).toEqual([
      ['spo2', 88],
      ['sbp', 151.2],
      ['dbp', 58],
    ])
  })

  it('raise at once what the newest value passes', () => {
    const visit = infusing()
    visit.read([sample('temp', 37.5, at(5))], at(5))
    const feverish = { metric: 'temp', direction: 'high', threshold: 37, onDelay: 0 }
    const events = visit.order(set({ ...limit, ...feverish }), at(5))
    expect(events.map(({ type, data }) => [type, 'channel' in data ? data.channel : ''])).toContainEqual([
      'alarmRaised',
      'temp.high',
    ])
  })
})

describe('bay and devices', () => {
  const device = { deviceId: MONITOR, name: 'Monitor', intervals: {} }

  it('stay behind when the patient moves, or come along', () => {
    const visit = infusing()
    visit.order({ type: 'attachDevice', device: MONITOR }, at(3), { device })
    expect(visit.view(at(3)).devices).toMatchObject([{ id: MONITOR, name: 'Monitor' }])
    visit.order({ type: 'moveBay', bay: bayId('bay_2'), devices: true }, at(4))
    expect(visit.state).toMatchObject({ bay: 'bay_2', devices: [{ id: MONITOR }] })
    const events = visit.order({ type: 'moveBay', bay: bayId('bay_3') }, at(5))
    expect(events.slice(0, 2)).toMatchObject([
      { type: 'bayChanged', data: { from: 'bay_2', to: 'bay_3', devices: false } },
      { type: 'deviceDetached', data: { deviceId: MONITOR } },
    ])
    expect(visit.state.devices).toEqual([])
    expect(visit.refused({ type: 'moveBay', bay: bayId('bay_3') }, at(6)).code).toBe('badRequest')
  })

  it('are attached once, and detached where they are', () => {
    const visit = infusing()
    const attach = { type: 'attachDevice', device: MONITOR } as const
    expect(visit.refused(attach, at(3)).code).toBe('notFound')
    visit.order(attach, at(3), { device })
    expect(visit.refused(attach, at(3), { device }).code).toBe('badRequest')
    expect(visit.refused({ type: 'detachDevice', device: deviceId('d_7') }, at(3)).code).toBe('badRequest')
  })

  it('from the bindings are nothing new where it is so already', () => {
    const visit = infusing()
    expect(visit.run({ type: 'attachDevice', device, staff: nurse }, at(3))[0]).toMatchObject({ by: nurse })
    expect(visit.run({ type: 'attachDevice', device }, at(3))).toEqual([])
    const slow = { ...device, intervals: { spo2: 60 } }
    expect(visit.run({ type: 'attachDevice', device: slow }, at(4))[0]).toMatchObject({ type: 'deviceAttached' })
    expect(visit.state.devices).toEqual([{ id: MONITOR, name: 'Monitor', intervals: { spo2: 60 }, attachedAt: at(3) }])
    const other = { ...device, deviceId: deviceId('d_2'), name: 'Cuff' }
    visit.run({ type: 'attachDevice', device: other }, at(4))
    visit.run({ type: 'attachDevice', device: { ...slow, name: 'Monitor A' } }, at(4))
    expect(visit.state.devices.map(({ name }) => name)).toEqual(['Monitor A', 'Cuff'])
    expect(visit.run({ type: 'detachDevice', deviceId: MONITOR }, at(5))[0]).not.toHaveProperty('by')
    expect(visit.run({ type: 'detachDevice', deviceId: MONITOR }, at(5))).toEqual([])
  })

  it('kept readings come in as the past: they move no alarm', () => {
    const visit = infusing()
    const take = { type: 'takeOverReadings', device: MONITOR, from: at(0), to: at(2) } as const
    expect(visit.refused(take, at(3)).code).toBe('notFound')
    for (const wrong of [{ from: at(2) }, { from: at(-5) }, { to: at(4) }])
      expect(visit.refused({ ...take, ...wrong }, at(3)).code).toBe('outOfRange')
    const held = [sample('spo2', 60, at(1)), ...cuff(200, 120, at(1))]
    const written = visit.run({ type: 'order', staff: nurse, command: take, held }, at(3))
    expect(written.slice(0, 2)).toMatchObject([
      { type: 'readingsStored', readings: [{ isBacklog: true }, { isBacklog: true }, { isBacklog: true }] },
      { type: 'readingsTakenOver', data: { count: 3 } },
    ])
    expect(visit.view(at(3)).alarms.filter(({ kind }) => kind === 'physiological')).toEqual([])
  })
})

describe('marks of artefact', () => {
  it.each([
    ['backwards', at(3), at(2)],
    ['before the session', at(-1), at(2)],
    ['in the future', at(2), at(9)],
  ])('are refused: %s', (_what, from, to) => {
    const mark = { type: 'markArtefact', metric: 'hr', from, to, reason: 'motion' } as const
    expect(infusing().refused(mark, at(5)).code).toBe('outOfRange')
  })
})

describe('readings', () => {
  it('of nothing are nothing', () => {
    expect(infusing().run({ type: 'takeReadings', readings: [], devices: [] }, at(5))).toEqual([])
  })

  it('leave their mark where they are simulated or replayed', () => {
    const visit = infusing()
    visit.read([sample('hr', 70, at(5), { origin: 'simulated' })], at(5))
    expect(visit.view(at(5))).toMatchObject({ simulated: true, replayed: false })
    visit.read([sample('hr', 70, at(6), { origin: 'replay' })], at(6))
    visit.read([sample('hr', 70, at(7))], at(7))
    expect(visit.view(at(7))).toMatchObject({ simulated: true, replayed: true })
  })

  it('that alarm high leave their mark on the record', () => {
    const visit = infusing()
    expect(visit.state.hadHighAlarm).toBe(false)
    visit.read(cuff(190, 80, at(5)), at(5))
    expect(visit.state.hadHighAlarm).toBe(true)
  })
})

describe('the end of a session', () => {
  it('lists the alarms that were open, and ends them', () => {
    const visit = recovering()
    visit.read(cuff(190, 80, at(43)), at(43))
    const open = visit.view(at(43)).alarms.map(({ id }) => id)
    const events = visit.order({ type: 'transfer', to: 'ward', reason: 'pressure' }, at(44))
    expect(open.length).toBeGreaterThan(0)
    expect(events[0]?.data).toMatchObject({ openAlarms: open.toSorted() })
    expect(events.slice(1).every(({ type }) => type === 'alarmEnded')).toBe(true)
    expect(visit.view(at(44)).alarms).toEqual([])
    expect(visit.view(at(50)).recovery).toMatchObject({ status: 'recovering' })
  })
})
