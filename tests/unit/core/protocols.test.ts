import { describe, expect, it } from 'vitest'
import { limitIdentity } from '../../../shared/domain/limit.ts'
import { PRODUCT_PROTOCOLS } from '../../../shared/domain/protocols/product-protocols.ts'

const byId = (id: string) => {
  const found = PRODUCT_PROTOCOLS.find((protocol) => protocol.id === id)
  if (found === undefined) throw new Error(id)
  return found
}

describe('the five protocols', () => {
  it('come under the names that clients know, not approved by anybody', () => {
    expect(PRODUCT_PROTOCOLS.map(({ id }) => id)).toEqual([
      'iv-depression',
      'iv-depression-titrated',
      'iv-pain',
      'im',
      'esketamine',
    ])
    for (const { approval, version } of PRODUCT_PROTOCOLS) expect([approval, version]).toEqual([null, 1])
  })

  it.each(PRODUCT_PROTOCOLS)('$name names a source for each of its figures', ({ sources }) => {
    for (const { figure, source } of sources) {
      expect(figure.length).toBeGreaterThan(5)
      expect(source.length).toBeGreaterThan(3)
    }
    const figures = sources.map(({ figure }) => figure).join('; ')
    for (const word of ['mg', 'Blood pressure', 'Check', 'Recovery', 'SpO2', 'Systolic', 'Longest stay'])
      expect(figures).toContain(word)
  })

  it.each(PRODUCT_PROTOCOLS)('$name has no limit twice, and no item or criterion', (protocol) => {
    for (const ids of [
      protocol.limits.map(limitIdentity),
      protocol.checklist.map(({ id }) => id),
      protocol.criteria.map(({ id }) => id),
    ])
      expect(new Set(ids).size).toBe(ids.length)
  })

  it.each([
    ['iv-depression', { mgPerKg: 1, mgTotal: 100, mgPerKgPerHour: 2 }, 60],
    ['iv-depression-titrated', { mgPerKg: 1, mgTotal: 120, mgPerKgPerHour: 2 }, 60],
    ['iv-pain', { mgPerKg: 4, mgTotal: 400, mgPerKgPerHour: 1 }, 60],
    ['im', { mgPerKg: 1, mgTotal: 100 }, 90],
    ['esketamine', { mgTotal: 84 }, 120],
  ])('%s: maximum and recovery minimum', (id, maximum, recoveryMinimumMin) => {
    expect(byId(id)).toMatchObject({ maximum, recoveryMinimumMin, longestPauseMin: 10, longestStayMin: 240 })
  })

  it('ask for the whole checklist, pregnancy where it applies, and for a line where there is one', () => {
    const { checklist } = byId('iv-depression')
    expect(checklist.map(({ id }) => id)).toEqual(
      'identity consent allergies fasting medicines pregnancy escort rescue ivPlaced pumpChecked monitor'.split(' '),
    )
    expect(checklist.filter(({ required }) => !required).map(({ id }) => id)).toEqual(['pregnancy'])
    for (const id of ['im', 'esketamine']) {
      expect(byId(id).checklist.map((item) => item.id)).not.toContain('ivPlaced')
      expect(byId(id).criteria.map((criterion) => criterion.id)).not.toContain('ivRemoved')
    }
  })

  it.each([
    ['spo2.low.low.absolute', 92, [15, 5, 2]],
    ['spo2.low.medium.absolute', 90, [15, 5, 2]],
    ['spo2.low.high.absolute', 85, [5, 5, 2]],
    ['hr.high.medium.absolute', 120, [10, 5, 3]],
    ['hr.high.high.absolute', 140, [5, 5, 3]],
    ['hr.low.medium.absolute', 50, [10, 5, 3]],
    ['hr.low.high.absolute', 40, [5, 5, 3]],
    ['sbp.high.medium.absolute', 164, [0, 0, 5]],
    ['sbp.high.medium.offsetFromBaseline', { offsetFromBaseline: 39 }, [0, 0, 5]],
    ['sbp.high.high.absolute', 179, [0, 0, 5]],
    ['dbp.high.medium.absolute', 99, [0, 0, 5]],
    ['dbp.high.medium.offsetFromBaseline', { offsetFromBaseline: 24 }, [0, 0, 5]],
    ['dbp.high.high.absolute', 109, [0, 0, 5]],
    ['sbp.low.medium.absolute', 90, [0, 0, 5]],
    ['sbp.low.medium.percentOfBaseline', { percentOfBaseline: 70 }, [0, 0, 5]],
    ['sbp.low.high.absolute', 80, [0, 0, 5]],
    ['rr.low.medium.absolute', 10, [15, 5, 2]],
    ['rr.low.high.absolute', 8, [10, 5, 2]],
    ['rr.high.medium.absolute', 30, [15, 5, 2]],
    ['etco2.low.medium.absolute', 25, [15, 5, 2]],
    ['etco2.high.medium.absolute', 50, [15, 5, 2]],
    ['temp.high.low.absolute', 38, [0, 0, 0.2]],
    ['temp.high.medium.absolute', 39, [0, 0, 0.2]],
  ] as const)('limit %s', (identity, threshold, timing) => {
    for (const { limits } of PRODUCT_PROTOCOLS) {
      const limit = limits.find((it) => limitIdentity(it) === identity)
      expect(limit?.threshold).toEqual(threshold)
      expect([limit?.onDelay, limit?.offDelay, limit?.hysteresis]).toEqual(timing)
      expect(limits).toHaveLength(23)
    }
  })
})
