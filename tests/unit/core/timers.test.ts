import { describe, expect, it } from 'vitest'
import { nextDeadline } from '../../../server/core/next-deadline.ts'
import { nextDue } from '../../../server/core/recurrence.ts'
import type { Protocol, Recurrence } from '../../../shared/domain/protocol.ts'
import { ESKETAMINE } from '../../../shared/domain/protocols/esketamine.ts'
import { IV_DEPRESSION } from '../../../shared/domain/protocols/iv-depression.ts'
import { IV_DEPRESSION_TITRATED } from '../../../shared/domain/protocols/iv-depression-titrated.ts'
import { IV_PAIN } from '../../../shared/domain/protocols/iv-pain.ts'
import type { TimerKind } from '../../../shared/domain/session-view.ts'
import { MS_PER_MINUTE, plusMs, toIso } from '../../../shared/domain/time.ts'
import {
  at,
  BASELINE,
  beginVisit,
  cuff,
  infusing,
  inPhase,
  prepared,
  recovering,
  type Visit,
} from '../../support/visit.ts'

/** Kind → minutes of start and due, and the state. */
const timer = (visit: Visit, minute: number, kind: TimerKind) => {
  const found = visit.view(at(minute)).timers.find((it) => it.kind === kind)
  if (found === undefined) return null
  const minutes = (iso: string) => (Date.parse(iso) - at(0)) / MS_PER_MINUTE
  return [minutes(found.startedAt), minutes(found.dueAt), found.state]
}

describe('the infusion timer', () => {
  it('is due at the projected end, and overdue after 2 min', () => {
    const visit = infusing()
    expect(timer(visit, 41.9, 'infusion')).toEqual([2, 42, 'running'])
    expect(timer(visit, 42, 'infusion')).toEqual([2, 42, 'due'])
    expect(timer(visit, 43.9, 'infusion')).toEqual([2, 42, 'due'])
    expect(timer(visit, 44, 'infusion')).toEqual([2, 42, 'overdue'])
  })

  it('moves with a pause, its resumption and a new rate', () => {
    const visit = infusing()
    visit.order({ type: 'pauseInfusion', reason: 'asked' }, at(12))
    expect(timer(visit, 15, 'infusion')).toEqual([2, 45, 'running'])
    visit.order({ type: 'resumeInfusion' }, at(17))
    expect(timer(visit, 17, 'infusion')).toEqual([2, 47, 'running'])
    visit.order({ type: 'changeRate', rateMgPerHour: 30, reason: 'dizzy' }, at(17))
    expect(timer(visit, 17, 'infusion')).toEqual([2, 77, 'running'])
  })
})

describe('the pause timer', () => {
  it('runs for the protocol’s longest pause', () => {
    const visit = inPhase.paused()
    expect(timer(visit, 12, 'pause')).toEqual([10, 20, 'running'])
    expect(timer(visit, 22, 'pause')).toEqual([10, 20, 'overdue'])
    visit.order({ type: 'resumeInfusion' }, at(22))
    expect(timer(visit, 22, 'pause')).toBeNull()
  })
})

