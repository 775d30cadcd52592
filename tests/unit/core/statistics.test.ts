import { describe, expect, test } from 'vitest'
import { sessionStatistics as statisticsByMetric, type MetricStatistics } from '../../../server/core/statistics.ts'
import { medianOf, plainStatistics } from '../../../server/core/statistics-values.ts'
import { alarmId, bayId, deviceId, protocolId, sessionId, siteId } from '../../../shared/domain/ids.ts'
import type { Limit } from '../../../shared/domain/limit.ts'
import type { Protocol } from '../../../shared/domain/protocol.ts'
import type { Reading, ReadingsStored } from '../../../shared/domain/reading.ts'
import type { SessionEventData, SessionEventType, StoredEvent } from '../../../shared/domain/session-event.ts'
import { instant, type Instant } from '../../../shared/domain/time.ts'
import type { Metric, Quality } from '../../../shared/domain/vital.ts'

const T0 = Date.UTC(2026, 2, 1, 9)
const at = (seconds: number) => instant(T0 + seconds * 1_000)
const SESSION = sessionId('s_1')

const limit = (over: Partial<Limit> & Pick<Limit, 'metric' | 'direction' | 'threshold' | 'priority'>): Limit => ({
  onDelay: 0,
  offDelay: 0,
  hysteresis: 0,
  ...over,
})

const SPO2_LOW = limit({ metric: 'spo2', direction: 'low', threshold: 90, priority: 'medium' })
const SBP_UP = limit({ metric: 'sbp', direction: 'high', threshold: { offsetFromBaseline: 39 }, priority: 'medium' })

const protocol = (limits: readonly Limit[]): Protocol => ({
  id: protocolId('p'),
  name: 'P',
  version: 1,
  indication: '',
  route: 'iv',
  approval: null,
  dose: { kind: 'fixed', choicesMg: [40] },
  ramp: [],
  maximum: {},
  bloodPressure: {},
  check: {},
  checklist: [],
  limits,
  baselineGate: { sbp: 140, dbp: 90 },
  recoveryMinimumMin: 60,
  criteria: [],
  recoveryBandPercent: 20,
  longestPauseMin: 10,
  longestStayMin: 240,
  sources: [],
})

const event = <Type extends SessionEventType>(
  seconds: number,
  type: Type,
  data: SessionEventData[Type],
  occurredAt?: Instant,
): StoredEvent => {
  const late = occurredAt === undefined ? {} : { occurredAt }
  return { type, data, at: at(seconds), sessionId: SESSION, seq: 1, ...late } as unknown as StoredEvent
}

const scheduled = (seconds: number, limits: readonly Limit[] = []) =>
  event(seconds, 'sessionScheduled', {
    sessionId: SESSION,
    site: siteId('main'),
    bay: bayId('b1'),
    patient: { displayName: 'A B', initials: 'AB', recordNumber: '1', weightKg: 80 },
    protocol: protocol(limits),
    simulated: false,
  })
const admitted = (seconds: number) => event(seconds, 'sessionAdmitted', {})
const discharged = (seconds: number) =>
  event(seconds, 'sessionDischarged', { escort: 'x', ivRemoved: true, instructionsGiven: true })

const base = (seconds: number, metric: Metric) => ({
  metric,
  measuredAt: at(seconds),
  receivedAt: at(seconds),
  deviceTime: null,
  origin: 'device' as const,
  deviceId: deviceId('d'),
  isBacklog: false,
})
const sample = (seconds: number, metric: Metric, value: number, quality: Quality = 'good'): Reading => ({
  ...base(seconds, metric),
  kind: 'sample',
  value,
  quality,
})
const noValue = (seconds: number, metric: Metric): Reading => ({
  ...base(seconds, metric),
  kind: 'noValue',
  status: 'sensorOff',
})
const batch = (...readings: readonly Reading[]): ReadingsStored => ({
  type: 'readingsStored',
  at: at(0),
  readings,
  devices: [],
})
const everySecond = (metric: Metric, values: readonly number[], from = 0) =>
  batch(...values.map((value, index) => sample(from + index, metric, value)))

