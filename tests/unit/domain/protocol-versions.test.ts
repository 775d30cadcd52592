import { describe, expect, it } from 'vitest'
import { keptSources, protocolDifference } from '../../../shared/domain/protocol-difference.ts'
import { versionInUse, type VersionStanding } from '../../../shared/domain/protocol-version.ts'
import { figuresOf, groupsOf, groupWord, limitWords } from '../../../shared/domain/protocol-words.ts'
import { draftOf, type ProtocolDraft } from '../../../shared/domain/protocol.ts'
import { ESKETAMINE } from '../../../shared/domain/protocols/esketamine.ts'
import { IV_DEPRESSION } from '../../../shared/domain/protocols/iv-depression.ts'
import { PRODUCT_PROTOCOLS } from '../../../shared/domain/protocols/product-protocols.ts'

const iv = draftOf(IV_DEPRESSION)
const said = (draft: ProtocolDraft) => Object.fromEntries(figuresOf(draft).map(({ path, text }) => [path, text]))

describe('a protocol in words', () => {
  it('says each limit with its delays', () => {
    const texts = said(iv)
    expect(texts['limits.spo2.low.medium.absolute']).toBe('below 90 %, after 15 s; over after 5 s at 2 % inside')
    expect(texts['limits.sbp.high.medium.offsetFromBaseline']).toBe(
      'above the baseline + 39 mmHg, at once; over at 5 mmHg inside',
    )
    expect(texts['limits.sbp.low.medium.percentOfBaseline']).toBe(
      'below 70 % of the baseline, at once; over at 5 mmHg inside',
    )
    const [limit] = iv.limits
    expect(limit === undefined ? '' : limitWords({ ...limit, threshold: { offsetFromBaseline: -5 } })).toContain(
      'below the baseline − 5 %',
    )
  })

  it('says the limits of a phase beside those of all', () => {
    const [limit] = iv.limits
    if (limit === undefined) throw new Error('no limit')
    const own = { ...iv, limitsByPhase: { recovering: [{ ...limit, threshold: 94 }] } }
    expect(protocolDifference(iv, own)).toEqual([
      {
        path: 'limitsByPhase.recovering.spo2.low.low.absolute',
        label: 'SpO2 low, low priority, recovering',
        before: null,
        after: 'below 94 %, after 15 s; over after 5 s at 2 % inside',
      },
    ])
    expect(keptSources(iv, own)).toEqual(['limits.spo2.low'])
  })

  it('says from when the recovery counts', () => {
    expect(said(iv).recoveryMinimumMin).toBe('60 min from the end of the infusion')
    expect(said(draftOf(ESKETAMINE)).recoveryMinimumMin).toBe('120 min from the dose')
  })

  it('says marks that end', () => {
    const marks = { kind: 'marks', atMin: [40, 120], thenEveryMin: null } as const
    expect(said({ ...iv, check: { recovering: marks } })['check.recovering']).toBe('at 40, 120 min')
  })

  it('says a maximum only where there is one', () => {
    expect(said(iv)).toMatchObject({
      'maximum.mgPerKg': '1 mg/kg without an override',
      'maximum.mgTotal': '100 mg without an override',
      'maximum.mgPerKgPerHour': '2 mg/kg/h without an override',
    })
    expect(said(draftOf(ESKETAMINE))).not.toHaveProperty('maximum.mgPerKg')
  })

  it.each(PRODUCT_PROTOCOLS)('$name: no two figures have one name, and each group has a word', (protocol) => {
    const paths = figuresOf(protocol).map(({ path }) => path)
    expect(new Set(paths).size).toBe(paths.length)
    for (const group of groupsOf(protocol)) expect(groupWord(group)).not.toContain('undefined')
    expect(groupWord('limits.spo2.low')).toBe('SpO2 low')
  })
})

