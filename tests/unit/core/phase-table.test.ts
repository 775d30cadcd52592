import { describe, expect, it } from 'vitest'
import type { StaffCommand, StaffCommandType } from '../../../shared/domain/command.ts'
import { alarmId, bayId, deviceId } from '../../../shared/domain/ids.ts'
import { PHASES, type Phase } from '../../../shared/domain/phase.ts'
import { at, clinician, inPhase, MONITOR, sample } from '../../support/visit.ts'

const ANY: readonly Phase[] = PHASES
const RUNNING: readonly Phase[] = ['scheduled', 'preparing', 'infusing', 'paused', 'recovering']
const OVERRIDE = { reason: 'decided' }
const LIMIT = { onDelay: 5, offDelay: 5, hysteresis: 2, priority: 'high' } as const

/** session.md section 2, written a second time: each command as somebody would give it, and the phases that allow it. */
const TABLE: { readonly [Type in StaffCommandType]: readonly [StaffCommand & { type: Type }, readonly Phase[]] } = {
  admit: [{ type: 'admit' }, ['scheduled']],
  checkOff: [{ type: 'checkOff', item: 'consent' }, ['preparing']],
  uncheck: [{ type: 'uncheck', item: 'consent' }, ['preparing']],
  recordBaseline: [{ type: 'recordBaseline', sbp: 120, dbp: 80, hr: 70, spo2: 98 }, ['preparing']],
  startInfusion: [{ type: 'startInfusion', doseMg: 40, durationMin: 40 }, ['preparing']],
  changeRate: [{ type: 'changeRate', rateMgPerHour: 30, reason: 'dizzy' }, ['infusing']],
  giveBolus: [{ type: 'giveBolus', mg: 5, reason: 'pain' }, ['infusing']],
  pauseInfusion: [{ type: 'pauseInfusion', reason: 'patient asked' }, ['infusing']],
  resumeInfusion: [{ type: 'resumeInfusion' }, ['paused']],
  endInfusion: [{ type: 'endInfusion', outcome: 'stoppedEarly', reason: 'enough' }, ['infusing', 'paused']],
  recordVitals: [{ type: 'recordVitals', values: { sbp: 120, dbp: 80 } }, RUNNING],
  recordAssessment: [{ type: 'recordAssessment', scale: 'moaas', score: 4 }, RUNNING],
  recordSymptom: [{ type: 'recordSymptom', symptom: 'nausea', grade: 'mild' }, RUNNING],
  recordIntervention: [{ type: 'recordIntervention', intervention: 'ondansetron', detail: '4 mg IV' }, RUNNING],
  addNote: [{ type: 'addNote', text: 'calm' }, ANY],
  setLimits: [
    { type: 'setLimits', limits: [{ ...LIMIT, metric: 'spo2', direction: 'low', threshold: 85 }], reason: 'known low' },
    RUNNING,
  ],
  // Where nothing measures, technical alarms stand from the start of the infusion on; before it there is none.
  acknowledgeAlarm: [{ type: 'acknowledgeAlarm', alarmId: alarmId('s_1.a1') }, ['infusing', 'paused', 'recovering']],
  // Of any phase, where there was an alarm in the visit.
  markAlarm: [{ type: 'markAlarm', alarmId: alarmId('s_1.a1'), mark: 'real' }, ['infusing', 'paused', 'recovering']],
  pauseAudio: [{ type: 'pauseAudio', seconds: 60 }, ['infusing', 'paused', 'recovering']],
  setPressureInterval: [
    { type: 'setPressureInterval', everyMin: 5 },
    ['preparing', 'infusing', 'paused', 'recovering'],
  ],
  completeCheck: [{ type: 'completeCheck', looked: 'awake' }, ['infusing', 'paused', 'recovering']],
  extendRecovery: [{ type: 'extendRecovery', minutes: 15, reason: 'labetalol' }, ['recovering']],
  assessCriterion: [{ type: 'assessCriterion', criterion: 'gait', met: true, note: 'walked' }, ['recovering']],
  discharge: [
    { type: 'discharge', escort: 'sister', ivRemoved: true, instructionsGiven: true, override: OVERRIDE },
    ['recovering'],
  ],
  transfer: [{ type: 'transfer', to: 'ward 3', reason: 'observation' }, ['infusing', 'paused', 'recovering']],
  cancel: [{ type: 'cancel', reason: 'fever' }, ['scheduled', 'preparing']],
  moveBay: [{ type: 'moveBay', bay: bayId('bay_2') }, RUNNING],
  attachDevice: [{ type: 'attachDevice', device: deviceId('d_2') }, RUNNING],
  detachDevice: [{ type: 'detachDevice', device: MONITOR }, RUNNING],
  takeOverReadings: [{ type: 'takeOverReadings', device: MONITOR, from: at(0), to: at(4) }, RUNNING],
  markArtefact: [{ type: 'markArtefact', metric: 'spo2', from: at(1), to: at(2), reason: 'cold finger' }, ANY],
  judgeArtefacts: [
    {
      type: 'judgeArtefacts',
      judgement: 'accept',
      suggestions: [{ kind: 'spike', metrics: ['spo2'], from: at(1), to: at(1), why: 'up and down' }],
    },
    ANY,
  ],
  amend: [
    { type: 'amend', seq: 1, correction: { patient: { displayName: 'Ada Corrected' } }, reason: 'typing error' },
    ANY,
  ],
  signOff: [{ type: 'signOff', statement: 'Reviewed.' }, ['discharged', 'transferred']],
}

