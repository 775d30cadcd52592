import type { AlarmTransition, Channel } from '../../shared/domain/alarm.ts'
import { sessionId } from '../../shared/domain/ids.ts'
import type { BaselineValues, Limit, Priority } from '../../shared/domain/limit.ts'
import type { Sample } from '../../shared/domain/reading.ts'
import type { AlarmEvent } from '../../shared/domain/session-event.ts'
import { MS_PER_SECOND, plusMs, type Instant } from '../../shared/domain/time.ts'
import type { Metric, Quality } from '../../shared/domain/vital.ts'
import { nextAlarmDeadline } from './alarm-clock.ts'
import { initialAlarmState } from './alarm-configure.ts'
import { courseFrom } from './alarm-course.ts'
import { decideClock, followReading } from './alarm-engine.ts'
import { evolveAlarmEvent } from './alarm-evolve.ts'
import type { AlarmProfile } from './alarm-profile.ts'
import type { AlarmState } from './alarm-state.ts'
import { lifeEvent, TRANSITION_OF_EVENT } from './alarm-transitions.ts'

export interface RecordedReading {
  readonly at: Instant
  readonly metric: Metric
  readonly value: number
  /** Taken as it stands. */
  readonly quality: Quality
}

export interface RecordedCommand {
  readonly at: Instant
  readonly type: 'acknowledge'
  /** One without an alarm is no mistake: it gives no line. */
  readonly channel: string
}

/** Readings and commands in any order; those of one instant keep theirs. */
export interface Recording {
  readonly limits: readonly Limit[]
  readonly baseline: BaselineValues | null
  readonly expected: readonly Metric[]
  readonly staleAfterS: Readonly<Partial<Record<Metric, number>>>
  readonly readings: readonly RecordedReading[]
  readonly commands: readonly RecordedCommand[]
}

export interface EvaluatedTransition {
  readonly at: Instant
  readonly type: AlarmTransition
  readonly channel: Channel
  /** The level after it; where that is none, the highest that the alarm had reached. */
  readonly priority: Priority
  /** Absent where the clock or a command caused it. */
  readonly value?: number
}

const TICK_MS = MS_PER_SECOND

const profileOf = (recording: Recording, firstRowAt: Instant): AlarmProfile => ({
  sessionId: sessionId('evaluate'),
  rules: { kind: 'recorded', expected: recording.expected, staleAfterS: recording.staleAfterS },
  limits: recording.limits,
  baseline: recording.baseline,
  physiological: true,
  technical: 'on',
  phaseSince: firstRowAt,
  notContinuous: false,
  pressureDue: null,
  pressureIntervalS: null,
  devices: [],
})

const sampleOf = ({ at, metric, value, quality }: RecordedReading): Sample => ({
  kind: 'sample',
  metric,
  value,
  quality,
  measuredAt: at,
  receivedAt: at,
  deviceTime: null,
  origin: 'replay',
  deviceId: null,
  isBacklog: false,
})

/** What an event is in the words of a recording; none for an event of the audio pause. */
export const transitionsOf = (event: AlarmEvent): readonly EvaluatedTransition[] => {
  if (event.type === 'audioPaused' || event.type === 'audioPauseEnded') return []
  const { channel, priority, value } = event.data
  const transition = { at: event.at, type: TRANSITION_OF_EVENT[event.type], channel, priority }
  return [value === undefined ? transition : { ...transition, value }]
}

type Step = (state: AlarmState) => { readonly state: AlarmState; readonly events: readonly AlarmEvent[] }

const read =
  (reading: RecordedReading): Step =>
  (state) =>
    followReading(courseFrom(state), sampleOf(reading), reading.at)

const happened = (state: AlarmState, events: readonly AlarmEvent[]): ReturnType<Step> => ({
  state: events.reduce(evolveAlarmEvent, state),
  events,
})

const command =
  ({ at, channel }: RecordedCommand): Step =>
  (state) => {
    const alarm = state.alarms.find((it) => it.channel === channel && it.acknowledgement === null)
    return happened(state, alarm === undefined ? [] : [lifeEvent(alarm, 'acknowledged', at)])
  }

const tick =
  (at: Instant): Step =>
  (state) =>
    happened(state, decideClock(state, at))

/** Readings before commands at one instant; else as they came. */
const stepsOf = (recording: Recording): readonly { readonly at: Instant; readonly take: Step }[] =>
  [
    ...recording.readings.map((reading) => ({ at: reading.at, take: read(reading) })),
    ...recording.commands.map((it) => ({ at: it.at, take: command(it) })),
  ].toSorted((first, second) => first.at - second.at)

/**
 * The clock ticks at the first row + n × 1,000 ms, up to and including the last row. A tick before the next deadline
 * changes nothing, so those are passed over.
 */
const ticksOf = ({ firstRowAt, lastRowAt }: Span) => {
  let next = firstRowAt
  return {
    /** The next tick that does something, at the latest at `to`; null: none. */
    take: (state: AlarmState, to: Instant): Instant | null => {
      const end = to < lastRowAt ? to : lastRowAt
      if (next > end) return null
      const deadline = nextAlarmDeadline(state, next)
      const upTo = deadline === null || deadline > end ? plusMs(end, 1) : deadline
      const at = plusMs(firstRowAt, Math.ceil((upTo - firstRowAt) / TICK_MS) * TICK_MS)
      if (deadline === null || at > end) {
        next = at
        return null
      }
      next = plusMs(at, TICK_MS)
      return at
    },
  }
}

interface Span {
  readonly firstRowAt: Instant
  readonly lastRowAt: Instant
}

const spanOf = (readings: readonly RecordedReading[]): Span | null =>
  readings.reduce<Span | null>(
    (span, { at }) => ({
      firstRowAt: span !== null && span.firstRowAt < at ? span.firstRowAt : at,
      lastRowAt: span !== null && span.lastRowAt > at ? span.lastRowAt : at,
    }),
    null,
  )

/** The alarm engine over recorded readings (api.md, *vigil evaluate*): at one instant readings, then commands, then the clock. */
export const evaluate = (recording: Recording): readonly EvaluatedTransition[] => {
  const span = spanOf(recording.readings)
  if (span === null) return []
  const { firstRowAt, lastRowAt } = span
  const ticks = ticksOf(span)
  const transitions: EvaluatedTransition[] = []
  let state = initialAlarmState(profileOf(recording, firstRowAt))
  const follow = (step: Step): void => {
    const { state: next, events } = step(state)
    state = next
    for (const event of events) transitions.push(...transitionsOf(event))
  }
  const passTimeUntil = (to: Instant): void => {
    for (let at = ticks.take(state, to); at !== null; at = ticks.take(state, to)) follow(tick(at))
  }
  for (const { at, take } of stepsOf(recording)) {
    passTimeUntil(plusMs(at, -1))
    follow(take)
  }
  passTimeUntil(lastRowAt)
  return transitions
}
