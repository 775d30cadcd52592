import type {
  Bundle,
  MedicationAdministration,
  Observation,
  Provenance,
  Resource,
  SampledData,
} from '@medplum/fhirtypes'
import { beforeAll, describe, expect, test } from 'vitest'
import { MS_PER_MINUTE, plusSeconds, type Instant } from '../../../shared/domain/time.ts'
import type { Metric } from '../../../shared/domain/vital.ts'
import { createFhirCheck, type FhirCheck } from '../../support/fhir-check.ts'
import { ARTEFACT, signedVisit, toldVisit } from '../../support/told-visit.ts'
import { batchesOf, recordOf, reportsOf, textOf } from '../../support/visit-record.ts'
import { at, beginVisit, clinician, infusing, inPhase, prepared, sample, type Visit } from '../../support/visit.ts'
import { ESKETAMINE } from '../../../shared/domain/protocols/esketamine.ts'

const bundleOf = async (visit: Visit, now: Instant): Promise<Bundle> => {
  const file = await (await reportsOf(visit, now)).fhir(visit.state.id)
  return JSON.parse(await textOf(file)) as Bundle
}

const resourcesOf = (bundle: Bundle): readonly Resource[] =>
  (bundle.entry ?? []).flatMap(({ resource }) => resource ?? [])

const ofType = <Type extends Resource['resourceType']>(bundle: Bundle, type: Type) =>
  resourcesOf(bundle).filter((it): it is Extract<Resource, { resourceType: Type }> => it.resourceType === type)

const wordsOf = (sampled: SampledData | undefined): readonly string[] => sampled?.data?.split(' ') ?? []

const hasCode = (code: string) => (observation: Observation) =>
  observation.code.coding?.some((coding) => coding.code === code) === true

const withCode = (bundle: Bundle, code: string) => ofType(bundle, 'Observation').filter(hasCode(code))

/** The medians of minutes; the whole series has a code of its own. */
const minutesOf = (bundle: Bundle, code: string) =>
  withCode(bundle, code).filter(({ effectivePeriod, valueSampledData }) => effectivePeriod && !valueSampledData)

let visit: Visit
let bundle: Bundle
let check: FhirCheck

beforeAll(async () => {
  check = createFhirCheck()
  visit = signedVisit({ isConfirmed: true })
  bundle = await bundleOf(visit, at(80))
}, 120_000)

describe('by the rules of FHIR R4', () => {
  test('every resource is free of faults, and so is the bundle', () => {
    const faults = resourcesOf(bundle).flatMap((resource) =>
      check.faults(resource).map((fault) => `${resource.resourceType} ${resource.id ?? ''}: ${fault}`),
    )
    expect(faults).toEqual([])
    expect(check.faults({ ...bundle, entry: (bundle.entry ?? []).slice(0, 1) })).toEqual([])
    expect(resourcesOf(bundle).length).toBeGreaterThan(100)
  }, 120_000)

  test('the check sees a fault of each kind', () => {
    const [patient] = ofType(bundle, 'Patient')
    const [pulse] = minutesOf(bundle, '8867-4')
    if (patient === undefined || pulse === undefined) throw new Error('no patient')
    expect(check.faults({ ...patient, birthDate: 'yesterday' })).not.toEqual([])
    expect(check.faults({ ...patient, shoeSize: 43 } as unknown as Resource)).not.toEqual([])
    expect(check.faults({ ...pulse, valueQuantity: { ...pulse.valueQuantity, code: 'bpm' } })).not.toEqual([])
    expect(check.faults({ ...pulse, category: [] })).not.toEqual([])
  })

  test.each(['scheduled', 'preparing', 'infusing', 'paused', 'recovering', 'transferred', 'cancelled'] as const)(
    'a visit that is %s is free of faults',
    async (phase) => {
      const other = await bundleOf(inPhase[phase](), at(50))
      expect(resourcesOf(other).flatMap((resource) => check.faults(resource))).toEqual([])
    },
    60_000,
  )

  test('every reference names a resource of the bundle, and no id is there twice', () => {
    const urls = (bundle.entry ?? []).map(({ fullUrl }) => fullUrl ?? '')
    expect(new Set(urls).size).toBe(urls.length)
    const references = [...JSON.stringify(bundle).matchAll(/"reference":"([^"]+)"/g)].map(([, reference]) => reference)
    const known = new Set(urls.map((url) => url.split('/').slice(-2).join('/')))
    expect(references.filter((reference) => !known.has(reference ?? ''))).toEqual([])
    expect(references.length).toBeGreaterThan(100)
  })

  test('a pressure has what its profile asks of its parts', () => {
    const panels = withCode(bundle, '85354-9')
    for (const { component = [], valueQuantity, effectiveDateTime } of panels) {
      expect(valueQuantity).toBeUndefined()
      expect(effectiveDateTime).toBeDefined()
      for (const code of ['8480-6', '8462-4']) {
        const parts = component.filter((part) => part.code.coding?.some((coding) => coding.code === code))
        expect(parts).toHaveLength(1)
        const [{ valueQuantity: value, dataAbsentReason } = {}] = parts
        if (value === undefined) expect(dataAbsentReason).toBeDefined()
        else expect(value).toMatchObject({ system: 'http://unitsofmeasure.org', code: 'mm[Hg]', unit: 'mmHg' })
      }
    }
    expect(panels.length).toBeGreaterThan(0)
  })
})