const sessionStatistics = (...given: Parameters<typeof statisticsByMetric>) => {
  const { metrics, ...rest } = statisticsByMetric(...given)
  return { ...rest, metrics: Object.fromEntries(metrics) as Partial<Record<Metric, MetricStatistics>> }
}

const visit = (...limits: readonly Limit[]) => [scheduled(0, limits), admitted(0)]

describe('plain statistics', () => {
  test('of nothing are nothing, and no zero', () => {
    expect(plainStatistics([])).toEqual({ n: 0, min: null, max: null, mean: null, median: null })
  })

  test.each([
    [[7], 7],
    [[9, 1, 5], 5],
    [[1, 9, 5, 6], 5.5],
    [[], 0],
  ])('of %j have the median %d', (values, median) => expect(medianOf(values)).toBe(median))
})

describe('the statistics of a metric', () => {
  test('count good readings that nobody marked, and beside them all', () => {
    const events = [
      ...visit(),
      event(50, 'artefactMarked', { metric: 'spo2', from: at(3), to: at(4), reason: 'cuff on the same arm' }),
      event(50, 'artefactMarked', { metric: 'hr', from: at(0), to: at(9), reason: 'another metric' }),
    ]
    const readings = batch(
      sample(0, 'spo2', 97),
      sample(1, 'spo2', 96),
      sample(2, 'spo2', 60, 'poor'),
      sample(3, 'spo2', 70),
      sample(4, 'spo2', 71),
      noValue(5, 'spo2'),
      sample(6, 'spo2', 92),
    )
    const { spo2 } = sessionStatistics(events, [readings], at(100)).metrics
    expect(spo2).toMatchObject({ n: 3, min: 92, max: 97, mean: 95, median: 96 })
    expect(spo2?.filter).toEqual({ name: 'goodUnmarked', marked: 2, poor: 1 })
    expect(spo2?.unfiltered).toMatchObject({ n: 6, min: 60, max: 97, mean: 81, median: 81.5 })
  })

  test('are left out where there is no word of the metric, and empty where there is no good one', () => {
    const { metrics } = sessionStatistics(visit(), [batch(noValue(1, 'rr'))], at(60))
    expect(Object.keys(metrics)).toEqual(['rr'])
    expect(metrics.rr).toMatchObject({ n: 0, min: null, weighted: { mean: null, seconds: 0 }, percentWithSignal: 0 })
  })

  test('put a late reading where it belongs', () => {
    const late = [batch(sample(2, 'hr', 80)), batch(sample(1, 'hr', 60), sample(0, 'hr', 60))]
    const { hr } = sessionStatistics(visit(), late, at(3)).metrics
    expect(hr?.weighted).toEqual({ mean: (60 + 60 + 80) / 3, seconds: 3 })
  })

  test('weigh a value by how long it held: until the next word, or until it is stale', () => {
    const readings = batch(sample(0, 'hr', 60), sample(1, 'hr', 90), sample(2, 'hr', 90), noValue(4, 'hr'))
    const { hr } = sessionStatistics(visit(), [readings], at(1_000)).metrics
    expect(hr?.weighted).toEqual({ mean: (60 + 90 + 90 * 2) / 4, seconds: 4 })
    const alone = sessionStatistics(visit(), [batch(sample(0, 'hr', 60))], at(1_000)).metrics.hr
    expect(alone?.weighted).toEqual({ mean: 60, seconds: 10 })
  })

  test('let a value of a device that measures rarely hold for 2.5 of its spacings', () => {
    const readings = batch(sample(0, 'hr', 60), sample(60, 'hr', 60), sample(120, 'hr', 60))
    const { hr } = sessionStatistics(visit(), [readings], at(1_000)).metrics
    expect(hr?.weighted.seconds).toBe(120 + 150)
  })

  test('let a cuff pressure hold until the next, at most a quarter of an hour', () => {
    const { sbp } = sessionStatistics(visit(), [batch(sample(0, 'sbp', 120))], at(9_000)).metrics
    expect(sbp?.weighted.seconds).toBe(900)
  })

  test('let nothing hold beyond the end of the visit', () => {
    const events = [...visit(), discharged(4)]
    const { hr } = sessionStatistics(events, [batch(sample(0, 'hr', 60), sample(5, 'hr', 90))], at(1_000)).metrics
    expect(hr?.weighted).toEqual({ mean: 60, seconds: 5 })
  })

  test('tell the share of the monitored time with a signal, what was before admission left out', () => {
    const events = [scheduled(0), admitted(100), discharged(140)]
    const readings = [everySecond('spo2', [97, 97], 98), everySecond('spo2', Array<number>(10).fill(97), 110)]
    const { spo2 } = sessionStatistics(events, readings, at(900)).metrics
    // Of the one at 99 s, 9 s of the 10 for which it held; then 9 s until the last reading, and its 10.
    expect(spo2?.percentWithSignal).toBeCloseTo(((9 + 9 + 10) / 40) * 100)
  })

  test('tell no share where there was no monitored time', () => {
    const { spo2 } = sessionStatistics([scheduled(0)], [batch(sample(1, 'spo2', 97))], at(900)).metrics
    expect(spo2?.percentWithSignal).toBeNull()
  })
})

