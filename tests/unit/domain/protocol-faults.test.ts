import { describe, expect, it } from 'vitest'
import { protocolFaults } from '../../../shared/domain/protocol-faults.ts'
import { draftOf, type ProtocolDraft } from '../../../shared/domain/protocol.ts'
import { ESKETAMINE } from '../../../shared/domain/protocols/esketamine.ts'
import { IM } from '../../../shared/domain/protocols/im.ts'
import { IV_DEPRESSION_TITRATED } from '../../../shared/domain/protocols/iv-depression-titrated.ts'
import { IV_DEPRESSION } from '../../../shared/domain/protocols/iv-depression.ts'
import { IV_PAIN } from '../../../shared/domain/protocols/iv-pain.ts'
import { PRODUCT_PROTOCOLS } from '../../../shared/domain/protocols/product-protocols.ts'

const [iv, titrated, pain, im, nasal] = [IV_DEPRESSION, IV_DEPRESSION_TITRATED, IV_PAIN, IM, ESKETAMINE].map(
  draftOf,
) as [ProtocolDraft, ProtocolDraft, ProtocolDraft, ProtocolDraft, ProtocolDraft]

const length = { durationMin: 40, upToDurationMin: 40 }
const atOnce = { durationMin: 0, upToDurationMin: 0 }
const perKg = { kind: 'perKg', mgPerKg: 0.5, upToMgPerKg: 0.5 } as const
const spo2 = iv.limits[0]
if (spo2 === undefined) throw new Error('no limit')
const sbp = (threshold: number, priority: 'medium' | 'high') =>
  ({ ...spo2, metric: 'sbp', direction: 'high', threshold, priority }) as const

