import { describe, expect, test } from 'vitest'
import { alarmLives } from '../../../server/core/statistics-alarm-list.ts'
import { asAmended, withAmendments } from '../../../server/core/statistics-amended.ts'
import { doseCourse, givenMg } from '../../../server/core/statistics-dose.ts'
import { expectedPressure } from '../../../server/core/statistics-expected.ts'
import { cuffMeasurements, pressureRise } from '../../../server/core/statistics-pressure.ts'
import type { AlarmEventData } from '../../../shared/domain/alarm.ts'
import { alarmId } from '../../../shared/domain/ids.ts'
import type { ReadingsStored } from '../../../shared/domain/reading.ts'
import type { StoredEvent } from '../../../shared/domain/session-event.ts'
import { ESKETAMINE } from '../../../shared/domain/protocols/esketamine.ts'
import { at, beginVisit, clinician, cuff, infusing, nurse, prepared, sample, type Visit } from '../../support/visit.ts'
import { batchesOf, eventsOf } from '../../support/visit-record.ts'

describe('the dose as it ran', () => {
  test('is the plan where nothing was changed, and stays at it after its end', () => {
    const visit = infusing()
    const dose = doseCourse(eventsOf(visit), at(60))
    expect(dose.rates).toEqual([{ from: at(2), to: at(42), rateMgPerHour: 60, mg: 40 }])
    expect(dose.atOnce).toEqual([])
    expect(givenMg(dose, at(1))).toBe(0)
    expect(givenMg(dose, at(12))).toBe(10)
    expect(givenMg(dose, at(60))).toBe(40)
  })

  test('stands still while paused, runs at a new rate, and ends where it was ended', () => {
    const visit = infusing()
    visit.order({ type: 'pauseInfusion', reason: 'asked' }, at(12))
    visit.order({ type: 'resumeInfusion' }, at(16))
    visit.order({ type: 'changeRate', rateMgPerHour: 30, reason: 'pressure' }, at(26))
    visit.order({ type: 'giveBolus', mg: 2, reason: 'pain' }, at(30))
    visit.order({ type: 'endInfusion', outcome: 'stoppedEarly', reason: 'enough' }, at(36))
    const dose = doseCourse(eventsOf(visit), at(90))
    expect(dose.rates).toEqual([
      { from: at(2), to: at(12), rateMgPerHour: 60, mg: 10 },
      { from: at(16), to: at(26), rateMgPerHour: 60, mg: 10 },
      { from: at(26), to: at(36), rateMgPerHour: 30, mg: 5 },
    ])
    expect(dose.atOnce).toEqual([{ at: at(30), mg: 2 }])
    expect(givenMg(dose, at(90))).toBe(27)
    expect(givenMg(dose, at(28))).toBe(21)
    expect(givenMg(dose, at(90))).toBeCloseTo(visit.view(at(90)).infusion?.deliveredMg ?? 0, 9)
  })

  test('goes through the steps of a plan, and to now while it runs', () => {
    const visit = prepared()
    const steps = [
      { rateMgPerHour: 30, minutes: 10 },
      { rateMgPerHour: 60, minutes: 30 },
    ]
    visit.order({ type: 'startInfusion', doseMg: 35, durationMin: 40, steps }, at(2))
    expect(doseCourse(eventsOf(visit), at(22)).rates).toEqual([
      { from: at(2), to: at(12), rateMgPerHour: 30, mg: 5 },
      { from: at(12), to: at(22), rateMgPerHour: 60, mg: 10 },
    ])
    visit.order({ type: 'pauseInfusion', reason: 'asked' }, at(7))
    visit.order({ type: 'resumeInfusion' }, at(8))
    expect(doseCourse(eventsOf(visit), at(18)).rates.map(({ from, to }) => [from, to])).toEqual([
      [at(2), at(7)],
      [at(8), at(13)],
      [at(13), at(18)],
    ])
  })

  test('of a nasal dose is given at once; of a visit without a dose there is nothing', () => {
    const visit = prepared({ protocol: ESKETAMINE })
    visit.order({ type: 'startInfusion', doseMg: 56, durationMin: 0, route: 'nasal' }, at(2))
    expect(doseCourse(eventsOf(visit), at(9))).toEqual({ rates: [], atOnce: [{ at: at(2), mg: 56 }] })
    expect(doseCourse(eventsOf(beginVisit()), at(9))).toEqual({ rates: [], atOnce: [] })
  })
})