describe('the time outside a limit', () => {
  test('is what a value held beyond it, in all and at a stretch', () => {
    const readings = everySecond('spo2', [89, 89, 89, 90, 95, 88, 88, 95])
    const { spo2 } = sessionStatistics(visit(SPO2_LOW), [readings], at(8)).metrics
    const name = { id: 'spo2.low.medium.absolute', direction: 'low', priority: 'medium', value: 90 }
    // Three seconds 1 % below, two seconds 2 % below.
    expect(spo2?.outside).toEqual([{ ...name, seconds: 5, longestRunS: 3, areaUnitMin: 7 / 60 }])
  })

  test('is none where the value was never beyond, and a gap does not count', () => {
    const inside = sessionStatistics(visit(SPO2_LOW), [everySecond('spo2', [90, 97])], at(8)).metrics.spo2
    expect(inside?.outside).toMatchObject([{ seconds: 0, longestRunS: 0 }])
    const lost = sessionStatistics(visit(SPO2_LOW), [everySecond('spo2', [80])], at(500)).metrics.spo2
    expect(lost?.outside).toMatchObject([{ seconds: 10, longestRunS: 10 }])
  })

  test('goes by the limit that was in force at the time', () => {
    const lower = { ...SPO2_LOW, threshold: 85 }
    const events = [...visit(SPO2_LOW), event(4, 'limitsChanged', { limits: [lower], reason: 'lung disease' })]
    const { spo2 } = sessionStatistics(events, [everySecond('spo2', Array<number>(8).fill(88))], at(8)).metrics
    expect(spo2?.outside).toMatchObject([{ value: 85, seconds: 4, longestRunS: 4 }])
  })

  test('of a limit that follows the baseline counts from the baseline on', () => {
    const values = { sbp: 120, dbp: 80, hr: 70, spo2: 98 }
    const events = [...visit(SBP_UP), event(300, 'baselineRecorded', { values, from: 'hand' })]
    const readings = batch(sample(0, 'sbp', 170), sample(600, 'sbp', 159))
    const { sbp } = sessionStatistics(events, [readings], at(900)).metrics
    expect(sbp?.outside).toMatchObject([{ value: 159, seconds: 300, longestRunS: 300 }])
  })

  test('is told of the arterial line by the limits of the cuff', () => {
    const events = visit(limit({ metric: 'sbp', direction: 'high', threshold: 164, priority: 'medium' }))
    const { abpSys } = sessionStatistics(events, [everySecond('abpSys', [170, 170, 120])], at(3)).metrics
    expect(abpSys?.outside).toMatchObject([{ direction: 'high', value: 164, seconds: 2 }])
  })

  test('needs limits that somebody set', () => {
    const change = event(0, 'limitsChanged', { limits: [SPO2_LOW], reason: 'x' })
    const { spo2 } = sessionStatistics([change], [everySecond('spo2', [80, 80])], at(2)).metrics
    expect(spo2?.outside).toEqual([])
  })
})

