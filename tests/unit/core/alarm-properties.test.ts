import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextAlarmDeadline } from '../../../server/core/alarm-clock.ts'
import { configureAlarms, initialAlarmState } from '../../../server/core/alarm-configure.ts'
import { decideAcknowledge, decideChange, decideClock, decideReadings } from '../../../server/core/alarm-engine.ts'
import { decidePauseAudio } from '../../../server/core/alarm-audio.ts'
import { evolveAlarmEvent } from '../../../server/core/alarm-evolve.ts'
import type { AlarmProfile } from '../../../server/core/alarm-profile.ts'
import { evolveReadings } from '../../../server/core/alarm-readings.ts'
import type { AlarmState } from '../../../server/core/alarm-state.ts'
import { viewAlarms } from '../../../server/core/alarm-view.ts'
import { isTechnicalChannel } from '../../../shared/domain/alarm.ts'
import { deviceId } from '../../../shared/domain/ids.ts'
import { ADULT_LIMITS } from '../../../shared/domain/protocols/adult-limits.ts'
import type { ReadingsStored } from '../../../shared/domain/reading.ts'
import type { AlarmEvent } from '../../../shared/domain/session-event.ts'
import { instant, MS_PER_SECOND, plusSeconds, type Instant } from '../../../shared/domain/time.ts'
import {
  alarmScene,
  at,
  batchOf,
  device,
  limit,
  noValue,
  NURSE,
  profile,
  sample,
  word,
} from '../../support/alarm-scene.ts'

const BASELINE = { sbp: 120, dbp: 75, hr: 70, spo2: 97, rr: 14 }
const FED = ['spo2', 'hr', 'pr', 'rr', 'sbp', 'temp', 'abpSys'] as const
const VALUES = { spo2: [80, 88, 91, 97], hr: [30, 45, 70, 130, 150], pr: [30, 45, 70, 150], rr: [5, 9, 14, 40] }
const OTHER_VALUES = [36, 39.5, 60, 100, 120, 170, 190]

type Step =
  | { readonly kind: 'batch'; readonly readings: readonly Seed[]; readonly words: readonly ('heard' | 'left')[] }
  | { readonly kind: 'acknowledge'; readonly nth: number }
  | { readonly kind: 'pause' }
  | { readonly kind: 'configure'; readonly change: Partial<AlarmProfile> }

interface Seed {
  readonly metric: (typeof FED)[number]
  readonly pick: number
  readonly quality: 'good' | 'poor' | 'invalid' | 'sensorOff' | 'sensorOn' | 'noSignal'
  readonly from: 'monitor' | 'other' | 'hand'
  readonly lateS: number
}

const seed: fc.Arbitrary<Seed> = fc.record({
  metric: fc.constantFrom(...FED),
  pick: fc.nat(20),
  quality: fc.oneof(
    { weight: 8, arbitrary: fc.constant('good' as const) },
    { weight: 3, arbitrary: fc.constantFrom('poor' as const, 'invalid' as const) },
    { weight: 2, arbitrary: fc.constantFrom('sensorOff' as const, 'sensorOn' as const, 'noSignal' as const) },
  ),
  from: fc.oneof(
    { weight: 6, arbitrary: fc.constant('monitor' as const) },
    { weight: 2, arbitrary: fc.constantFrom('other' as const, 'hand' as const) },
  ),
  lateS: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(40) }),
})

const changes: readonly Partial<AlarmProfile>[] = [
  { limits: ADULT_LIMITS },
  { limits: ADULT_LIMITS.filter((_, index) => index % 2 === 0) },
  { limits: [limit('spo2', 'low', 92, 'high'), limit('hr', 'high', { percentOfBaseline: 130 }, 'medium')] },
  { baseline: { ...BASELINE, sbp: 100 } },
  { technical: 'onceSeen' },
  { technical: 'on' },
  { notContinuous: false },
  { devices: [device('monitor')] },
  { devices: [device('other')] },
  { devices: [device('monitor', { intervals: { spo2: 60 } }), device('other')] },
  { pressureDue: { dueAt: at(0), mediumFrom: at(600) } },
  { pressureDue: null },
  { physiological: false },
  { physiological: true },
]

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('batch' as const),
      readings: fc.array(seed, { minLength: 1, maxLength: 4 }),
      words: fc.array(fc.constantFrom('heard' as const, 'left' as const), { maxLength: 1 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('acknowledge' as const), nth: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'pause' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('configure' as const), change: fc.constantFrom(...changes) }),
  },
)

/** Whole seconds between steps, mostly a second or two. */
const history = fc.array(
  fc.record({
    afterS: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 3 }) }, { weight: 1, arbitrary: fc.nat(400) }),
    step,
  }),
  { minLength: 1, maxLength: 60 },
)

const valueOf = ({ metric, pick }: Seed): number => {
  const values: readonly number[] = metric in VALUES ? VALUES[metric as keyof typeof VALUES] : OTHER_VALUES
  return values[pick % values.length] ?? 0
}