describe('the difference of two versions', () => {
  it('is empty for one and the same', () => {
    expect(protocolDifference(iv, draftOf(IV_DEPRESSION))).toEqual([])
    expect(keptSources(iv, iv)).toEqual([])
  })

  it('names what changed, what came and what went, in words', () => {
    const { mgTotal: _mgTotal, ...maximum } = iv.maximum
    const after: ProtocolDraft = {
      ...iv,
      recoveryMinimumMin: 90,
      maximum,
      checklist: [...iv.checklist, { id: 'glasses', label: 'Glasses off', required: false }],
      sources: iv.sources.map((it) => (it.about === 'checklist' ? { ...it, source: 'Our nurses' } : it)),
    }
    expect(protocolDifference(iv, after)).toEqual([
      { path: 'checklist.glasses', label: 'Checklist, glasses', before: null, after: 'Glasses off (not required)' },
      {
        path: 'recoveryMinimumMin',
        label: 'Recovery minimum',
        before: '60 min from the end of the infusion',
        after: '90 min from the end of the infusion',
      },
      {
        path: 'sources.checklist',
        label: 'Source: Checklist',
        before: 'Ours, for the clinic to set',
        after: 'Our nurses',
      },
      { path: 'maximum.mgTotal', label: 'Maximum in all', before: '100 mg without an override', after: null },
    ])
  })

  it('tells what may be left out of a protocol in words, where it is there', () => {
    const textOf = (draft: ProtocolDraft, path: string) => figuresOf(draft).find((it) => it.path === path)?.text
    expect(textOf(iv, 'maintenanceDays')).toBeUndefined()
    expect(textOf({ ...iv, maintenanceDays: 28 }, 'maintenanceDays')).toBe('28 days')
    expect(textOf({ ...iv, maintenanceDays: 1 }, 'maintenanceDays')).toBe('1 day')
    expect(groupsOf({ ...iv, maintenanceDays: 28 })).toContain('maintenance')
    expect(textOf(iv, 'bloodPressureOptions.infusing')).toBe('every 5 min')
    expect(
      textOf({ ...iv, bloodPressureOptions: { infusing: [5, 3] } }, 'bloodPressureOptions.recovering'),
    ).toBeUndefined()
  })

  it('tells which sources still read as before though their figures changed', () => {
    const after: ProtocolDraft = {
      ...iv,
      name: 'Ours',
      recoveryMinimumMin: 90,
      longestStayMin: 300,
      limits: iv.limits.slice(1),
      sources: iv.sources.map((it) => (it.about === 'longestStay' ? { ...it, source: 'Our rooms' } : it)),
    }
    expect(keptSources(iv, after)).toEqual(['recoveryMinimum', 'limits.spo2.low'])
  })
})

describe('the version that new visits take', () => {
  const version = (number: number, more: Partial<VersionStanding> = {}): VersionStanding => ({
    version: number,
    isApproved: false,
    isRetired: false,
    origin: 'clinic',
    ...more,
  })
  const approved = { isApproved: true }
  const retired = { isRetired: true }
  const product = { origin: 'product' } as const

  it.each<[string, readonly VersionStanding[], number | undefined]>([
    ['there is one', [version(1, product)], 1],
    ['none is approved: the newest', [version(1, product), version(2)], 2],
    ['an edit is not approved yet', [version(1, { ...product, ...approved }), version(2)], 1],
    ['an edit is approved', [version(1, { ...product, ...approved }), version(2, approved)], 2],
    ['the product is updated under an edit', [version(1, product), version(2), version(3, product)], 2],
    ['an update of the product is approved', [version(2, approved), version(3, { ...product, ...approved })], 3],
    ['the approved one is retired', [version(1, product), version(2, { ...approved, ...retired })], 1],
    ['all are retired', [version(1, retired), version(2, retired)], undefined],
  ])('%s', (_when, versions, expected) => {
    expect(versionInUse(versions)?.version).toBe(expected)
    expect(versionInUse(versions.toReversed())?.version).toBe(expected)
  })
})