describe('the blood pressure timer', () => {
  it('counts from the start of the phase, then from the last blood pressure in it', () => {
    const visit = infusing()
    expect(timer(visit, 5, 'bloodPressure')).toEqual([2, 12, 'running'])
    visit.read(cuff(120, 80, at(9)), at(9))
    expect(timer(visit, 9, 'bloodPressure')).toEqual([9, 19, 'running'])
    visit.order({ type: 'recordVitals', values: { sbp: 122, dbp: 80 } }, at(14))
    expect(timer(visit, 23, 'bloodPressure')).toEqual([14, 24, 'running'])
    expect(timer(visit, 24, 'bloodPressure')).toEqual([14, 24, 'due'])
    expect(timer(visit, 26, 'bloodPressure')).toEqual([14, 24, 'overdue'])
  })

  it('takes a baseline by hand as one', () => {
    const visit = beginVisit()
    expect(timer(visit, 1, 'bloodPressure')).toEqual([0, 10, 'running'])
    visit.order(BASELINE, at(4))
    expect(timer(visit, 5, 'bloodPressure')).toEqual([4, 14, 'running'])
    visit.read(cuff(120, 80, at(6)), at(6))
    expect(timer(visit, 6, 'bloodPressure')).toEqual([6, 16, 'running'])
    visit.order(BASELINE, at(8))
    expect(timer(visit, 8, 'bloodPressure')).toEqual([8, 18, 'running'])
  })

  it('takes a baseline from the monitor as the pressure that it is', () => {
    const visit = beginVisit()
    const values = { hr: 70, spo2: 98 }
    visit.read(cuff(120, 80, at(2)), at(2))
    visit.order({ type: 'recordVitals', values }, at(4))
    expect(timer(visit, 4, 'bloodPressure')).toEqual([2, 12, 'running'])
  })

  it('begins anew with the phase, and goes on through a pause', () => {
    const visit = infusing()
    visit.read(cuff(120, 80, at(9)), at(9))
    visit.order({ type: 'pauseInfusion', reason: 'asked' }, at(12))
    expect(timer(visit, 12, 'bloodPressure')).toEqual([9, 19, 'running'])
    visit.order({ type: 'endInfusion', outcome: 'completed' }, at(15))
    expect(timer(visit, 15, 'bloodPressure')).toEqual([15, 25, 'running'])
  })

  it('follows marks where the protocol has them', () => {
    const visit = prepared({ protocol: ESKETAMINE })
    expect(timer(visit, 1, 'bloodPressure')).toBeNull()
    visit.order({ type: 'startInfusion', doseMg: 56, durationMin: 0 }, at(2))
    expect(timer(visit, 3, 'bloodPressure')).toEqual([2, 42, 'running'])
    visit.read(cuff(120, 80, at(30)), at(30))
    expect(timer(visit, 30, 'bloodPressure')).toEqual([30, 42, 'running'])
    visit.read(cuff(120, 80, at(40.5)), at(40.5))
    expect(timer(visit, 41, 'bloodPressure')).toEqual([40.5, 62, 'running'])
    visit.read(cuff(120, 80, at(63)), at(63))
    expect(timer(visit, 63, 'bloodPressure')).toEqual([63, 82, 'running'])
  })

  it('alarms low when it is 2 min late, and medium one interval after it was due', () => {
    const visit = infusing()
    const overdue = () => visit.view(at(30)).alarms.find(({ channel }) => channel === 'nibp.overdue')?.priority
    visit.run({ type: 'passTime' }, at(14.1))
    expect(overdue()).toBe('low')
    visit.run({ type: 'passTime' }, plusMs(at(22), 1))
    expect(overdue()).toBe('medium')
    visit.read(cuff(120, 80, at(23)), at(23))
    expect(overdue()).toBeUndefined()
  })

  it('alarms while preparing once there has been one', () => {
    const visit = beginVisit()
    visit.run({ type: 'passTime' }, at(30))
    expect(visit.view(at(30)).alarms).toEqual([])
    visit.read(cuff(120, 80, at(31)), at(31))
    visit.run({ type: 'passTime' }, at(44))
    expect(visit.view(at(44)).alarms).toMatchObject([{ channel: 'nibp.overdue' }])
  })
})

describe('the check timer', () => {
  it('counts from the last completed check in this phase, with 2 min of grace', () => {
    const visit = infusing()
    expect(timer(visit, 2, 'check')).toEqual([2, 12, 'running'])
    visit.order({ type: 'completeCheck' }, at(11))
    expect(timer(visit, 11, 'check')).toEqual([11, 21, 'running'])
    visit.order({ type: 'completeCheck' }, at(15), { occurredAt: at(9) })
    expect(timer(visit, 22.9, 'check')).toEqual([11, 21, 'due'])
    expect(timer(visit, 23, 'check')).toEqual([11, 21, 'overdue'])
    visit.order({ type: 'endInfusion', outcome: 'completed' }, at(42))
    expect(timer(visit, 42, 'check')).toEqual([42, 57, 'running'])
  })

  it('is close in the first hour, and then wider', () => {
    const visit = prepared({ protocol: IV_PAIN })
    visit.order({ type: 'startInfusion', doseMg: 112, durationMin: 240 }, at(2))
    expect(timer(visit, 2, 'check')).toEqual([2, 17, 'running'])
    visit.order({ type: 'completeCheck' }, at(61))
    expect(timer(visit, 61, 'check')).toEqual([61, 76, 'running'])
    visit.order({ type: 'completeCheck' }, at(62))
    expect(timer(visit, 62, 'check')).toEqual([62, 92, 'running'])
  })
})

describe('recurrences', () => {
  const minutes = (rule: Recurrence, last: number | null) => {
    const due = nextDue(rule, at(0), last === null ? null : at(last))
    return due === null ? null : [(due.dueAt - at(0)) / MS_PER_MINUTE, due.intervalMin]
  }

  it.each([
    [null, 40],
    [0, 40],
    [37.9, 40],
    [38, 120],
    [41, 120],
    [118, null],
    [200, null],
  ])('marks at 40 and 120 min, last done at %s: due at %s', (last, due) => {
    expect(minutes({ kind: 'marks', atMin: [40, 120], thenEveryMin: null }, last)?.[0] ?? null).toBe(due)
  })

  it.each([
    [null, 20],
    [18, 40],
    [100, 120],
  ])('every 20 min by the clock, last done at %s: due at %s', (last, due) => {
    expect(minutes({ kind: 'marks', atMin: [], thenEveryMin: 20 }, last)).toEqual([due, 20])
  })

  it('keeps the last interval when its time is over, and knows of none where there is none', () => {
    const rule: Recurrence = { kind: 'interval', steps: [{ everyMin: 5, untilMin: 30 }] }
    expect(minutes(rule, 10)).toEqual([15, 5])
    expect(minutes(rule, 50)).toEqual([55, 5])
    expect(minutes({ kind: 'interval', steps: [] }, 10)).toBeNull()
  })
})

