import { describe, expect, it } from 'vitest'
import {
  checkForm,
  formOf,
  valueAt,
  withValue,
  type DraftForm,
  type Path,
} from '../../../client/protocols/draft-form.ts'
import { thresholdFigure, thresholdKind, thresholdOf } from '../../../client/protocols/limit-form.ts'
import { draftOf } from '../../../shared/domain/protocol.ts'
import { IV_DEPRESSION } from '../../../shared/domain/protocols/iv-depression.ts'
import { PRODUCT_PROTOCOLS } from '../../../shared/domain/protocols/product-protocols.ts'

const form = formOf(draftOf(IV_DEPRESSION))
const changed = (path: Path, value: unknown) => withValue(form, path, value) as DraftForm

describe('a protocol while it is written', () => {
  it.each(PRODUCT_PROTOCOLS)('$name comes out as it went in', (protocol) => {
    const draft = draftOf(protocol)
    const { draft: read, faults } = checkForm(formOf(draft))
    expect(faults).toEqual({})
    const byGroup = (it: { readonly about: string }, other: { readonly about: string }) =>
      it.about.localeCompare(other.about)
    expect({ ...read, sources: read?.sources.toSorted(byGroup) }).toEqual({
      ...draft,
      sources: draft.sources.toSorted(byGroup),
    })
  })

  it('changes one place, takes one away, adds one, and leaves the rest', () => {
    const next = changed(['maximum', 'mgTotal'], 90)
    expect(next.maximum).toEqual({ ...form.maximum, mgTotal: 90 })
    expect(form.maximum.mgTotal).toBe(100)
    expect(changed(['maximum', 'mgTotal'], undefined).maximum).not.toHaveProperty('mgTotal')
    expect(changed(['checklist', 0], undefined).checklist).toEqual(form.checklist.slice(1))
    expect(valueAt(changed(['checklist', 11], { id: 'x' }), ['checklist', 11, 'id'])).toBe('x')
    expect(valueAt(changed(['limitsByPhase', 'paused'], []), ['limitsByPhase', 'paused'])).toEqual([])
    expect(valueAt(form, ['name', 'nothing', 'here'])).toBeUndefined()
  })

  const WRONG: readonly {
    readonly path: Path
    readonly value: unknown
    readonly place: string
    readonly says: string
  }[] = [
    { path: ['recoveryMinimumMin'], value: null, place: 'recoveryMinimumMin', says: 'a figure is needed' },
    { path: ['longestStayMin'], value: 0, place: 'longestStayMin', says: 'more than 0 is accepted' },
    { path: ['name'], value: '', place: 'name', says: 'some words are needed' },
    { path: ['sources', 'dose'], value: '', place: 'sources.dose', says: 'some words are needed' },
    {
      path: ['ramp'],
      value: [{ minutes: 5, shareOfRate: 0.5 }],
      place: 'sources.ramp',
      says: 'some words are needed',
    },
    { path: ['maximum', 'mgPerKg'], value: 0.1, place: 'maximum.mgPerKg', says: 'not below the usual 0.5 mg/kg' },
    { path: ['limits', 0, 'threshold'], value: null, place: 'limits.0.threshold', says: 'a figure is needed' },
  ]

  it.each(WRONG)('says at $place: $says', ({ path, value, place, says }) => {
    const { draft, faults } = checkForm(changed(path, value))
    expect(draft).toBeNull()
    expect(faults[place]).toContain(says)
  })

  it('asks for a source of a maintenance interval, and may offer pressure intervals or none', () => {
    const asked = changed(['maintenanceDays'], 28)
    expect(checkForm(asked).faults['sources.maintenance']).toContain('some words are needed')
    const said = withValue(asked, ['sources', 'maintenance'], 'Our clinicians') as DraftForm
    expect(checkForm(said).draft).toMatchObject({ maintenanceDays: 28, bloodPressureOptions: { infusing: [5] } })
    const none = changed(['bloodPressureOptions'], {})
    expect(checkForm(none).draft).not.toHaveProperty('bloodPressureOptions')
    expect(checkForm(changed(['bloodPressureOptions', 'infusing'], [10])).faults).toMatchObject({
      'bloodPressureOptions.infusing.0': 'every 10 min is the rule already',
    })
  })

  it('has no limits of phases where the last of them was taken away', () => {
    const own = changed(['limitsByPhase', 'recovering'], form.limits)
    expect(checkForm(own).draft?.limitsByPhase).toEqual({ recovering: form.limits })
    const none = withValue(own, ['limitsByPhase', 'recovering'], undefined) as DraftForm
    expect(checkForm(none).draft).not.toHaveProperty('limitsByPhase')
  })
})

describe('a threshold while it is written', () => {
  it.each([
    [90, 'absolute', 90],
    [{ percentOfBaseline: 70 }, 'percentOfBaseline', 70],
    [{ offsetFromBaseline: 39 }, 'offsetFromBaseline', 39],
    [null, 'absolute', null],
  ] as const)('%j is taken apart and put together', (threshold, kind, figure) => {
    expect([thresholdKind(threshold), thresholdFigure(threshold)]).toEqual([kind, figure])
    expect(thresholdOf(kind, figure)).toEqual(threshold)
  })
})
