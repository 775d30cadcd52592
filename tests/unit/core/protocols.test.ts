import { describe, expect, it } from 'vitest'
import { limitIdentity } from '../../../shared/domain/limit.ts'
import { figuresOf } from '../../../shared/domain/protocol-words.ts'
import { protocolFaults } from '../../../shared/domain/protocol-faults.ts'
import { PRODUCT_PROTOCOLS } from '../../../shared/domain/protocols/product-protocols.ts'
import { protocolFileSchema, toProtocolFile } from '../../../shared/wire/protocol-file.ts'

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

  it.each(PRODUCT_PROTOCOLS)(
    '$name can be a version: every figure has its source, and nothing contradicts',
    (protocol) => {
      expect(protocolFaults(protocol)).toEqual([])
      const { version, approval: _approval, ...draft } = protocol
      const file = JSON.parse(JSON.stringify(toProtocolFile(draft, version))) as unknown
      expect(protocolFileSchema.parse(file).protocol).toEqual(draft)
    },
  )

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

  it.each([
    ['iv-depression', '0.5 mg/kg over 40 min', null],
    ['iv-depression-titrated', '0.5 to 1 mg/kg over 40 to 60 min', 'first 10 min at 50 % of the full rate'],
    ['iv-pain', '0.35 to 0.42 mg/kg/h over 240 min', null],
    ['im', '0.5 to 1 mg/kg once', null],
    ['esketamine', '56 or 84 mg once', null],
  ])('%s: dose and ramp', (id, dose, ramp) => {
    const said = new Map(figuresOf(byId(id)).map(({ path, text }) => [path, text]))
    expect(said.get('dose')).toBe(dose)
    expect(said.get('ramp') ?? null).toBe(ramp)
  })

  it.each([
    ['iv-depression', 'infusing', 'every 10 min', 'every 10 min'],
    ['iv-depression', 'recovering', 'every 10 min', 'every 15 min'],
    ['iv-depression-titrated', 'infusing', 'every 10 min', 'every 10 min'],
    ['iv-depression-titrated', 'recovering', 'every 10 min', 'every 15 min'],
    [
      'iv-pain',
      'infusing',
      'every 15 min until 60 min, then every 30 min',
      'every 15 min until 60 min, then every 30 min',
    ],
    ['iv-pain', 'recovering', 'every 15 min until 60 min, then every 30 min', 'every 15 min'],
    ['im', 'recovering', 'every 10 min', 'every 15 min'],
    ['esketamine', 'recovering', 'at 40 min, then every 20 min', 'every 20 min'],
  ])('%s, %s: blood pressure and check', (id, phase, bloodPressure, check) => {
    const said = new Map(figuresOf(byId(id)).map(({ path, text }) => [path, text]))
    expect([said.get(`bloodPressure.${phase}`), said.get(`check.${phase}`)]).toEqual([bloodPressure, check])
  })

  it('gate the start above 140/90 and the discharge by their criteria, esketamine by its sheet as well', () => {
    for (const { baselineGate, recoveryBandPercent } of PRODUCT_PROTOCOLS)
      expect([baselineGate, recoveryBandPercent]).toEqual([{ sbp: 140, dbp: 90 }, 20])
    const criteria = (id: string, stage: string) =>
      byId(id)
        .criteria.filter((it) => it.stage === stage)
        .map((it) => it.id)
        .join(' ')
    const ready = 'aldrete bp spo2 oriented gait nausea'
    for (const id of ['iv-depression', 'iv-depression-titrated', 'iv-pain'])
      expect([criteria(id, 'ready'), criteria(id, 'departure')]).toEqual([ready, 'ivRemoved escort instructions'])
    expect([criteria('im', 'ready'), criteria('im', 'departure')]).toEqual([ready, 'escort instructions'])
    expect(criteria('esketamine', 'ready')).toBe(`${ready} monitoringSheet`)
    expect(criteria('esketamine', 'departure')).toBe('escort instructions')
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