const CASES = Object.values(TABLE).flatMap(([command, phases]) =>
  PHASES.map((phase) => ({ command, phase, isLegal: phases.includes(phase) })),
)

/** While the dose of minute 2 to 42 runs, and after everything else. */
const WHEN: Readonly<Partial<Record<Phase, number>>> = { infusing: 30, paused: 30 }

const give = (command: StaffCommand, phase: Phase) => {
  const visit = inPhase[phase]()
  const now = at(WHEN[phase] ?? 50)
  if (RUNNING.includes(phase))
    visit.run({ type: 'attachDevice', device: { deviceId: MONITOR, name: 'Monitor', intervals: {} } }, now)
  const before = visit.state
  const order = {
    type: 'order',
    staff: clinician,
    command,
    device: { deviceId: deviceId('d_2'), name: 'Second monitor', intervals: {} },
    held: [sample('hr', 70, at(1))],
  } as const
  return { visit, before, now, decision: visit.attempt(order, now) }
}

const ABOUT_ALARMS: readonly string[] = ['acknowledgeAlarm', 'markAlarm', 'pauseAudio']

describe('every command in every phase', () => {
  it.each(CASES.filter(({ isLegal }) => isLegal))('$command.type is accepted while $phase', ({ command, phase }) => {
    const { visit, now, decision } = give(command, phase)
    expect(decision).toMatchObject({ ok: true })
    if (decision.ok) visit.write(decision.value)
    const event = decision.ok ? decision.value.find((entry) => entry.type !== 'readingsStored') : undefined
    expect(event).toMatchObject({ at: now, by: clinician })
  })

  it.each(CASES.filter(({ isLegal }) => !isLegal))(
    '$command.type is refused with a sentence while $phase, and nothing is written',
    ({ command, phase }) => {
      const { visit, before, decision } = give(command, phase)
      if (decision.ok) throw new Error('accepted')
      const aboutAlarms = ABOUT_ALARMS.includes(command.type)
      if (!aboutAlarms) expect(decision.error.code).toBe('wrongPhase')
      expect(decision.error.message.length).toBeGreaterThan(30)
      if (decision.error.code === 'wrongPhase') {
        expect(decision.error.message).toContain(`The session is ${phase}`)
        expect(decision.error.message).toContain(command.type)
      }
      expect(visit.state).toBe(before)
    },
  )

  it.each(PHASES)('offers exactly what it accepts while %s', (phase) => {
    const view = inPhase[phase]().view(at(50))
    // These are offered while there is an alarm, or has been one.
    const isOffered = (type: string) => !ABOUT_ALARMS.includes(type)
    const legal = Object.values(TABLE).filter(([{ type }, phases]) => phases.includes(phase) && isOffered(type))
    const offered = new Set(view.allowed.filter(isOffered))
    expect(offered).toEqual(new Set(legal.map(([command]) => command.type)))
  })

  it('says until when a second nasal device would have been possible', () => {
    const { decision } = give(TABLE.giveBolus[0], 'recovering')
    expect(decision).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('within 10 min') as string },
    })
  })
})

describe('what is no command of a running session', () => {
  it.each(['discharged', 'transferred', 'cancelled'] as const)('takes no readings and no devices once %s', (phase) => {
    const visit = inPhase[phase]()
    const device = { deviceId: MONITOR, name: 'Monitor', intervals: {} }
    for (const command of [
      { type: 'takeReadings', readings: [sample('hr', 70, at(50))], devices: [] },
      { type: 'attachDevice', device },
      { type: 'detachDevice', deviceId: MONITOR },
      { type: 'passTime' },
    ] as const)
      expect(visit.attempt(command, at(50))).toMatchObject({ ok: false, error: { code: 'wrongPhase' } })
  })
})