const readingOf = (it: Seed, seconds: number) => {
  const origin =
    it.from === 'hand'
      ? ({ origin: 'manual', deviceId: null } as const)
      : ({ origin: 'device', deviceId: deviceId(it.from) } as const)
  const over = { ...origin, measuredAt: at(seconds - it.lateS) }
  if (it.quality === 'sensorOff' || it.quality === 'sensorOn' || it.quality === 'noSignal')
    return noValue(seconds, it.metric, it.quality, over)
  return sample(seconds, it.metric, valueOf(it), { ...over, quality: it.quality })
}

/** What the store would hold: batches, events, and the profile changes that events of the session bring. */
type Entry =
  | { readonly kind: 'batch'; readonly batch: ReadingsStored }
  | { readonly kind: 'event'; readonly event: AlarmEvent }
  | { readonly kind: 'profile'; readonly profile: AlarmProfile; readonly at: Instant }

const evolve = (state: AlarmState, entry: Entry): AlarmState => {
  switch (entry.kind) {
    case 'batch':
      return evolveReadings(state, entry.batch)
    case 'event':
      return evolveAlarmEvent(state, entry.event)
    case 'profile':
      return configureAlarms(state, entry.profile, entry.at)
  }
}

const START = profile({
  limits: ADULT_LIMITS,
  baseline: BASELINE,
  devices: [device('monitor'), device('other')],
  pressureDue: { dueAt: at(600), mediumFrom: at(1_200) },
})

class Run {
  state: AlarmState = initialAlarmState(START)
  readonly entries: Entry[] = []

  apply(entry: Entry): void {
    this.state = evolve(this.state, entry)
    this.entries.push(entry)
  }

  happen(events: readonly AlarmEvent[]): void {
    for (const event of events) this.apply({ kind: 'event', event })
  }

  clock(now: Instant): number {
    const events = decideClock(this.state, now)
    this.happen(events)
    return events.length
  }

  take(it: Step, seconds: number): void {
    const now = at(seconds)
    switch (it.kind) {
      case 'batch': {
        const readings = it.readings.map((reading) => readingOf(reading, seconds))
        const batch = batchOf(
          seconds,
          readings,
          it.words.map((said) => word(seconds, said)),
        )
        const events = decideReadings(this.state, batch, now)
        this.apply({ kind: 'batch', batch })
        this.happen(events)
        return
      }
      case 'acknowledge': {
        const alarm = this.state.alarms[it.nth]
        if (alarm === undefined) return
        const answer = decideAcknowledge(this.state, alarm.id, NURSE, now)
        if (answer.ok) this.happen(answer.value)
        return
      }
      case 'pause': {
        const answer = decidePauseAudio(this.state, 60, NURSE, now)
        if (answer.ok) this.happen(answer.value)
        return
      }
      case 'configure':
        this.apply({ kind: 'profile', profile: { ...this.state.profile, ...it.change }, at: now })
        this.happen(decideChange(this.state, now))
    }
  }

  get events(): readonly AlarmEvent[] {
    return this.entries.flatMap((entry) => (entry.kind === 'event' ? [entry.event] : []))
  }
}

/** Every second, whether anything is due or not. */
const everySecond = (run: Run, from: number, to: number): void => {
  for (let seconds = from; seconds <= to; seconds += 1) run.clock(at(seconds))
}

const wholeSecondFrom = (when: Instant): number => Math.ceil((when - at(0)) / MS_PER_SECOND)

/** Only at the whole second at or after each deadline. */
const fromDeadlineToDeadline = (run: Run, from: number, to: number): void => {
  for (let seconds = from; ; seconds += 1) {
    const due = nextAlarmDeadline(run.state, at(seconds))
    if (due === null) return
    seconds = wholeSecondFrom(due)
    if (seconds > to) return
    run.clock(at(seconds))
  }
}

const play = (
  steps: readonly { readonly afterS: number; readonly step: Step }[],
  passTime: (run: Run, from: number, to: number) => void,
  look: (run: Run) => void = () => undefined,
): Run => {
  const run = new Run()
  let seconds = 0
  for (const { afterS, step: it } of steps) {
    passTime(run, seconds, seconds + afterS)
    seconds += afterS
    run.take(it, seconds)
    look(run)
  }
  passTime(run, seconds, seconds + 700)
  look(run)
  return run
}