/** What is wrong, where it is said, and a word of what is accepted. */
const CASES: readonly (readonly [string, ProtocolDraft, string, string])[] = [
  ['a dose by choice into a vein', { ...iv, dose: { kind: 'fixed', choicesMg: [40] } }, 'dose.kind', 'perKg'],
  ['an infusion of no time', { ...iv, dose: { ...perKg, ...atOnce } }, 'dose.durationMin', '1 min or more'],
  [
    'a usual length below the proposed one',
    { ...iv, dose: { ...perKg, durationMin: 40, upToDurationMin: 30 } },
    'dose.upToDurationMin',
    'not below 40 min',
  ],
  [
    'a dose by the hour into a muscle',
    { ...im, dose: { kind: 'perKgPerHour', mgPerKgPerHour: 0.5, upToMgPerKgPerHour: 0.5, ...length } },
    'dose.kind',
    'perKg or fixed',
  ],
  ['a length into a muscle', { ...im, dose: { ...perKg, ...length } }, 'dose.durationMin', '0 min'],
  [
    'a usual length into a muscle',
    { ...im, dose: { ...perKg, durationMin: 0, upToDurationMin: 5 } },
    'dose.durationMin',
    '0 min',
  ],
  [
    'a usual dose below the proposed',
    { ...iv, dose: { ...perKg, upToMgPerKg: 0.4, ...length } },
    'dose.upToMgPerKg',
    '0.5',
  ],
  [
    'a usual rate below the proposed',
    { ...pain, dose: { kind: 'perKgPerHour', mgPerKgPerHour: 0.5, upToMgPerKgPerHour: 0.4, ...length } },
    'dose.upToMgPerKgPerHour',
    '0.5',
  ],
  ['no maximum at all', { ...iv, maximum: {} }, 'maximum', 'at least one'],
  [
    'a maximum below the usual dose',
    { ...titrated, maximum: { mgPerKg: 0.9 } },
    'maximum.mgPerKg',
    'not below the usual 1',
  ],
  [
    'a maximum below the usual rate',
    { ...pain, maximum: { mgPerKgPerHour: 0.4 } },
    'maximum.mgPerKgPerHour',
    'not below the usual 0.42',
  ],
  ['a maximum below what that rate gives', { ...pain, maximum: { mgPerKg: 1.5 } }, 'maximum.mgPerKg', '1.68 mg/kg'],
  ['a maximum below a choice', { ...nasal, maximum: { mgTotal: 56 } }, 'maximum.mgTotal', '84'],
  ['a ramp of what is given at once', { ...nasal, ramp: titrated.ramp }, 'ramp', 'no ramp'],
  ['a ramp into a muscle', { ...im, ramp: titrated.ramp }, 'ramp', 'no ramp'],
  ['a ramp that leaves nothing', { ...titrated, ramp: [{ minutes: 40, shareOfRate: 0.5 }] }, 'ramp', '40 min'],
  [
    'a phase that there is not',
    { ...im, check: { infusing: { kind: 'interval', steps: [{ everyMin: 10 }] } } },
    'check.infusing',
    'recovering',
  ],
  [
    'a last step that ends',
    { ...iv, check: { infusing: { kind: 'interval', steps: [{ everyMin: 10, untilMin: 20 }] } } },
    'check.infusing.steps.0.untilMin',
    'no end',
  ],
  [
    'a first step that does not',
    { ...iv, bloodPressure: { infusing: { kind: 'interval', steps: [{ everyMin: 10 }, { everyMin: 20 }] } } },
    'bloodPressure.infusing.steps.0.untilMin',
    'ends somewhere',
  ],
  [
    'steps that go back',
    {
      ...iv,
      check: {
        infusing: {
          kind: 'interval',
          steps: [{ everyMin: 5, untilMin: 30 }, { everyMin: 10, untilMin: 30 }, { everyMin: 20 }],
        },
      },
    },
    'check.infusing.steps.1.untilMin',
    'after minute 30',
  ],
  [
    'a choice of pressure intervals without a rule',
    { ...pain, bloodPressure: {}, bloodPressureOptions: { infusing: [5] } },
    'bloodPressureOptions.infusing',
    'a rule to go back to',
  ],
  [
    'a choice that is the rule',
    { ...iv, bloodPressureOptions: { infusing: [5, 10] } },
    'bloodPressureOptions.infusing.1',
    'every 10 min is the rule already',
  ],
  [
    'the same choice twice',
    { ...nasal, bloodPressureOptions: { recovering: [10, 10] } },
    'bloodPressureOptions.recovering.1',
    'there already',
  ],
  [
    'marks that go back',
    { ...nasal, bloodPressure: { recovering: { kind: 'marks', atMin: [40, 30], thenEveryMin: null } } },
    'bloodPressure.recovering.atMin.1',
    'after minute 40',
  ],
  ['an impossible threshold', { ...iv, limits: [{ ...spo2, threshold: 101 }] }, 'limits.0.threshold', '0 to 100 %'],
  ['a threshold below what can be', { ...iv, limits: [sbp(10, 'high')] }, 'limits.0.threshold', '20 to 300'],
  [
    'a higher priority nearer, below',
    { ...iv, limits: [spo2, { ...spo2, priority: 'high', threshold: 93 }] },
    'limits.1.threshold',
    'below 92',
  ],
  [
    'a higher priority nearer, above',
    { ...iv, limits: [sbp(170, 'medium'), sbp(160, 'high')] },
    'limits.1.threshold',
    'above 170, the limit of medium priority',
  ],
  [
    'a limit of a phase that cannot be',
    { ...iv, limitsByPhase: { recovering: [{ ...spo2, threshold: 101 }] } },
    'limitsByPhase.recovering.0.threshold',
    '0 to 100 %',
  ],
  [
    'limits of a phase that there is not',
    { ...im, limitsByPhase: { infusing: [spo2] } },
    'limitsByPhase.infusing',
    'leave it out',
  ],
  ['a limit twice', { ...iv, limits: [...iv.limits, spo2] }, 'limits.23', 'once'],
  ['an item twice', { ...iv, checklist: [...iv.checklist, ...iv.checklist.slice(0, 1)] }, 'checklist.11', 'identity'],
  ['a criterion twice', { ...iv, criteria: [...iv.criteria, ...iv.criteria.slice(0, 1)] }, 'criteria.9', 'aldrete'],
  [
    'a source twice',
    { ...iv, sources: [...iv.sources, { about: 'dose', source: 's' }] },
    `sources.${iv.sources.length}`,
    'dose',
  ],
  ['a figure without a source', { ...iv, sources: iv.sources.slice(1) }, 'sources', 'Dose (dose) has no source'],
  [
    'a source of nothing',
    { ...iv, sources: [...iv.sources, { about: 'ramp', source: 's' }] },
    `sources.${iv.sources.length}.about`,
    'ramp',
  ],
]

describe('what cannot stand in a protocol', () => {
  it.each(CASES)('%s', (_what, draft, where, word) => {
    const found = protocolFaults(draft).filter(({ path }) => path.join('.') === where)
    expect(found.map(({ message }) => message).join('; ')).toContain(word)
  })

  it('is nothing of what comes with the product', () => {
    for (const protocol of PRODUCT_PROTOCOLS) expect(protocolFaults(protocol)).toEqual([])
  })

  it('is not a limit whose derived threshold no order can tell', () => {
    const derived = { ...sbp(170, 'medium'), threshold: { offsetFromBaseline: 39 } }
    const limits = [derived, sbp(160, 'high'), { ...derived, priority: 'high' as const }]
    expect(protocolFaults({ ...iv, limits }).filter(({ path }) => path[0] === 'limits')).toEqual([])
  })

  it('is not a dose up to a maximum that is set only in part', () => {
    expect(protocolFaults({ ...titrated, maximum: { mgPerKg: 1 } })).toEqual([])
    expect(protocolFaults({ ...nasal, maximum: { mgPerKg: 2 } })).toEqual([])
  })
})