describe('the expected pressure', () => {
  const band = (visit: Visit) =>
    expectedPressure({
      dose: doseCourse(eventsOf(visit), at(120)),
      baselineSbp: 126,
      weightKg: 80,
      from: at(0),
      to: at(120),
    })

  test('is the baseline before the dose, and 16 above it at most, at the end of the infusion', () => {
    const expected = band(infusing())
    expect(expected).toHaveLength(121)
    expect(expected[0]).toEqual({ at: at(0), low: 115, high: 137 })
    const peak = expected.reduce((most, it) => (it.high > most.high ? it : most))
    expect(peak.at).toBe(at(42))
    expect(peak.high - 137).toBeGreaterThan(14)
    expect(peak.high - 137).toBeLessThan(16)
    expect((expected.at(-1)?.high ?? 0) - 137).toBeLessThan(1)
  })

  test('is not told where nothing was infused: nobody measured that', () => {
    expect(band(prepared())).toEqual([])
  })
})

describe('the rise of the pressure', () => {
  const BASELINE = { sbp: 120, dbp: 80 }
  const measured = (...values: readonly (readonly [minute: number, sbp: number, dbp: number])[]) =>
    cuffMeasurements(values.flatMap(([minute, sbp, dbp]) => cuff(sbp, dbp, at(minute))))

  test('is told at the highest systolic since the start, with when it was back', () => {
    const course = measured([1, 190, 100], [12, 150, 90], [22, 164, 98], [32, 140, 88], [42, 131, 84], [52, 118, 76])
    expect(pressureRise(course, BASELINE, at(2))).toEqual({
      sbp: 44,
      dbp: 18,
      peakAt: at(22),
      backAt: at(42),
      stayedWithin: false,
    })
  })

  test('is not back while no pressure was within a tenth of the baseline', () => {
    expect(pressureRise(measured([12, 150, 90], [22, 140, 88]), BASELINE, at(2))).toMatchObject({
      peakAt: at(12),
      backAt: null,
    })
  })

  test('that stayed within a tenth says so', () => {
    expect(pressureRise(measured([12, 128, 82]), BASELINE, at(2))).toMatchObject({ sbp: 8, stayedWithin: true })
  })

  test('needs a systolic pressure, and does without a diastolic one', () => {
    const only = cuffMeasurements([sample('dbp', 90, at(12))])
    expect(pressureRise(only, BASELINE, at(2))).toBeNull()
    expect(pressureRise(cuffMeasurements([sample('sbp', 130, at(12))]), BASELINE, at(2))).not.toHaveProperty('dbp')
  })

  test('sbp, dbp and map of one time are one measurement, in order of time', () => {
    const samples = [...cuff(130, 80, at(9)), sample('map', 97, at(9)), ...cuff(120, 70, at(4))]
    expect(cuffMeasurements(samples)).toEqual([
      { at: at(4), sbp: 120, dbp: 70 },
      { at: at(9), sbp: 130, dbp: 80, map: 97 },
    ])
  })
})

describe('the life of an alarm', () => {
  const LIMIT = { id: 'spo2.low', metric: 'spo2', direction: 'low', priority: 'medium', value: 90 } as const
  const base: AlarmEventData = {
    alarmId: alarmId('a1'),
    channel: 'spo2.low',
    kind: 'physiological',
    priority: 'medium',
    limit: LIMIT,
  }
  const event = (type: StoredEvent['type'], seconds: number, data: Partial<AlarmEventData> = {}, by = nurse) =>
    ({
      type,
      seq: seconds,
      at: at(seconds / 60),
      ...(type === 'alarmAcknowledged' ? { by } : {}),
      data: { ...base, ...data },
    }) as unknown as StoredEvent

  test('has its worst value, the highest priority with its limit, and the first acknowledgement', () => {
    const worse = { ...LIMIT, id: 'spo2.lower', priority: 'high', value: 85 } as const
    const [life] = alarmLives([
      event('alarmRaised', 0, { value: 88 }),
      event('alarmEscalated', 30, { value: 82, priority: 'high', limit: worse }),
      event('alarmAcknowledged', 60),
      event('alarmAcknowledged', 90, {}, clinician),
      event('alarmDeescalated', 120, { value: 86 }),
      event('alarmReminded', 150),
      event('alarmUnattended', 170),
      event('alarmCleared', 180, { value: 94, notConfirmedByRepeat: true }),
    ])
    expect(life).toEqual({
      id: 'a1',
      channel: 'spo2.low',
      kind: 'physiological',
      highest: 'high',
      raisedAt: at(0),
      acknowledged: { at: at(1), by: 'Nora' },
      overAt: at(3),
      worst: 82,
      limit: worse,
      reminders: 1,
      wasUnattended: true,
      isNotConfirmed: true,
    })
  })

  test('is over when its condition was, and stands again when it was resumed', () => {
    const latched = [event('alarmRaised', 0, { value: 88 }), event('alarmLatched', 60), event('alarmEnded', 90)]
    expect(alarmLives(latched)[0]?.overAt).toBe(at(1))
    expect(alarmLives([...latched.slice(0, 2), event('alarmResumed', 70)])[0]?.overAt).toBeNull()
  })

  test('of a high limit has its greatest value; of a technical cause none', () => {
    const high = { ...LIMIT, direction: 'high' } as const
    const [up] = alarmLives([
      event('alarmRaised', 0, { value: 91, limit: high }),
      event('alarmEscalated', 1, { value: 99, limit: high }),
    ])
    expect(up?.worst).toBe(99)
    const { limit: _, ...technical } = base
    const [off] = alarmLives([{ ...event('alarmRaised', 0), data: { ...technical, kind: 'technical' } } as StoredEvent])
    expect(off).toMatchObject({ kind: 'technical', worst: null, limit: null, overAt: null, acknowledged: null })
  })

  test('other events have none, and an acknowledgement of nobody is of nobody', () => {
    expect(alarmLives(eventsOf(infusing()))).toEqual([])
    const nameless = { ...event('alarmAcknowledged', 5), by: undefined } as unknown as StoredEvent
    expect(alarmLives([event('alarmRaised', 0), nameless])[0]?.acknowledged).toEqual({ at: at(5 / 60), by: '' })
  })
})

