import { describe, expect, it } from 'vitest'
import { previewDose } from '../../../server/core/preview-dose.ts'
import type { DoseQuestion } from '../../../shared/domain/dose-preview.ts'
import { ESKETAMINE } from '../../../shared/domain/protocols/esketamine.ts'
import { toIso } from '../../../shared/domain/time.ts'
import { admin, at, beginVisit, infusing, inPhase, nurse, prepared, type Visit } from '../../support/visit.ts'

const ask = (visit: Visit, question: DoseQuestion, minute: number, staff = nurse) =>
  previewDose(visit.state, staff, question, at(minute))
const told = (visit: Visit, question: DoseQuestion, minute: number) => {
  const answer = ask(visit, question, minute)
  if (!answer.ok) throw new Error(answer.error.message)
  return answer.value
}

// 40 mg in 40 min from minute 2: 60 mg/h; 20 mg are in at minute 22.
describe('what an order would do to dose and end', () => {
  it('half the rate takes the rest twice as long', () => {
    const { before, after, openGates } = told(infusing(), { type: 'changeRate', rateMgPerHour: 30 }, 22)
    expect(before).toMatchObject({ rateMgPerHour: 60, plannedMg: 40, projectedEnd: toIso(at(42)) })
    expect(after).toMatchObject({ rateMgPerHour: 30, plannedMg: 40, projectedEnd: toIso(at(62)) })
    expect(openGates).toEqual([])
  })

  it('a bolus adds to the total and leaves the end', () => {
    const { after } = told(infusing(), { type: 'giveBolus', mg: 10 }, 22)
    expect(after).toMatchObject({ plannedMg: 50, deliveredMg: 30, projectedEnd: toIso(at(42)) })
  })

  it('beyond the maximum it names what an override would have to pass, and the consequence all the same', () => {
    const { after, openGates } = told(infusing(), { type: 'giveBolus', mg: 50 }, 22)
    expect(after?.plannedMg).toBe(90)
    expect(openGates).toMatchObject([{ gate: 'doseOverMaximum', label: expect.stringContaining('80 mg') as string }])
  })

  it('a start is told before it is ordered, with everything that is open', () => {
    const visit = prepared()
    visit.order({ type: 'uncheck', item: 'consent' }, at(1))
    const start = { type: 'startInfusion', doseMg: 40, durationMin: 40, concentrationMgPerMl: 1 } as const
    const { before, after, openGates } = told(visit, start, 2)
    expect(before).toBeNull()
    expect(after).toMatchObject({ rateMgPerHour: 60, mgPerKg: 0, volumeMl: 40, projectedEnd: toIso(at(42)) })
    expect(openGates.map(({ gate }) => gate)).toEqual(['checklistOpen'])
  })

  it('a nasal dose is in at once', () => {
    const visit = prepared({ protocol: ESKETAMINE })
    const { after } = told(visit, { type: 'startInfusion', doseMg: 56, durationMin: 0 }, 2)
    expect(after).toMatchObject({ deliveredMg: 56, plannedMg: 56 })
  })

  it('a resumption moves the end by the pause', () => {
    const { after } = told(inPhase.paused(), { type: 'resumeInfusion' }, 20)
    expect(after).toMatchObject({ rateMgPerHour: 60, projectedEnd: toIso(at(52)) })
  })

  it('writes nothing, and is never before the newest entry', () => {
    const visit = infusing()
    const before = visit.state
    expect(told(visit, { type: 'changeRate', rateMgPerHour: 30 }, 0).after?.deliveredMg).toBe(0)
    expect(visit.state).toBe(before)
  })

  it.each<[string, Visit, DoseQuestion, string]>([
    ['a rate of nothing', infusing(), { type: 'changeRate', rateMgPerHour: 0 }, 'outOfRange'],
    ['a rate before the start', prepared(), { type: 'changeRate', rateMgPerHour: 30 }, 'wrongPhase'],
    ['no baseline', beginVisit(), { type: 'startInfusion', doseMg: 40, durationMin: 40 }, 'baselineMissing'],
  ])('is refused as the order would be: %s', (_what, visit, question, code) => {
    expect(ask(visit, question, 5)).toMatchObject({ ok: false, error: { code } })
  })

  it('is for those who may order it', () => {
    const answer = ask(infusing(), { type: 'giveBolus', mg: 5 }, 5, admin)
    expect(answer).toMatchObject({ ok: false, error: { code: 'notAllowed' } })
  })
})
