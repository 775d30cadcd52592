import { describe, expect, it } from 'vitest'
import { sessionStatistics } from '../../../server/core/statistics.ts'
import { sessionId } from '../../../shared/domain/ids.ts'
import type { Limit, Threshold } from '../../../shared/domain/limit.ts'
import type { Protocol } from '../../../shared/domain/protocol.ts'
import { IV_DEPRESSION } from '../../../shared/domain/protocols/iv-depression.ts'
import { PRODUCT_PROTOCOLS } from '../../../shared/domain/protocols/product-protocols.ts'
import type { StoredEvent } from '../../../shared/domain/session-event.ts'
import { plusSeconds } from '../../../shared/domain/time.ts'
import { toProtocolAnswer, protocolAnswerSchema } from '../../../shared/wire/protocol.ts'
import { at, beginVisit, infusing, nurse, otherNurse, prepared, sample, type Visit } from '../../support/visit.ts'

const limit = (metric: Limit['metric'], direction: Limit['direction'], threshold: Threshold): Limit => ({
  metric,
  direction,
  threshold,
  priority: 'medium',
  onDelay: 0,
  offDelay: 0,
  hysteresis: 0,
})

const SPO2 = limit('spo2', 'low', 90)
const HR = limit('hr', 'high', 120)
const WATCHFUL = limit('spo2', 'low', 94)

/** SpO2 is watched more closely once the drug is out of the line's control. */
const BY_PHASE: Protocol = {
  ...IV_DEPRESSION,
  limits: [SPO2, HR],
  limitsByPhase: { recovering: [WATCHFUL, HR] },
}

const setTo = (limits: readonly Limit[], reason = 'known low') => ({ type: 'setLimits', limits, reason }) as const

const shown = (visit: Visit, minute: number) =>
  visit.view(at(minute)).limits.map(({ metric, value, changedBy }) => [metric, value, ...(changedBy ?? '').split(/$/)])

const end = (visit: Visit, minute: number) =>
  visit.order({ type: 'endInfusion', outcome: 'stoppedEarly', reason: 'asked' }, at(minute))

describe('limits of a protocol by phase', () => {
  it('hold when their phase begins, and no sooner', () => {
    const visit = infusing({ protocol: BY_PHASE })
    expect(shown(visit, 3)).toEqual([
      ['hr', 120],
      ['spo2', 90],
    ])
    end(visit, 5)
    expect(shown(visit, 5)).toEqual([
      ['hr', 120],
      ['spo2', 94],
    ])
  })

  it('are an edit: the newest value meets them at once, and an alarm whose limit stays goes on', () => {
    const visit = infusing({ protocol: BY_PHASE })
    visit.read([sample('spo2', 92, at(4.95)), sample('hr', 130, at(4.95))], at(4.95))
    const [before] = visit.view(at(5)).alarms
    expect(before).toMatchObject({ channel: 'hr.high' })
    const events = end(visit, 5)
    expect(events.map(({ type, data }) => [type, 'channel' in data ? data.channel : ''])).toEqual([
      ['infusionEnded', ''],
      ['alarmRaised', 'spo2.low'],
    ])
    expect(visit.view(at(5)).alarms.map(({ id, channel }) => [id, channel])).toContainEqual([before?.id, 'hr.high'])
  })

  it('of a visit that has ended stay those that it ended with', () => {
    const visit = infusing({ protocol: BY_PHASE })
    end(visit, 5)
    visit.order({ type: 'transfer', to: 'ward', reason: 'observation' }, at(6))
    expect(shown(visit, 7)).toContainEqual(['spo2', 94])
  })

  it('travel with the protocol, and no product protocol has any: its figures are one set', () => {
    expect(protocolAnswerSchema.parse(toProtocolAnswer(BY_PHASE)).limitsByPhase).toEqual({ recovering: [WATCHFUL, HR] })
    expect(protocolAnswerSchema.safeParse({ ...BY_PHASE, limitsByPhase: { paused: [] } }).success).toBe(false)
    for (const protocol of PRODUCT_PROTOCOLS) expect(protocol).not.toHaveProperty('limitsByPhase')
  })
})