describe('what was amended', () => {
  const amended = () => {
    const visit = infusing()
    visit.order({ type: 'recordVitals', values: { sbp: 210, dbp: 80 } }, at(10))
    const entry = eventsOf(visit).find(({ type }) => type === 'vitalsRecorded')
    return { visit, seq: entry?.seq ?? 0 }
  }
  const handValues = (batches: readonly ReadingsStored[]) =>
    batches
      .flatMap(({ readings }) => readings)
      .map((reading) => [reading.metric, reading.kind === 'sample' ? reading.value : null, reading.measuredAt])

  test('is told with what it said first, who changed it and why', () => {
    const { visit, seq } = amended()
    const correction = { values: { sbp: 120 } }
    visit.order({ type: 'amend', seq, correction, reason: 'slip' }, at(12), { staff: clinician })
    const told = withAmendments(eventsOf(visit)).find(({ first }) => first.seq === seq)
    expect(told?.first.data).toMatchObject({ values: { sbp: 210, dbp: 80 } })
    expect(told?.now.data).toMatchObject({ values: { sbp: 120, dbp: 80 } })
    expect(told?.amendments.map(({ data, by }) => [data.reason, by?.name])).toEqual([['slip', 'Dr Clara']])
    expect(withAmendments(eventsOf(visit)).filter(({ first, now }) => first !== now)).toHaveLength(1)
  })

  test('by hand is counted as it was corrected, at its corrected time, values that came to it included', () => {
    const { visit, seq } = amended()
    const correction = { values: { sbp: 120, hr: 71 }, measuredAt: new Date(at(9)).toISOString() }
    visit.order({ type: 'amend', seq, correction, reason: 'slip' }, at(12), { staff: clinician })
    visit.read(cuff(125, 79, at(13)), at(13))
    expect(handValues(asAmended(eventsOf(visit), batchesOf(visit)).batches)).toEqual([
      ['sbp', 125, at(13)],
      ['dbp', 79, at(13)],
      ['sbp', 120, at(9)],
      ['dbp', 80, at(9)],
      ['hr', 71, at(9)],
    ])
  })

  test('leaves readings alone where no value by hand was corrected', () => {
    const { visit } = amended()
    const batches = batchesOf(visit)
    expect(asAmended(eventsOf(visit), batches).batches).toBe(batches)
  })

  test('moves what happened at another time, but not the course of the visit', () => {
    const visit = infusing()
    visit.order({ type: 'addNote', text: 'calm' }, at(20))
    const seqOf = (type: StoredEvent['type']) => eventsOf(visit).find((event) => event.type === type)?.seq ?? 0
    const occurredAt = new Date(at(8)).toISOString()
    for (const type of ['noteAdded', 'infusionStarted'] as const)
      visit.order({ type: 'amend', seq: seqOf(type), correction: { occurredAt }, reason: 'late' }, at(30), {
        staff: clinician,
      })
    const { events } = asAmended(eventsOf(visit), [])
    expect(events.find(({ type }) => type === 'noteAdded')?.occurredAt).toBe(at(8))
    expect(events.find(({ type }) => type === 'infusionStarted')?.occurredAt).toBeUndefined()
  })
})