/** The good values of the monitor that nobody marked, by minute of the clock: counted here, apart from the exports. */
const ownMinutes = (metric: Metric): ReadonlyMap<number, readonly number[]> => {
  const minutes = new Map<number, number[]>()
  const [from, to] = [plusSeconds(at(2), ARTEFACT.from), plusSeconds(at(2), ARTEFACT.to)]
  for (const reading of batchesOf(visit).flatMap(({ readings }) => readings)) {
    if (reading.metric !== metric || reading.origin === 'manual') continue
    const minute = Math.floor(reading.measuredAt / MS_PER_MINUTE)
    const values = minutes.get(minute) ?? []
    const isMarked = metric === 'spo2' && reading.measuredAt >= from && reading.measuredAt <= to
    if (reading.kind === 'sample' && reading.quality === 'good' && !isMarked) values.push(reading.value)
    minutes.set(minute, values)
  }
  return minutes
}

const ownMedian = (values: readonly number[]): number => {
  const sorted = values.toSorted((first, second) => first - second)
  const [low = NaN, high = NaN] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return (low + high) / 2
}

describe('what the monitor measured', () => {
  test.each([
    ['hr', '8867-4', '147842'],
    ['spo2', '2708-6', '150456'],
    ['rr', '9279-1', '151562'],
  ] as const)('%s is a median a minute, by its own count', (metric, code, mdc) => {
    const own = ownMinutes(metric)
    const told = minutesOf(bundle, code)
    const valued = told.filter(({ valueQuantity }) => valueQuantity !== undefined)
    expect(valued).toHaveLength([...own.values()].filter(({ length }) => length > 0).length)
    for (const {
      effectivePeriod,
      valueQuantity,
      code: { coding = [] },
    } of valued) {
      const minute = Date.parse(effectivePeriod?.start ?? '') / MS_PER_MINUTE
      expect(valueQuantity?.value).toBe(ownMedian(own.get(minute) ?? []))
      expect(Date.parse(effectivePeriod?.end ?? '') - minute * MS_PER_MINUTE).toBe(MS_PER_MINUTE - 1)
      expect(coding.map((it) => it.code)).toContain(mdc)
    }
  })

  test('from the first reading to the end no minute is left out: what is missing has its reason', () => {
    const told = minutesOf(bundle, '2708-6')
    // Readings begin at minute 2 and the patient leaves at minute 60.
    expect(told).toHaveLength(58)
    const reasons = told.flatMap(({ dataAbsentReason }) => dataAbsentReason ?? [])
    const texts = reasons.map(({ text }) => text)
    expect(texts.filter((text) => text === 'No reading in this minute')).toHaveLength(2 + 18)
    expect(texts.filter((text) => text === 'The monitor had no value in this minute')).toHaveLength(1)
    expect(reasons.every(({ coding }) => coding?.[0]?.system?.endsWith('/data-absent-reason') === true)).toBe(true)
  })

  test('is there as one series, second by second, with the quality of each value', () => {
    const [series, ...others] = withCode(bundle, '150456').filter(({ valueSampledData }) => valueSampledData)
    expect(others).toEqual([])
    expect(series?.valueSampledData).toMatchObject({ period: 1_000, dimensions: 1, origin: { value: 0, code: '%' } })
    const values = wordsOf(series?.valueSampledData)
    const own = new Map(
      batchesOf(visit)
        .flatMap(({ readings }) => readings)
        .filter(({ metric }) => metric === 'spo2')
        .map((reading) => [(reading.measuredAt - at(2)) / 1_000, reading]),
    )
    expect(values).toHaveLength(2_400)
    for (const [second, value] of values.entries()) {
      const reading = own.get(second)
      expect(value).toBe(reading?.kind === 'sample' ? String(reading.value) : 'E')
    }
    const quality = wordsOf(series?.component?.[0]?.valueSampledData)
    expect(quality).toHaveLength(values.length)
    expect([0, 49, ARTEFACT.from, 950, 650].map((second) => quality[second])).toEqual(['0', '1', '3', '4', 'E'])
  })

  test('faster than once a second keeps every value in a place of its own', async () => {
    const fast = beginVisit()
    const readings = [0, 400, 900, 1_600].map((ms, index) => sample('hr', 70 + index, (at(1) + ms) as Instant))
    fast.read(readings, at(2))
    const [series] = ofType(await bundleOf(fast, at(3)), 'Observation').filter((it) => it.valueSampledData)
    expect(series?.valueSampledData).toMatchObject({ period: 500, data: '70 71 72 73' })
  })

  test('of the oximeter and of the ECG are told apart', async () => {
    const both = beginVisit()
    both.read([sample('hr', 70, at(1)), sample('pr', 74, at(1))], at(1))
    const told = await bundleOf(both, at(2))
    expect(minutesOf(told, '8867-4').map(({ valueQuantity }) => valueQuantity?.value)).toEqual([70, 74])
    expect(minutesOf(told, '8889-8').map(({ valueQuantity }) => valueQuantity?.value)).toEqual([74])
  })
})

