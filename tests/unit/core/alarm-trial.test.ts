import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NOT_BEGUN, rerunEntry, type KeptEntry, type OtherLimits } from '../../../server/core/alarm-rerun.ts'
import { trialEvents, trialOf } from '../../../server/core/alarm-trial.ts'
import type { AlarmLifeEvent } from '../../../server/core/alarm-transitions.ts'
import { sumOfTrials } from '../../../server/core/statistics-alarm-trials.ts'
import { deviceId, sessionId } from '../../../shared/domain/ids.ts'
import { limitsTried } from '../../../shared/domain/limit-change.ts'
import type { Sample } from '../../../shared/domain/reading.ts'
import { plusMs, type Instant } from '../../../shared/domain/time.ts'
import { IV_DEPRESSION } from '../../../shared/domain/protocols/iv-depression.ts'
import { numbered, simulatedVisit } from '../../support/simulated-visit.ts'
import { at, infusing, sample, type Visit } from '../../support/visit.ts'

const asTheyWere: OtherLimits = (limits) => limits

const delayed =
  (seconds: number): OtherLimits =>
  (limits) =>
    limitsTried(limits, [{ metric: 'spo2', direction: 'low', onDelay: seconds }])

const oneByOne = (entries: readonly KeptEntry[], otherLimits: OtherLimits): readonly AlarmLifeEvent[] => {
  const events: AlarmLifeEvent[] = []
  let soFar = NOT_BEGUN
  for (const entry of entries) {
    soFar = rerunEntry(soFar, entry, otherLimits)
    events.push(...soFar.events)
  }
  return events
}

describe('a trial that passes calm seconds over', () => {
  it.each([
    ['the usual disturbances', { seed: 'a' }],
    ['a cuff on the arm of the probe', { seed: 'b', monitor: { isProbeOnCuffedArm: true } }],
    ['desaturations', { seed: 'c', monitor: { scenario: 'desaturation' } }],
    ['a probe that comes off', { seed: 'd', monitor: { scenario: 'probe-off' } }],
    ['hypertension', { seed: 'e', monitor: { scenario: 'hypertensive' } }],
    ['a monitor that goes silent', { seed: 'f', monitor: { scenario: 'unplugged' } }],
  ] as const)('gives what a look at every second gives: %s', (_what, visit) => {
    const entries = simulatedVisit({ ...visit, minutes: 80 })
    for (const limits of [asTheyWere, delayed(0)])
      expect(trialEvents(entries, limits)).toEqual(oneByOne(entries, limits))
  })
})

it('looks again where a calm feed goes on in another order, by another device or with a poor value', () => {
  const visit = infusing()
  let number = 0
  const read = (...readings: readonly ((when: Instant) => Sample)[]) => {
    const when = at(2 + number / 60)
    number += 1
    visit.read(
      readings.map((reading) => reading(when)),
      when,
    )
  }
  const calm = () => {
    for (let left = 30; left > 0; left -= 1) read(spo2, hr)
  }
  const spo2 = (when: Instant) => sample('spo2', 97, when)
  const hr = (when: Instant) => sample('hr', 70, when)
  calm()
  read(hr, spo2)
  calm()
  read(spo2, (when) => sample('hr', 30, when, { deviceId: deviceId('d_other') }))
  calm()
  read(spo2, (when) => sample('hr', 30, when, { quality: 'poor' }))
  calm()
  const entries = numbered(visit.entries)
  for (const limits of [asTheyWere, delayed(0)]) expect(trialEvents(entries, limits)).toEqual(oneByOne(entries, limits))
})

it('raises what never came at its instant, though everything else goes on', () => {
  const visit = infusing()
  for (let second = 0; second < 90; second += 1) {
    const when = at(2 + second / 60)
    visit.read([sample('hr', 70, when)], when)
  }
  const entries = numbered(visit.entries)
  const events = trialEvents(entries, asTheyWere)
  expect(events).toEqual(oneByOne(entries, asTheyWere))
  expect(events.map(({ data }) => data.channel)).toContain('spo2.noData')
})