describe('the recovery timers', () => {
  it('run from the end: the minimum with its extensions, and the longest stay', () => {
    const visit = recovering()
    expect(timer(visit, 43, 'recovery')).toEqual([42, 102, 'running'])
    expect(timer(visit, 43, 'stay')).toEqual([42, 282, 'running'])
    visit.order({ type: 'extendRecovery', minutes: 30, reason: 'labetalol' }, at(50))
    expect(timer(visit, 101, 'recovery')).toEqual([42, 132, 'running'])
    expect(timer(visit, 132, 'recovery')).toEqual([42, 132, 'due'])
    expect(timer(visit, 281.9, 'recovery')).toEqual([42, 132, 'due'])
    expect(timer(visit, 282, 'recovery')).toEqual([42, 132, 'overdue'])
    expect(timer(visit, 282, 'stay')).toEqual([42, 282, 'due'])
    expect(timer(visit, 284, 'stay')).toEqual([42, 282, 'overdue'])
  })

  it('write once that the longest stay has passed, at its time or as soon after it as the clock is asked', () => {
    const visit = recovering()
    const pass = (minute: number) =>
      visit.run({ type: 'passTime' }, at(minute)).filter((entry) => entry.type === 'stayPassed')
    expect(pass(281.9)).toEqual([])
    expect(pass(283)).toEqual([{ type: 'stayPassed', at: at(283), data: { longestStayMin: 240 } }])
    expect(pass(300)).toEqual([])
  })

  it('end with the session', () => {
    for (const phase of ['scheduled', 'discharged', 'transferred', 'cancelled'] as const)
      expect(inPhase[phase]().view(at(60)).timers).toEqual([])
  })
})

describe('what is due next', () => {
  it('is the first that is not done', () => {
    const visit = infusing()
    visit.order({ type: 'completeCheck' }, at(8))
    expect(visit.view(at(9)).nextDue).toEqual({ kind: 'bloodPressure', label: 'Blood pressure', dueAt: toIso(at(12)) })
    expect(inPhase.scheduled().view(at(1))).not.toHaveProperty('nextDue')
  })
})

describe('the next deadline', () => {
  const quiet: Protocol = { ...IV_DEPRESSION, bloodPressure: {}, check: {} }
  const minute = (visit: Visit, now: number) => {
    const deadline = nextDeadline({ ...visit.state, alarms: { ...visit.state.alarms, alarms: [] } }, at(now))
    return deadline === null ? null : (deadline - at(0)) / MS_PER_MINUTE
  }

  it('is none where nothing runs', () => {
    expect(minute(inPhase.scheduled(), 1)).toBeNull()
    expect(minute(inPhase.cancelled(), 50)).toBeNull()
  })

  it('is the end of a step, of the plan, and of the grace', () => {
    const visit = prepared({ protocol: { ...quiet, ramp: IV_DEPRESSION_TITRATED.ramp } })
    expect(minute(visit, 1)).toBeNull()
    visit.order({ type: 'startInfusion', doseMg: 40, durationMin: 40 }, at(2))
    visit.run({ type: 'passTime' }, at(3))
    const silent = (now: number) => {
      const { alarms } = visit.state
      const profile = { ...alarms.profile, technical: 'off' as const }
      return nextDeadline({ ...visit.state, alarms: { ...alarms, alarms: [], profile } }, at(now))
    }
    expect(silent(3)).toBe(at(12))
    expect(silent(12)).toBe(at(42))
    expect(silent(42)).toBe(at(44))
    expect(silent(44)).toBeNull()
    visit.order({ type: 'pauseInfusion', reason: 'asked' }, at(44))
    expect(silent(45)).toBe(at(54))
  })
})