describe('blood pressures', () => {
  test('are one panel each, with mean where it is known', () => {
    const panels = withCode(bundle, '85354-9')
    const times = new Set(
      batchesOf(visit)
        .flatMap(({ readings }) => readings)
        .filter(({ metric }) => metric === 'sbp')
        .map(({ measuredAt }) => measuredAt),
    )
    expect(panels).toHaveLength(times.size)
    const ofMonitor = panels.filter(({ device }) => device !== undefined)
    expect(ofMonitor.map(({ component = [] }) => component.map(({ valueQuantity }) => valueQuantity?.value))).toEqual([
      [145, 90, 107],
      [155, 90, 107],
      [165, 90, 107],
      [175, 90, 107],
    ])
  })

  test('by hand have who took them, and what they were corrected to', () => {
    const hand = withCode(bundle, '85354-9').filter(({ device }) => device === undefined)
    expect(hand).toHaveLength(1)
    expect(hand[0]).toMatchObject({ status: 'corrected', performer: [{ display: 'Nora' }] })
    expect(hand[0]?.component?.map(({ valueQuantity }) => valueQuantity?.value)).toEqual([131, 88])
    expect(withCode(bundle, '8310-5')).toHaveLength(1)
    expect(withCode(bundle, '8310-5')[0]?.valueQuantity).toMatchObject({ value: 36.6, code: 'Cel' })
  })

  test('that were marked or are of poor quality have no value, and say what was measured', async () => {
    const other = infusing()
    other.read([sample('sbp', 250, at(5)), sample('dbp', 90, at(5), { quality: 'poor' })], at(5))
    const mark = { metric: 'sbp', from: at(4), to: at(6), reason: 'arm moved' } as const
    other.order({ type: 'markArtefact', ...mark }, at(7))
    const [panel] = withCode(await bundleOf(other, at(8)), '85354-9')
    expect(panel?.component?.map(({ valueQuantity }) => valueQuantity)).toEqual([undefined, undefined])
    expect(panel?.component?.map(({ dataAbsentReason }) => dataAbsentReason?.text)).toEqual([
      'Marked as artefact by Nora: arm moved',
      'Of poor quality',
    ])
    expect(panel?.note?.map(({ text }) => text)).toEqual(['Not used: Systolic 250, Diastolic 90 mmHg.'])
  })

  test('of which the device gave one part say that the other is missing', async () => {
    const other = infusing()
    other.read([sample('sbp', 130, at(5))], at(5))
    const [panel] = withCode(await bundleOf(other, at(8)), '85354-9')
    expect(panel?.component?.[1]?.dataAbsentReason?.coding?.[0]?.code).toBe('unknown')
  })
})