describe('limits that a person sets', () => {
  it('say who set them and when; the others stay the protocol’s', () => {
    const visit = infusing({ protocol: BY_PHASE })
    visit.order(setTo([{ ...SPO2, threshold: 88 }, HR]), at(3))
    const limits = visit.view(at(4)).limits
    expect(limits).toContainEqual(
      expect.objectContaining({
        metric: 'spo2',
        value: 88,
        changedBy: 'Nora',
        changedAt: new Date(at(3)).toISOString(),
      }),
    )
    expect(limits.find(({ metric }) => metric === 'hr')).not.toHaveProperty('changedBy')
  })

  it('hold in the phases that follow, where the protocol has its own for the others', () => {
    const visit = infusing({ protocol: BY_PHASE })
    visit.order(setTo([SPO2, { ...HR, threshold: 110 }], ''), at(3))
    end(visit, 5)
    expect(shown(visit, 5)).toEqual([
      ['hr', 110, 'Nora'],
      ['spo2', 94],
    ])
  })

  it('keep their author when another person changes others, and are gone when set back', () => {
    const visit = infusing({ protocol: BY_PHASE })
    visit.order(setTo([{ ...SPO2, threshold: 88 }, HR]), at(3))
    visit.order(
      setTo([
        { ...SPO2, threshold: 88 },
        { ...HR, threshold: 130 },
      ]),
      at(4),
      { staff: otherNurse },
    )
    expect(shown(visit, 5)).toEqual([
      ['hr', 130, 'Otto'],
      ['spo2', 88, 'Nora'],
    ])
    visit.order(setTo([SPO2, HR], ''), at(6))
    expect(visit.state.limitChanges).toEqual([])
    expect(shown(visit, 6)).toEqual([
      ['hr', 120],
      ['spo2', 90],
    ])
  })

  it('tell one limit of a channel from another: only the one that differs was changed', () => {
    const high = { ...SPO2, priority: 'high', threshold: 85 } as const
    const visit = infusing({ protocol: { ...BY_PHASE, limits: [SPO2, high, HR], limitsByPhase: {} } })
    visit.order(setTo([{ ...SPO2, threshold: 91 }, high, HR], ''), at(3))
    expect(shown(visit, 3)).toEqual([
      ['hr', 120],
      ['spo2', 91, 'Nora'],
      ['spo2', 85],
    ])
  })

  it('of the cuff are those of the arterial line too, with who set them', () => {
    const cuff = limit('sbp', 'high', 160)
    const visit = infusing({ protocol: { ...BY_PHASE, limits: [SPO2, cuff] } })
    visit.order(setTo([SPO2, { ...cuff, threshold: 150 }], ''), at(3))
    visit.read([sample('abpSys', 120, at(3))], at(3))
    expect(shown(visit, 3)).toContainEqual(['abpSys', 150, 'Nora'])
  })

  it('written by nobody that the event names are shown as changed all the same', () => {
    const visit = infusing({ protocol: BY_PHASE })
    visit.write([{ type: 'limitsChanged', at: at(3), data: { limits: [HR], reason: 'old record' } }])
    expect(visit.state.limitChanges).toEqual([{ channel: 'spo2.low', limits: [], by: '', at: at(3) }])
  })

  it('are not those of the next patient in the bay', () => {
    const before = infusing({ protocol: BY_PHASE })
    before.order(setTo([{ ...SPO2, threshold: 80 }, HR]), at(3))
    expect(shown(infusing({ protocol: BY_PHASE }), 3)).toContainEqual(['spo2', 90])
  })
})