/** One second of a feed: what came, and how long after the one before. */
const feedSecond = fc.record({
  afterMs: fc.oneof({ weight: 20, arbitrary: fc.constant(1_000) }, fc.integer({ min: 1, max: 40_000 })),
  isBreach: fc.oneof({ weight: 15, arbitrary: fc.constant(false) }, fc.constant(true)),
  quality: fc.oneof({ weight: 15, arbitrary: fc.constant('good' as const) }, fc.constantFrom('poor', 'invalid')),
  isOther: fc.oneof({ weight: 20, arbitrary: fc.constant(false) }, fc.constant(true)),
})
const FED = ['spo2', 'hr', 'pr', 'rr', 'etco2', 'temp'] as const
/** The same metrics for a while, as monitors give them; some of them poor, as on a cuffed arm. */
const stretch = fc.record({
  metrics: fc.subarray([...FED], { minLength: 1 }),
  poor: fc.oneof({ weight: 2, arbitrary: fc.subarray([...FED], { maxLength: 0 }) }, fc.subarray([...FED])),
  seconds: fc.array(feedSecond, { minLength: 5, maxLength: 40 }),
})

const BREACH = { spo2: 82, hr: 150, pr: 150, rr: 5, etco2: 60, temp: 40 } as const
const CALM = { spo2: 97, hr: 70, pr: 71, rr: 14, etco2: 38, temp: 37 } as const

it('gives what a look at every second gives, whatever comes and stops coming', () => {
  fc.assert(
    fc.property(fc.array(stretch, { minLength: 1, maxLength: 6 }), (stretches) => {
      const visit = infusing()
      let when = at(2)
      for (const { metrics, poor, seconds } of stretches)
        for (const { afterMs, isBreach, quality, isOther } of seconds) {
          when = plusMs(when, afterMs)
          const from = isOther ? { deviceId: deviceId('d_other') } : {}
          const values = isBreach ? BREACH : CALM
          visit.read(
            metrics.map((metric) => {
              const isPoor = quality === 'good' && poor.includes(metric)
              return sample(metric, values[metric], when, { ...from, quality: isPoor ? 'poor' : quality })
            }),
            when,
          )
        }
      const entries = numbered(visit.entries)
      for (const limits of [asTheyWere, delayed(0)])
        expect(trialEvents(entries, limits)).toEqual(oneByOne(entries, limits))
    }),
    { numRuns: 60 },
  )
})

/** A dip of so many seconds from minute 3 on, then half a minute of calm. */
const dip = (seconds: number): Visit => {
  const visit = infusing()
  for (let second = 0; second <= seconds + 30; second += 1) {
    const when = at(3 + second / 60)
    visit.read([sample('spo2', second < seconds ? 83 : 97, when)], when)
  }
  return visit
}

const spo2Of = (visit: Visit, otherLimits: OtherLimits) => {
  const { channels, real } = trialOf(numbered(visit.entries), otherLimits)
  return { counts: channels.find(({ channel }) => channel === 'spo2.low'), real }
}

const alarmOf = (visit: Visit) => {
  const alarm = visit.state.alarms.alarms.find(({ channel }) => channel === 'spo2.low')
  if (alarm === undefined) throw new Error('no alarm')
  return alarm.id
}