describe('the dose', () => {
  const dosesOf = (told: Bundle): readonly MedicationAdministration[] => ofType(told, 'MedicationAdministration')

  test('is told whole and by each rate, and the parts add up', () => {
    const [whole, ...parts] = dosesOf(bundle)
    expect(whole).toMatchObject({ status: 'completed', dosage: { dose: { value: 40, code: 'mg' } } })
    expect(whole?.dosage?.rateQuantity).toMatchObject({ value: 60, code: 'mg/h' })
    expect(parts.map(({ dosage }) => dosage?.rateQuantity?.value)).toEqual([60])
    expect(parts.reduce((sum, { dosage }) => sum + (dosage?.dose?.value ?? 0), 0)).toBe(40)
    expect(parts.every(({ partOf }) => partOf?.[0]?.reference === `MedicationAdministration/${whole?.id ?? ''}`)).toBe(
      true,
    )
  })

  test('of several rates, a pause and a bolus is told part by part', async () => {
    const other = infusing()
    other.order({ type: 'pauseInfusion', reason: 'asked' }, at(12))
    other.order({ type: 'resumeInfusion' }, at(16))
    other.order({ type: 'changeRate', rateMgPerHour: 30, reason: 'pressure' }, at(26))
    other.order({ type: 'giveBolus', mg: 2, reason: 'pain' }, at(30))
    const [whole, ...parts] = dosesOf(await bundleOf(other, at(36)))
    expect(whole).toMatchObject({ status: 'in-progress', dosage: { dose: { value: 27 } } })
    expect(whole?.dosage).not.toHaveProperty('rateQuantity')
    expect(whole?.note?.[0]?.text).toContain('asked')
    expect(parts.map(({ status, dosage }) => [status, dosage?.dose?.value, dosage?.rateQuantity?.value])).toEqual([
      ['completed', 10, 60],
      ['completed', 10, 60],
      ['in-progress', 5, 30],
      ['completed', 2, undefined],
    ])
  })

  test('that a clinician corrected is the corrected one, and says what ran', async () => {
    const other = infusing()
    other.order({ type: 'endInfusion', outcome: 'stoppedEarly', reason: 'enough' }, at(22))
    const seq = (await recordOf(other, at(23))).written.find(({ type }) => type === 'infusionEnded')?.seq ?? 0
    const amend = { type: 'amend', seq, correction: { deliveredMg: 19 }, reason: 'pump log' } as const
    other.order(amend, at(24), { staff: clinician })
    const [whole] = dosesOf(await bundleOf(other, at(25)))
    expect(whole).toMatchObject({ status: 'stopped', dosage: { dose: { value: 19 } } })
    expect(whole?.note?.map(({ text }) => text)).toEqual([
      'Amended by Dr Clara: pump log',
      'By the rates that ran, 20 mg were delivered.',
    ])
  })

  test('of esketamine names it and its route', async () => {
    const other = prepared({ protocol: ESKETAMINE })
    other.order({ type: 'startInfusion', doseMg: 56, durationMin: 0, route: 'nasal' }, at(2))
    const [whole, part] = dosesOf(await bundleOf(other, at(5)))
    expect(whole?.medicationCodeableConcept?.text).toBe('Esketamine')
    expect(whole?.dosage?.route?.text).toBe('Nasal')
    expect(part).toMatchObject({ effectiveDateTime: new Date(at(2)).toISOString(), dosage: { dose: { value: 56 } } })
  })

  test('of a visit without one is not told', async () => {
    expect(dosesOf(await bundleOf(inPhase.cancelled(), at(9)))).toEqual([])
  })
})