describe('alarms', () => {
  const alarm = (
    seconds: number,
    type: 'alarmRaised' | 'alarmEscalated' | 'alarmAcknowledged' | 'alarmCleared',
    id: string,
    priority: 'low' | 'medium' | 'high',
  ) => {
    const channel = id === 'a1' ? 'hr.high' : 'spo2.low'
    return event(seconds, type, { alarmId: alarmId(id), channel, kind: 'physiological', priority })
  }

  test('are counted by channel and by the priority that they reached, highest first', () => {
    const events = [
      alarm(0, 'alarmRaised', 'a1', 'medium'),
      alarm(9, 'alarmCleared', 'a1', 'medium'),
      alarm(10, 'alarmRaised', 'a2', 'medium'),
      alarm(12, 'alarmEscalated', 'a2', 'high'),
      alarm(30, 'alarmAcknowledged', 'a2', 'high'),
      alarm(90, 'alarmAcknowledged', 'a2', 'high'),
      alarm(100, 'alarmRaised', 'a3', 'high'),
      alarm(140, 'alarmAcknowledged', 'a3', 'high'),
    ]
    expect(sessionStatistics(events, [], at(200)).alarms).toEqual([
      {
        channel: 'spo2.low',
        priority: 'high',
        count: 2,
        acknowledged: 2,
        timeToAcknowledgeS: { median: 30, longest: 40 },
      },
      { channel: 'hr.high', priority: 'medium', count: 1, acknowledged: 0, timeToAcknowledgeS: null },
    ])
  })
})

describe('phases', () => {
  const started = (seconds: number, occurredAt?: Instant) =>
    event(seconds, 'infusionStarted', { doseMg: 40, durationMin: 40, route: 'iv', steps: [] }, occurredAt)

  test('are told with their lengths; the last one of a visit that runs is open', () => {
    const events = [
      scheduled(0),
      admitted(60),
      event(70, 'noteAdded', { text: 'nervous' }),
      started(600),
      event(700, 'infusionPaused', { reason: 'x' }),
      event(760, 'infusionResumed', {}),
    ]
    expect(sessionStatistics(events, [], at(1_000)).phases).toEqual([
      { phase: 'scheduled', from: at(0), to: at(60) },
      { phase: 'preparing', from: at(60), to: at(600) },
      { phase: 'infusing', from: at(600), to: at(700) },
      { phase: 'paused', from: at(700), to: at(760) },
      { phase: 'infusing', from: at(760), to: null },
    ])
  })

  test('of no length are left out, and an ended visit is in none', () => {
    const events = [
      ...visit(),
      started(600),
      event(600, 'infusionEnded', { outcome: 'completed', deliveredMg: 40 }),
      discharged(4_200),
    ]
    expect(sessionStatistics(events, [], at(9_000)).phases).toEqual([
      { phase: 'preparing', from: at(0), to: at(600) },
      { phase: 'recovering', from: at(600), to: at(4_200) },
    ])
  })

  test('begin when it happened, where it was written later, and never before what they follow', () => {
    const events = [
      scheduled(0),
      admitted(60),
      started(700, at(600)),
      event(710, 'infusionPaused', { reason: 'x' }, at(590)),
    ]
    const { phases } = sessionStatistics(events, [], at(1_000))
    expect(phases.map(({ phase, from }) => [phase, from])).toEqual([
      ['scheduled', at(0)],
      ['preparing', at(60)],
      ['paused', at(600)],
    ])
  })
})
