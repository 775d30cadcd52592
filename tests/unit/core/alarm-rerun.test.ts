import { describe, expect, it } from 'vitest'
import {
  batchRemembered,
  NOT_BEGUN,
  rerunEntry,
  rerunUntil,
  type KeptEntry,
  type OtherLimits,
} from '../../../server/core/alarm-rerun.ts'
import { isLifeEvent, type AlarmLifeEvent } from '../../../server/core/alarm-transitions.ts'
import { IV_DEPRESSION } from '../../../shared/domain/protocols/iv-depression.ts'
import type { Limit } from '../../../shared/domain/limit.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { numbered, simulatedVisit } from '../../support/simulated-visit.ts'
import { at, cuff, infusing, nurse, prepared, recovering, sample, type Visit } from '../../support/visit.ts'

const asTheyWere: OtherLimits = (limits) => limits

const rerun = (entries: readonly KeptEntry[], otherLimits: OtherLimits, until?: Instant): readonly AlarmLifeEvent[] => {
  const events: AlarmLifeEvent[] = []
  let soFar = NOT_BEGUN
  for (const entry of entries) {
    soFar = rerunEntry(soFar, entry, otherLimits)
    events.push(...soFar.events)
  }
  return until === undefined ? events : [...events, ...rerunUntil(soFar, until).events]
}

const transition = ({ type, at: when, data, by }: AlarmLifeEvent) => ({ type, at: when, data, by })

const stored = (entries: readonly KeptEntry[]) =>
  entries
    .filter((entry) => entry.type !== 'readingsStored')
    .filter(isLifeEvent)
    .map(transition)

const rerunVisit = (visit: Visit, otherLimits: OtherLimits, until?: Instant) =>
  rerun(numbered(visit.entries), otherLimits, until).map(transition)

const onChannel = (channel: string, events: readonly { readonly type: string; readonly data: { channel: string } }[]) =>
  events.filter(({ data }) => data.channel === channel).map(({ type }) => type)

/** Every limit of SpO2 waits so long. */
const spo2Delay =
  (seconds: number): OtherLimits =>
  (limits) =>
    limits.map((limit): Limit => (limit.metric === 'spo2' ? { ...limit, onDelay: seconds } : limit))

describe('a visit with the limits as they were', () => {
  it.each([
    ['the usual disturbances', { seed: 'a' }],
    ['a cuff on the arm of the probe', { seed: 'b', monitor: { isProbeOnCuffedArm: true } }],
    ['desaturations', { seed: 'c', monitor: { scenario: 'desaturation' } }],
    ['a probe that comes off during them', { seed: 'd', monitor: { scenario: 'probe-off' } }],
    ['hypertension', { seed: 'e', monitor: { scenario: 'hypertensive' } }],
    ['a monitor that goes silent', { seed: 'f', monitor: { scenario: 'unplugged' } }],
    ['a pause of the infusion', { seed: 'g', course: { pause: { atMin: 12, forMin: 4 } } }],
  ] as const)('gives the alarms that there were: %s', (_what, visit) => {
    const entries = simulatedVisit({ ...visit, minutes: 80 })
    const were = stored(entries)
    expect(rerun(entries, asTheyWere).map(transition)).toEqual(were)
    if ('monitor' in visit && 'scenario' in visit.monitor) expect(were.length).toBeGreaterThan(2)
  })

  it('knows limits that staff changed, an amended baseline and audio that was paused', () => {
    const visit = infusing()
    const narrow = IV_DEPRESSION.limits.map((limit) => ({ ...limit, onDelay: 0 }))
    visit.order({ type: 'setLimits', limits: narrow, reason: 'test' }, at(3))
    visit.read([sample('spo2', 84, at(4))], at(4))
    visit.order({ type: 'pauseAudio', seconds: 60 }, at(4))
    visit.read([sample('spo2', 80, at(4.5))], at(4.5))
    const baseline = visit.state.journal.find(({ type }) => type === 'baselineRecorded')
    visit.order({ type: 'amend', seq: baseline?.seq ?? 0, correction: { values: { sbp: 100 } }, reason: 'slip' }, at(5))
    visit.read(cuff(141, 70, at(6)), at(6))
    for (const channel of ['spo2.low', 'sbp.high']) {
      const were = onChannel(channel, stored(numbered(visit.entries)))
      expect(were).toContain('alarmRaised')
      const without = onChannel(channel, rerunVisit(visit, asTheyWere)).filter((type) => type !== 'alarmUnattended')
      expect(without).toEqual(were)
    }
  })
})