describe('what a trial comes to', () => {
  it('counts by channel what was and what would have been', () => {
    expect(spo2Of(dip(8), delayed(15))).toEqual({ counts: { channel: 'spo2.low', were: 1, wouldBe: 0 }, real: [] })
  })

  it('knows a real alarm by an intervention within 5 min, and that it would have been missed', () => {
    const visit = dip(8)
    visit.order({ type: 'recordIntervention', intervention: 'oxygen' }, at(5))
    const [real] = spo2Of(visit, delayed(15)).real
    expect(real).toMatchObject({ channel: 'spo2.low', priority: 'high', isMarked: false, laterByS: null })
    expect(spo2Of(visit, delayed(0)).real).toMatchObject([{ laterByS: -5 }])
  })

  it('calls an alarm no real one for an intervention that came later than that, or before it', () => {
    const late = dip(8)
    late.order({ type: 'recordIntervention', intervention: 'oxygen' }, at(9))
    expect(spo2Of(late, delayed(15)).real).toEqual([])
    const before = infusing()
    before.order({ type: 'recordIntervention', intervention: 'oxygen' }, at(2.5))
    before.read([sample('spo2', 84, at(3))], at(3))
    before.read([sample('spo2', 84, at(3.1))], at(3.1))
    expect(spo2Of(before, delayed(15)).real).toEqual([])
  })

  it('takes the newest mark before what was done', () => {
    const visit = dip(20)
    visit.order({ type: 'recordIntervention', intervention: 'oxygen' }, at(4))
    visit.order({ type: 'markAlarm', alarmId: alarmOf(visit), mark: 'real' }, at(6))
    expect(spo2Of(visit, delayed(15)).real).toMatchObject([{ isMarked: true, laterByS: 10 }])
    visit.order({ type: 'markAlarm', alarmId: alarmOf(visit), mark: 'nuisance', note: 'motion' }, at(7))
    expect(spo2Of(visit, delayed(15)).real).toEqual([])
  })

  it('sums visits up', () => {
    const marked = dip(8)
    marked.order({ type: 'markAlarm', alarmId: alarmOf(marked), mark: 'real' }, at(6))
    const long = dip(20)
    long.order({ type: 'markAlarm', alarmId: alarmOf(long), mark: 'real' }, at(6))
    const tried = [marked, long, dip(8)].map((visit, index) => ({
      id: sessionId(`s_${index}`),
      ...trialOf(numbered(visit.entries), delayed(15)),
    }))
    const sum = sumOfTrials(tried)
    expect(sum).toMatchObject({ visits: 3, real: 2, latestByS: 10 })
    expect(sum.channels.find(({ channel }) => channel === 'spo2.low')).toMatchObject({ were: 3, wouldBe: 1 })
    expect(sum.missed).toMatchObject([{ sessionId: 's_0', laterByS: null }])
    expect(sum.were).toBe(tried.flatMap(({ channels }) => channels).reduce((all, { were }) => all + were, 0))
    expect(sumOfTrials([]).latestByS).toBeNull()
  })
})

describe('marking an alarm', () => {
  it('is for one that there was, open or over', () => {
    const visit = dip(8)
    const number = visit.state.alarms.raisedCount
    for (const id of [`s_1.a${number + 1}`, 's_1.a0', 's_2.a1', 's_1', 's_1.a1.5'])
      expect(visit.refused({ type: 'markAlarm', alarmId: id as never, mark: 'real' }, at(5)).code).toBe('notFound')
    visit.order({ type: 'transfer', to: 'ward', reason: 'x' }, at(5))
    const [event] = visit.order({ type: 'markAlarm', alarmId: 's_1.a1' as never, mark: 'nuisance' }, at(60))
    expect(event).toMatchObject({ type: 'alarmMarked', data: { alarmId: 's_1.a1', mark: 'nuisance' } })
  })
})

describe('limits that are tried', () => {
  const { limits } = IV_DEPRESSION

  it('change what is named and nothing else', () => {
    const tried = limitsTried(limits, [
      { metric: 'spo2', direction: 'low', priority: 'medium', threshold: 88, offDelay: 3 },
    ])
    const other = tried.filter((limit, index) => JSON.stringify(limit) !== JSON.stringify(limits[index]))
    expect(other).toMatchObject([{ metric: 'spo2', priority: 'medium', threshold: 88, onDelay: 15, offDelay: 3 }])
  })

  it('stay apart where two kinds of threshold meet in one figure', () => {
    const tried = limitsTried(limits, [{ metric: 'sbp', direction: 'high', threshold: 170 }])
    const own = tried.filter(({ metric, direction }) => metric === 'sbp' && direction === 'high')
    expect(own.length).toBeGreaterThan(1)
    expect(new Set(own.map(({ id }) => id)).size).toBe(own.length)
  })
})