describe('people, scores and signature', () => {
  test('patient, encounter, monitor and staff are named', () => {
    expect(ofType(bundle, 'Patient')[0]).toMatchObject({
      name: [{ text: 'Ada Example' }],
      identifier: [{ value: 'R-1', type: { coding: [{ code: 'MR' }] } }],
    })
    expect(ofType(bundle, 'Encounter')[0]).toMatchObject({
      status: 'finished',
      class: { code: 'AMB' },
      period: { start: new Date(at(0)).toISOString(), end: new Date(at(60)).toISOString() },
      location: [{ location: { display: 'Bay 4' } }],
    })
    expect(ofType(bundle, 'Device').map(({ deviceName }) => deviceName?.[0]?.name)).toEqual(['Monitor 7', 'Vigil'])
    expect(ofType(bundle, 'Practitioner').map(({ name }) => name?.[0]?.text)).toEqual(['Nora', 'Dr Clara'])
  })

  test('a patient is the same in every visit', async () => {
    const [first] = ofType(bundle, 'Patient')
    const [again] = ofType(await bundleOf(toldVisit(), at(70)), 'Patient')
    expect(again?.id).toBe(first?.id)
  })

  test('scores have their code, and the baseline is told once and not as a measurement', () => {
    const [score] = withCode(bundle, '44261-6')
    expect(score).toMatchObject({
      valueQuantity: { value: 14, code: '{score}' },
      category: [{ coding: [{ code: 'survey' }] }],
    })
    const [baseline, ...others] = withCode(bundle, 'baseline')
    expect(others).toEqual([])
    expect(baseline?.component?.map(({ valueQuantity }) => valueQuantity?.value).toSorted()).toEqual([126, 70, 78, 98])
    expect(withCode(bundle, '29463-7')[0]?.valueQuantity).toMatchObject({ value: 80, code: 'kg' })
  })

  const provenance = (told: Bundle): Provenance | undefined => ofType(told, 'Provenance').at(-1)

  test('the provenance names everything, who signed what, and the last hash', async () => {
    const signed = provenance(bundle)
    expect(signed?.target).toHaveLength(resourcesOf(bundle).length - 1)
    expect(signed?.signature).toMatchObject([
      {
        who: { display: 'Dr Clara' },
        when: new Date(at(70)).toISOString(),
        data: Buffer.from('Reviewed, complete.').toString('base64'),
      },
    ])
    const { lastHash } = await recordOf(visit, at(80))
    expect(lastHash).toMatch(/^[0-9a-f]{64}$/)
    expect(signed?.entity).toMatchObject([{ what: { identifier: { value: lastHash } } }])
  })

  test('a bare command to sign is told, and is no signature', async () => {
    expect(provenance(bundle)?.text?.div).toContain('Signed once with the sign-in given once more.')
    const bare = provenance(await bundleOf(signedVisit(), at(80)))
    expect(bare?.signature).toBeUndefined()
    expect(bare?.text?.div).toContain('Signed off once by a command, without the sign-in once more.')
    expect(bare?.activity?.coding).toMatchObject([{ code: 'AU' }])
    expect(provenance(bundle)?.activity?.coding).toMatchObject([{ code: 'LA' }])
  })

  test('of a visit that nobody signed has no signature and says so', async () => {
    const unsigned = provenance(await bundleOf(toldVisit(), at(70)))
    expect(unsigned?.signature).toBeUndefined()
    expect(unsigned?.text?.div).toContain('Not signed.')
  })
})

describe('of made-up data', () => {
  const simulated = async () => {
    const made = infusing()
    made.read(
      [sample('hr', 70, at(3), { origin: 'simulated' }), sample('sbp', 120, at(3), { origin: 'simulated' })],
      at(3),
    )
    return bundleOf(made, at(5))
  }

  test('each resource says so, to machines and to people', async () => {
    const told = await simulated()
    for (const resource of [told, ...resourcesOf(told)]) {
      expect(resource.meta?.security?.[0]).toMatchObject({ code: 'HTEST' })
      expect(resource.meta?.tag?.[0]?.code).toBe('simulated')
    }
    for (const resource of resourcesOf(told)) expect(JSON.stringify(resource)).toContain('SIMULATED: ')
  })

  test('and no other does', () => {
    expect(JSON.stringify(bundle)).not.toMatch(/HTEST|SIMULATED|REPLAY/)
  })

  test('a replay is called one', async () => {
    const made = infusing()
    made.read([sample('hr', 70, at(3), { origin: 'replay' })], at(3))
    expect(JSON.stringify(await bundleOf(made, at(5)))).toContain('REPLAY: ')
  })
})
