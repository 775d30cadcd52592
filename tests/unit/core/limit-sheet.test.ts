import { describe, expect, it } from 'vitest'
import { proposeLimits } from '../../../server/core/limit-proposal.ts'
import { checkDraft, limitSheet } from '../../../server/core/limit-sheet.ts'
import type { Limit, Priority, Threshold } from '../../../shared/domain/limit.ts'
import { IV_DEPRESSION } from '../../../shared/domain/protocols/iv-depression.ts'
import type { NoValue } from '../../../shared/domain/reading.ts'
import { at, beginVisit, infusing, sample } from '../../support/visit.ts'

const limit = (
  metric: Limit['metric'],
  direction: Limit['direction'],
  threshold: Threshold,
  priority: Priority = 'medium',
): Limit => ({ metric, direction, threshold, priority, onDelay: 0, offDelay: 0, hysteresis: 0 })

const SPO2 = limit('spo2', 'low', 90)
const HR = limit('hr', 'high', 120)
const OVER = limit('sbp', 'high', { offsetFromBaseline: 39 })
const protocol = { ...IV_DEPRESSION, limits: [SPO2, HR, OVER] }

describe('the limits of a visit as they are edited', () => {
  it('are the protocol’s at first, each with what it comes to', () => {
    const sheet = limitSheet(infusing({ protocol }).state, [])
    expect(sheet).toMatchObject({ phase: 'infusing', isProtocol: true, protocol: [SPO2, HR, OVER] })
    expect(sheet.limits.map(({ id, value, changed }) => [id, value, changed])).toEqual([
      ['spo2.low.medium.absolute', 90, null],
      ['hr.high.medium.absolute', 120, null],
      ['sbp.high.medium.offsetFromBaseline', 165, null],
    ])
  })

  it('say what was changed, by whom, and what the protocol has in its place', () => {
    const visit = infusing({ protocol })
    const own = { ...limit('rr', 'low', 8), id: 'own' }
    visit.order({ type: 'setLimits', limits: [{ ...SPO2, threshold: 88 }, HR, OVER, own], reason: 'known low' }, at(3))
    const sheet = limitSheet(visit.state, [])
    expect(sheet.isProtocol).toBe(false)
    expect(sheet.limits).toContainEqual({
      id: 'spo2.low.medium.absolute',
      limit: { ...SPO2, threshold: 88 },
      value: 88,
      protocol: SPO2,
      changed: { by: 'Nora', at: at(3) },
    })
    expect(sheet.limits.find(({ id }) => id === 'own')).toMatchObject({ protocol: null, changed: { by: 'Nora' } })
  })

  it('derived from a baseline that is not there yet have no value', () => {
    expect(limitSheet(beginVisit({ protocol }).state, []).limits.at(-1)).toMatchObject({ value: null })
  })
})

describe('a draft of limits', () => {
  const { state } = infusing({ protocol })

  it('is resolved, and told in words what it is wider than', () => {
    expect(checkDraft(state, [{ ...SPO2, threshold: 89 }, HR, OVER])).toEqual({
      ok: true,
      value: {
        limits: [
          { id: 'spo2.low.medium.absolute', value: 89 },
          { id: 'hr.high.medium.absolute', value: 120 },
          { id: 'sbp.high.medium.offsetFromBaseline', value: 165 },
        ],
        wider: ['SpO2 low 90 %, medium, at once'],
      },
    })
  })

  it('that cannot be is refused in the words of the command', () => {
    expect(checkDraft(state, [{ ...SPO2, threshold: 101 }])).toMatchObject({
      ok: false,
      error: { code: 'outOfRange', message: 'A limit of 101 for SpO2 cannot be; 0 to 100 % is accepted.' },
    })
  })
})

describe('limits proposed from what the patient has now', () => {
  const values = (metric: Limit['metric'], ...figures: readonly number[]) =>
    figures.map((figure, index) => sample(metric, figure, at(index)))
  const proposed = (limits: readonly Limit[], ...readings: Parameters<typeof proposeLimits>[1]) =>
    proposeLimits(limits, readings).limits.map(({ threshold }) => threshold)

  it('are around the median of the good values', () => {
    const readings = [...values('spo2', 94, 97, 96), sample('spo2', 60, at(4), { quality: 'poor' })]
    const silent: NoValue = {
      ...sample('spo2', 0, at(5)),
      kind: 'noValue',
      status: 'noSignal',
    }
    expect(proposeLimits([SPO2], [...readings, silent])).toMatchObject({
      basis: [{ metric: 'spo2', median: 96, count: 3 }],
      limits: [{ ...SPO2, threshold: 91 }],
    })
    expect(proposed([HR, limit('hr', 'low', 50)], ...values('hr', 70))).toEqual([91, 49])
  })

  it('of the heart rate are from the pulse where there is no heart rate', () => {
    expect(proposed([HR], ...values('pr', 80))).toEqual([104])
    expect(proposed([HR], ...values('pr', 80), ...values('hr', 90))).toEqual([117])
  })

  it('never go past the high limit of their channel', () => {
    const low = [limit('hr', 'low', 50), limit('hr', 'low', 40, 'high')]
    expect(proposed(low, ...values('hr', 50))).toEqual([40, 40])
    const high = [HR, limit('hr', 'high', 140, 'high')]
    expect(proposed(high, ...values('hr', 130))).toEqual([140, 140])
  })

  it('of low priority keep their distance, as far as a value can be', () => {
    const tiers = [limit('spo2', 'low', 92, 'low'), SPO2]
    expect(proposed(tiers, ...values('spo2', 97))).toEqual([94, 92])
    expect(proposed([limit('spo2', 'low', 99, 'low'), SPO2], ...values('spo2', 100))).toEqual([100, 95])
  })

  it('stay where there is no value, no rule, no medium limit, or a baseline to follow', () => {
    expect(proposed([SPO2, HR])).toEqual([90, 120])
    expect(proposed([limit('temp', 'high', 39)], ...values('temp', 37))).toEqual([39])
    expect(proposed([limit('dbp', 'low', 40)], ...values('dbp', 80))).toEqual([40])
    expect(proposed([limit('spo2', 'low', 85, 'high')], ...values('spo2', 97))).toEqual([85])
    const both = [limit('sbp', 'high', 164), OVER]
    expect(proposed(both, ...values('sbp', 120))).toEqual([150, { offsetFromBaseline: 39 }])
  })
})