describe('a visit under other limits', () => {
  const dip = (): Visit => {
    const visit = infusing()
    for (let second = 0; second <= 30; second += 1) {
      const when = at(3 + second / 60)
      visit.read([sample('spo2', second >= 5 && second <= 12 ? 83 : 97, when)], when)
    }
    return visit
  }

  it('raises nothing for a dip that is shorter than the delay', () => {
    const visit = dip()
    expect(onChannel('spo2.low', stored(numbered(visit.entries)))).toEqual(['alarmRaised', 'alarmLatched'])
    expect(onChannel('spo2.low', rerunVisit(visit, spo2Delay(15)))).toEqual([])
    expect(onChannel('spo2.low', rerunVisit(visit, spo2Delay(0)))).toEqual(['alarmRaised', 'alarmLatched'])
  })

  it('also where staff had set others in the visit', () => {
    const visit = infusing()
    visit.order({ type: 'setLimits', limits: IV_DEPRESSION.limits, reason: 'as before' }, at(2.5))
    visit.read([sample('spo2', 84, at(3))], at(3))
    visit.read([sample('spo2', 84, at(3.1))], at(3.1))
    const given = onChannel(
      'spo2.low',
      rerunVisit(visit, () => [
        { metric: 'spo2', direction: 'low', threshold: 80, priority: 'low', onDelay: 0, offDelay: 0, hysteresis: 0 },
      ]),
    )
    expect(onChannel('spo2.low', stored(numbered(visit.entries)))).toEqual(['alarmRaised'])
    expect(given).toEqual([])
  })

  it('in a phase that has limits of its own', () => {
    const strict = IV_DEPRESSION.limits.map((limit): Limit => ({ ...limit, onDelay: 0 }))
    const visit = infusing({ protocol: { ...IV_DEPRESSION, limitsByPhase: { infusing: strict } } })
    visit.read([sample('spo2', 84, at(3))], at(3))
    expect(onChannel('spo2.low', rerunVisit(visit, asTheyWere))).toEqual(['alarmRaised'])
    expect(onChannel('spo2.low', rerunVisit(visit, spo2Delay(15)))).toEqual([])
  })

  it('takes an acknowledgement for the alarm that there would have been on the channel', () => {
    const visit = dip()
    const [alarm] = visit.state.alarms.alarms.filter(({ channel }) => channel === 'spo2.low')
    if (alarm === undefined) throw new Error('no alarm')
    visit.order({ type: 'acknowledgeAlarm', alarmId: alarm.id }, at(4))
    const types = onChannel('spo2.low', rerunVisit(visit, spo2Delay(0)))
    expect(types).toEqual(['alarmRaised', 'alarmLatched', 'alarmAcknowledged'])
    expect(rerunVisit(visit, spo2Delay(0)).at(-1)).toMatchObject({ by: nurse })
    expect(onChannel('spo2.low', rerunVisit(visit, spo2Delay(15)))).toEqual([])
  })

  it('takes an acknowledgement of which nobody is told', () => {
    const visit = dip()
    const [alarm] = visit.state.alarms.alarms.filter(({ channel }) => channel === 'spo2.low')
    if (alarm === undefined) throw new Error('no alarm')
    visit.order({ type: 'acknowledgeAlarm', alarmId: alarm.id }, at(4))
    const entries = numbered(visit.entries).map((entry) => {
      if (entry.type !== 'alarmAcknowledged') return entry
      const { by: _, ...nobody } = entry
      return nobody
    })
    const last = rerun(entries, spo2Delay(0)).at(-1)
    expect([last?.type, last?.by]).toEqual(['alarmAcknowledged', undefined])
  })

  it('ends its alarms with the visit, and nothing after it', () => {
    const visit = dip()
    visit.order({ type: 'transfer', to: 'ward', reason: 'x' }, at(5))
    visit.order({ type: 'addNote', text: 'gone' }, at(6))
    const types = onChannel('spo2.low', rerunVisit(visit, spo2Delay(0), at(60)))
    expect(types).toEqual(['alarmRaised', 'alarmLatched', 'alarmUnattended', 'alarmEnded'])
  })

  it('lets time pass after the last entry of a visit that runs', () => {
    const visit = dip()
    const [unattended] = rerunVisit(visit, spo2Delay(0), at(10)).filter(({ type }) => type === 'alarmUnattended')
    expect(unattended).toMatchObject({ at: at(3 + 65 / 60) })
    expect(onChannel('spo2.low', rerunVisit(visit, spo2Delay(0)))).not.toContain('alarmUnattended')
  })

  it('keeps every blood pressure on time whatever its limits', () => {
    const visit = recovering()
    visit.read(cuff(190, 90, at(43)), at(43))
    const types = onChannel(
      'nibp.overdue',
      rerunVisit(visit, () => IV_DEPRESSION.limits.slice(0, 1), at(63)),
    )
    expect(types).toContain('alarmRaised')
  })

  it('has nothing to say before the visit begins', () => {
    const visit = prepared()
    visit.read([sample('spo2', 84, at(1.5))], at(1.5))
    const [first] = numbered(visit.entries).filter(({ type }) => type === 'readingsStored')
    expect(rerun(first === undefined ? [] : [first], asTheyWere, at(9))).toEqual([])
    if (first?.type !== 'readingsStored') throw new Error('no readings')
    expect(batchRemembered(NOT_BEGUN, first)).toEqual(NOT_BEGUN)
  })
})