describe('the blood pressure at an interval that was chosen for the visit', () => {
  const every = (visit: Visit, everyMin: number | null, minute: number) =>
    visit.order({ type: 'setPressureInterval', everyMin }, at(minute))

  it('is due at that interval from when it was asked for, and from each pressure then', () => {
    const visit = infusing()
    every(visit, 5, 4)
    expect(timer(visit, 4, 'bloodPressure')).toEqual([2, 9, 'running'])
    visit.read(cuff(130, 80, at(8)), at(8))
    expect(timer(visit, 8, 'bloodPressure')).toEqual([8, 13, 'running'])
    expect(visit.view(at(8)).pressureInterval).toEqual({ everyMin: 5, protocolMin: 10, offeredMin: [5] })
  })

  it('is never late for time before it was asked for, nor put off by asking', () => {
    const visit = infusing()
    every(visit, 5, 9)
    expect(timer(visit, 9, 'bloodPressure')).toEqual([2, 12, 'running'])
    every(visit, 5, 11)
    expect(timer(visit, 11, 'bloodPressure')).toEqual([2, 12, 'running'])
  })

  it('holds over the phases of the visit that offer it, a pause among them', () => {
    const visit = infusing()
    every(visit, 5, 4)
    visit.order({ type: 'pauseInfusion', reason: 'asked' }, at(5))
    expect(timer(visit, 5, 'bloodPressure')).toEqual([2, 9, 'running'])
    visit.order({ type: 'endInfusion', outcome: 'stoppedEarly', reason: 'asked' }, at(6))
    expect(timer(visit, 6, 'bloodPressure')).toEqual([6, 11, 'running'])
  })

  it('is the protocol’s in a phase that does not offer it', () => {
    const visit = infusing({ protocol: { ...IV_DEPRESSION, bloodPressureOptions: { infusing: [5] } } })
    every(visit, 5, 4)
    visit.order({ type: 'endInfusion', outcome: 'stoppedEarly', reason: 'asked' }, at(6))
    expect(timer(visit, 6, 'bloodPressure')).toEqual([6, 16, 'running'])
  })

  it('goes back to the protocol’s', () => {
    const visit = infusing()
    every(visit, 5, 4)
    every(visit, null, 6)
    expect(timer(visit, 6, 'bloodPressure')).toEqual([2, 12, 'running'])
    expect(visit.view(at(6)).pressureInterval).toEqual({ everyMin: null, protocolMin: 10, offeredMin: [5] })
  })

  it('may be chosen where the protocol asks for none', () => {
    const { infusing: _, ...bloodPressure } = IV_DEPRESSION.bloodPressure
    const visit = infusing({ protocol: { ...IV_DEPRESSION, bloodPressure } })
    expect(visit.view(at(3)).pressureInterval).toEqual({ everyMin: null, protocolMin: null, offeredMin: [5] })
    every(visit, 5, 4)
    expect(timer(visit, 4, 'bloodPressure')).toEqual([2, 9, 'running'])
  })

  it('alarms by that interval: low once due, medium 5 min later', () => {
    const visit = infusing()
    visit.read(cuff(130, 80, at(4)), at(4))
    every(visit, 5, 4)
    expect(visit.state.alarms.profile.pressureDue).toEqual({ dueAt: at(9), mediumFrom: at(14) })
    expect(visit.state.alarms.profile.pressureIntervalS).toBe(300)
  })

  it('may be a longer one, which counts from the last pressure', () => {
    const visit = infusing({ protocol: { ...IV_DEPRESSION, bloodPressureOptions: { infusing: [20] } } })
    every(visit, 20, 9)
    expect(timer(visit, 9, 'bloodPressure')).toEqual([2, 22, 'running'])
  })

  it('goes on where the protocol asks for no more', () => {
    const once: Recurrence = { kind: 'marks', atMin: [10], thenEveryMin: null }
    const protocol = { ...IV_DEPRESSION, bloodPressure: { infusing: once }, bloodPressureOptions: { infusing: [5] } }
    const visit = infusing({ protocol })
    visit.read(cuff(130, 80, at(12)), at(12))
    expect(timer(visit, 20, 'bloodPressure')).toBeNull()
    every(visit, 5, 20)
    expect(timer(visit, 20, 'bloodPressure')).toEqual([12, 25, 'running'])
  })

  it('refuses what is not offered, in words, and is not on offer where nothing is', () => {
    const visit = infusing()
    expect(visit.refused({ type: 'setPressureInterval', everyMin: 3 }, at(4))).toEqual({
      code: 'badRequest',
      message:
        'Blood pressure every 3 min is not offered by IV depression, version 1, while infusing: every 5 min is accepted, or null for the protocol’s own.',
    })
    const pain = infusing({ protocol: { ...IV_DEPRESSION, bloodPressureOptions: { recovering: [5] } } })
    expect(pain.view(at(4))).not.toHaveProperty('pressureInterval')
    expect(pain.view(at(4)).allowed).not.toContain('setPressureInterval')
    expect(pain.refused({ type: 'setPressureInterval', everyMin: 5 }, at(4)).message).toContain(
      'offers no other blood pressure interval while infusing',
    )
    expect(beginVisit({ admit: false }).view(at(1))).not.toHaveProperty('pressureInterval')
  })
})