describe('whatever happens', () => {
  test('the next deadline never lies: jumping from one to the next gives the events of every second', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const stepped = play(steps, everySecond)
        const jumped = play(steps, fromDeadlineToDeadline)

        expect(jumped.events).toEqual(stepped.events)
        expect(jumped.state).toEqual(stepped.state)
      }),
      { numRuns: 150 },
    )
  })

  test('at the exact deadline something happens, and the next one is later', () => {
    fc.assert(
      fc.property(history, (steps) => {
        play(steps, (run, from, to) => {
          let now = at(from)
          for (;;) {
            const due = nextAlarmDeadline(run.state, now)
            if (due === null || due > at(to)) return
            expect(due).toBeGreaterThanOrEqual(now)
            expect(run.clock(due)).toBeGreaterThan(0)
            const next = nextAlarmDeadline(run.state, due)
            expect(next === null || next > due).toBe(true)
            now = due
          }
        })
      }),
      { numRuns: 150 },
    )
  })

  test('what is replayed from what was stored is the same state, also through a checkpoint', () => {
    fc.assert(
      fc.property(history, fc.nat(200), (steps, cut) => {
        const run = play(steps, fromDeadlineToDeadline)
        const replayed = run.entries.reduce((state, entry, index) => {
          const next = evolve(state, entry)
          return index === cut ? (JSON.parse(JSON.stringify(next)) as AlarmState) : next
        }, initialAlarmState(START))

        expect(replayed).toEqual(run.state)
        expect(JSON.parse(JSON.stringify(run.state))).toEqual(run.state)
      }),
      { numRuns: 100 },
    )
  })

  test('a channel has at most one alarm, an alarm has one raise, and no time of an event goes back', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const run = play(steps, fromDeadlineToDeadline, ({ state }) => {
          const channels = state.alarms.map((alarm) => alarm.channel)
          expect(new Set(channels).size).toBe(channels.length)
          expect(() => viewAlarms(state, at(0))).not.toThrow()
        })
        const raised = run.events.flatMap((event) => (event.type === 'alarmRaised' ? [event.data.alarmId] : []))
        expect(new Set(raised).size).toBe(raised.length)
        const times = run.events.map((event) => event.at)
        expect(times).toEqual(times.toSorted((first, second) => first - second))
      }),
      { numRuns: 100 },
    )
  })

  test('losing the signal, or having only a poor one, never ends or lowers a physiological alarm', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const run = play(steps, fromDeadlineToDeadline)
        const before = run.state.alarms.filter((alarm) => alarm.kind === 'physiological')
        const start = wholeSecondFrom(instant(Math.max(at(0), ...run.events.map((it) => it.at)))) + 2_000
        fromDeadlineToDeadline(run, start, start + 100)
        for (const quality of ['poor', 'invalid', 'noSignal', 'sensorOff'] as const) {
          const readings = FED.map((metric): Seed => ({ metric, pick: 3, quality, from: 'monitor', lateS: 0 }))
          run.take({ kind: 'batch', readings, words: ['left'] }, start + 101)
        }
        fromDeadlineToDeadline(run, start + 102, start + 4_000)
        const after = run.state.alarms.filter((alarm) => alarm.kind === 'physiological')

        expect(after.map(({ id, level, highest }) => ({ id, level, highest }))).toEqual(
          before.map(({ id, level, highest }) => ({ id, level, highest })),
        )
      }),
      { numRuns: 100 },
    )
  })

  test('the alarm of a channel is at the level of its limits', () => {
    fc.assert(
      fc.property(history, (steps) => {
        play(steps, fromDeadlineToDeadline, ({ state }) => {
          expect(
            decideChange(state, at(0)).filter((it) => 'channel' in it.data && !isTechnicalChannel(it.data.channel)),
          ).toEqual([])
        })
      }),
      { numRuns: 100 },
    )
  })

  test('a reading not later than the newest one used moves no limit of its metric', () => {
    fc.assert(
      fc.property(history, seed, fc.nat(100), (steps, it, lateS) => {
        const { state } = play(steps, fromDeadlineToDeadline)
        const { used } = state.groups[it.metric]
        fc.pre(used !== null)
        const reading = { ...sample(10_000, it.metric, valueOf(it)), measuredAt: plusSeconds(used.measuredAt, -lateS) }

        expect(evolveReadings(state, batchOf(10_000, [reading])).groups[it.metric]).toEqual(state.groups[it.metric])
      }),
      { numRuns: 100 },
    )
  })
})

describe('whatever the interval from 1 to 300 s', () => {
  test('a constant breach raises', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000, max: 300_000 }),
        fc.constantFrom('spo2' as const, 'hr' as const, 'pr' as const, 'rr' as const),
        fc.integer({ min: 0, max: 60 }),
        (everyMs, metric, onDelay) => {
          const limits = [{ ...limit(metric, 'low', 50, 'medium'), onDelay }]
          const scene = alarmScene({ limits, devices: [device('monitor')] })
          const enough = Math.ceil((onDelay * 1_000) / everyMs) + 3
          for (let n = 0; n < enough; n += 1) scene.read((n * everyMs) / 1_000, { [metric]: 40 })

          expect(
            scene.events.some((event) => event.type === 'alarmRaised' && event.data.channel === `${metric}.low`),
          ).toBe(true)
        },
      ),
      { numRuns: 200 },
    )
  })
})