describe('the reason of other limits', () => {
  const refusedWithout = (visit: Visit, limits: readonly Limit[]) => visit.refused(setTo(limits, ' '), at(5)).message
  const accepts = (visit: Visit, limits: readonly Limit[]) => visit.order(setTo(limits, ' '), at(5))[0]?.data
  const visitWith = (...limits: readonly Limit[]) => infusing({ protocol: { ...BY_PHASE, limits, limitsByPhase: {} } })

  it('is asked for where they are wider than the protocol’s, and the refusal says which', () => {
    expect(refusedWithout(visitWith(SPO2, HR), [{ ...SPO2, threshold: 89 }, HR])).toBe(
      "These limits are wider than the protocol's (SpO2 low 90 %, medium, at once): say why in a few words.",
    )
    expect(visitWith(SPO2, HR).refused(setTo([HR], ''), at(5)).details).toEqual({
      wider: ['SpO2 low 90 %, medium, at once'],
    })
  })

  it('is not asked for where they are narrower, or the protocol’s own', () => {
    const narrower = [
      { ...SPO2, threshold: 91 },
      { ...HR, threshold: 110 },
    ]
    expect(accepts(visitWith(SPO2, HR), narrower)).toEqual({ limits: narrower, reason: '' })
    expect(accepts(visitWith(SPO2, HR), [SPO2, HR])).toEqual({ limits: [SPO2, HR], reason: '' })
    expect(accepts(visitWith(SPO2), [{ ...SPO2, priority: 'high' }])).toMatchObject({ reason: '' })
  })

  it('is asked for where an alarm would come later or at a lower priority', () => {
    const slow = { ...HR, onDelay: 10 }
    expect(refusedWithout(visitWith(slow), [{ ...slow, onDelay: 11 }])).toContain(
      'HR high 120 /min, medium, after 10 s',
    )
    expect(refusedWithout(visitWith(slow), [{ ...slow, priority: 'low' }])).toContain('HR high')
    expect(refusedWithout(visitWith(SPO2), [{ ...SPO2, direction: 'high' }])).toContain('SpO2 low')
  })

  it('compares derived limits by what they come to with this baseline', () => {
    const over = limit('sbp', 'high', { offsetFromBaseline: 39 })
    const under = limit('sbp', 'low', { percentOfBaseline: 70 })
    expect(refusedWithout(visitWith(over), [{ ...over, threshold: 166 }])).toContain('Systolic high the baseline + 39')
    expect(accepts(visitWith(over), [{ ...over, threshold: 165 }])).toMatchObject({ reason: '' })
    expect(refusedWithout(visitWith(under), [{ ...under, threshold: { percentOfBaseline: 69 } }])).toContain(
      'Systolic low 70 % of the baseline',
    )
    expect(refusedWithout(visitWith(limit('dbp', 'low', { offsetFromBaseline: -20 })), [HR])).toContain(
      'Diastolic low the baseline − 20 mmHg',
    )
  })

  it('compares them by their own figures while there is no baseline, and asks where that cannot be told', () => {
    const before = (...limits: readonly Limit[]) => beginVisit({ protocol: { ...BY_PHASE, limits } })
    const over = limit('sbp', 'high', { offsetFromBaseline: 39 })
    const share = limit('sbp', 'high', { percentOfBaseline: 130 })
    expect(accepts(before(over), [{ ...over, threshold: { offsetFromBaseline: 30 } }])).toMatchObject({ reason: '' })
    expect(refusedWithout(before(over), [{ ...over, threshold: { offsetFromBaseline: 40 } }])).toContain('+ 39')
    expect(accepts(before(share), [{ ...share, threshold: { percentOfBaseline: 120 } }])).toMatchObject({ reason: '' })
    expect(refusedWithout(before(share), [{ ...share, threshold: { percentOfBaseline: 140 } }])).toContain('130 %')
    expect(refusedWithout(before(share), [over])).toContain('130 %')
    expect(refusedWithout(before(over), [share])).toContain('+ 39')
    expect(refusedWithout(before(over), [{ ...over, threshold: 150 }])).toContain('+ 39')
    expect(refusedWithout(before({ ...over, threshold: 150 }), [over])).toContain('150 mmHg')
    expect(refusedWithout(beginVisit({ protocol: { ...BY_PHASE, limits: [over] }, admit: false }), [HR])).toContain(
      '+ 39',
    )
  })

  it('compares with the phases that are still to come, where they hold as well', () => {
    const visit = infusing({ protocol: BY_PHASE })
    const between = [{ ...SPO2, threshold: 92 }, HR]
    expect(refusedWithout(visit, between)).toContain('SpO2 low 94 %')
    visit.order({ type: 'pauseInfusion', reason: 'asked' }, at(5))
    expect(refusedWithout(visit, between)).toContain('SpO2 low 94 %')
    const early = prepared({ protocol: { ...BY_PHASE, limitsByPhase: { preparing: [WATCHFUL, HR] } } })
    expect(refusedWithout(early, [{ ...WATCHFUL, threshold: 93 }, HR])).toContain('SpO2 low 94 %')
    early.order({ type: 'startInfusion', doseMg: 40, durationMin: 40 }, at(5))
    expect(accepts(early, [{ ...SPO2, threshold: 93 }, HR])).toMatchObject({ reason: '' })
    const after = infusing({
      protocol: { ...IV_DEPRESSION, limits: [WATCHFUL], limitsByPhase: { recovering: [SPO2] } },
    })
    end(after, 5)
    expect(accepts(after, [{ ...SPO2, threshold: 91 }])).toMatchObject({ reason: '' })
  })
})

describe('time outside the limits of a phase', () => {
  it('counts against those that held at the time', () => {
    const visit = infusing({ protocol: BY_PHASE })
    visit.order(setTo([SPO2, { ...HR, threshold: 110 }], ''), at(3))
    for (let second = 0; second < 60; second += 5) {
      const when = plusSeconds(at(4), second)
      visit.read([sample('spo2', 92, when)], when)
    }
    end(visit, 5)
    for (let second = 0; second < 60; second += 5) {
      const when = plusSeconds(at(5), second)
      visit.read([sample('spo2', 92, when)], when)
    }
    visit.order({ type: 'transfer', to: 'ward', reason: 'observation' }, at(6), { staff: nurse })
    const events = visit.entries
      .filter((entry) => entry.type !== 'readingsStored')
      .map((event, index): StoredEvent => ({ ...event, sessionId: sessionId('s_1'), seq: index + 1 }))
    const batches = visit.entries.filter((entry) => entry.type === 'readingsStored')
    const { metrics } = sessionStatistics(events, batches, at(6))
    const spo2 = [...metrics].find(([metric]) => metric === 'spo2')?.[1]
    expect(spo2?.outside).toMatchObject([{ value: 94, seconds: 60, longestRunS: 60 }])
  })
})
