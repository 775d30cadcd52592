// One infusion as the alarm engine sees it, at fixed instants: seconds after 09:00. Events go through evolve as they do live.
import {
  decideAcknowledge,
  decideChange,
  decideClock,
  decideEnd,
  decideReadings,
} from '../../server/core/alarm-engine.ts'
import { decidePauseAudio } from '../../server/core/alarm-audio.ts'
import { nextAlarmDeadline } from '../../server/core/alarm-clock.ts'
import { configureAlarms, initialAlarmState } from '../../server/core/alarm-configure.ts'
import { evolveAlarmEvent } from '../../server/core/alarm-evolve.ts'
import type { AlarmProfile, ProfileDevice } from '../../server/core/alarm-profile.ts'
import { evolveReadings } from '../../server/core/alarm-readings.ts'
import type { AlarmState } from '../../server/core/alarm-state.ts'
import { viewAlarms, type AlarmsView } from '../../server/core/alarm-view.ts'
import type { Staff } from '../../shared/domain/actor.ts'
import type { AlarmEventData, Channel } from '../../shared/domain/alarm.ts'
import { alarmId, deviceId, sessionId, userId } from '../../shared/domain/ids.ts'
import type { Direction, Limit, Priority, Threshold } from '../../shared/domain/limit.ts'
import type { DeviceWord, NoValue, Reading, ReadingsStored, Sample } from '../../shared/domain/reading.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import type { Result } from '../../shared/domain/result.ts'
import type { AlarmEvent } from '../../shared/domain/session-event.ts'
import { instant, latest, plusSeconds, type Instant } from '../../shared/domain/time.ts'
import { isCuffMetric, type Metric } from '../../shared/domain/vital.ts'

const NINE = Date.UTC(2026, 2, 1, 9)

export const at = (seconds: number): Instant => instant(NINE + Math.round(seconds * 1_000))

/** Seconds after nine. */
export const secondsOf = (when: Instant): number => (when - NINE) / 1_000

export const MONITOR = deviceId('monitor')
export const NURSE: Staff = { id: userId('u1'), name: 'Anna', role: 'nurse' }

/** At once and without hysteresis; a test that needs delays spreads them in. */
export const limit = (metric: Metric, direction: Direction, threshold: Threshold, priority: Priority): Limit => ({
  metric,
  direction,
  threshold,
  priority,
  onDelay: 0,
  offDelay: 0,
  hysteresis: 0,
})

export const device = (id: string, over: Partial<ProfileDevice> = {}): ProfileDevice => ({
  id: deviceId(id),
  name: `Device ${id}`,
  intervals: {},
  attachedAt: at(0),
  ...over,
})

export const profile = (over: Partial<AlarmProfile> = {}): AlarmProfile => ({
  sessionId: sessionId('s'),
  rules: { kind: 'live' },
  limits: [],
  baseline: null,
  physiological: true,
  technical: 'on',
  phaseSince: at(0),
  notContinuous: true,
  pressureDue: null,
  pressureIntervalS: 600,
  devices: [device('monitor', { name: 'Monitor' })],
  ...over,
})

export const sample = (seconds: number, metric: Metric, value: number, over: Partial<Sample> = {}): Sample => ({
  kind: 'sample',
  metric,
  value,
  quality: 'good',
  measuredAt: at(seconds),
  receivedAt: at(seconds),
  deviceTime: null,
  origin: 'device',
  deviceId: MONITOR,
  isBacklog: false,
  ...over,
})

export const noValue = (
  seconds: number,
  metric: Metric,
  status: NoValue['status'],
  over: Partial<NoValue> = {},
): NoValue => ({
  kind: 'noValue',
  metric,
  status,
  measuredAt: at(seconds),
  receivedAt: at(seconds),
  deviceTime: null,
  origin: 'device',
  deviceId: MONITOR,
  isBacklog: false,
  ...over,
})

export const word = (seconds: number, said: DeviceWord['said'], id = 'monitor'): DeviceWord => ({
  deviceId: deviceId(id),
  said,
  at: at(seconds),
})

export const batchOf = (
  seconds: number,
  readings: readonly Reading[],
  devices: readonly DeviceWord[] = [],
): ReadingsStored => ({ type: 'readingsStored', at: at(seconds), readings, devices })

const dataOf = (event: AlarmEvent): AlarmEventData | null =>
  event.type === 'audioPaused' || event.type === 'audioPauseEnded' ? null : event.data

/** `15 spo2.low raised medium`; an audio event is told with its cause. */
const told = (event: AlarmEvent): string => {
  const seconds = secondsOf(event.at)
  if (event.type === 'audioPaused') return `${seconds} audioPaused until ${secondsOf(event.data.until)}`
  if (event.type === 'audioPauseEnded') return `${seconds} audioPauseEnded ${event.data.cause}`
  const transition = event.type.slice('alarm'.length).toLowerCase()
  return `${seconds} ${event.data.channel} ${transition} ${event.data.priority}`
}

/** As the session does: a blood pressure moves the next one's due time before anything else happens. */
const withNextPressure = (state: AlarmState, { readings, at: now }: ReadingsStored): AlarmState => {
  const { pressureDue, pressureIntervalS } = state.profile
  const pressure = readings.find((it) => isCuffMetric(it.metric) && it.kind === 'sample' && it.quality === 'good')
  if (pressureDue === null || pressureIntervalS === null || pressure === undefined) return state
  const dueAt = plusSeconds(pressure.measuredAt, pressureIntervalS)
  const mediumFrom = plusSeconds(dueAt, pressureIntervalS)
  return configureAlarms(state, { ...state.profile, pressureDue: { dueAt, mediumFrom } }, now)
}

export interface AlarmScene {
  readonly state: () => AlarmState
  readonly profile: () => AlarmProfile
  /** Everything that happened, in order. */
  readonly events: readonly AlarmEvent[]
  /** The events since the last call, told. */
  readonly news: () => readonly string[]
  /** The data of the newest event of a channel. */
  readonly newest: (channel: Channel) => AlarmEventData
  /** Time passes from deadline to deadline until then. */
  readonly until: (seconds: number) => void
  /** Time passes; then a batch comes. */
  readonly take: (seconds: number, readings: readonly Reading[], devices?: readonly DeviceWord[]) => void
  /** Time passes; then good values of the monitor come. */
  readonly read: (seconds: number, values: Partial<Record<Metric, number>>) => void
  /** Good values every second from one instant up to, not including, another. */
  readonly readEverySecond: (from: number, to: number, values: Partial<Record<Metric, number>>) => void
  readonly configure: (seconds: number, change: Partial<AlarmProfile>) => void
  readonly acknowledge: (seconds: number, channel: Channel) => Result<readonly AlarmEvent[], Refusal>
  readonly pauseAudio: (seconds: number, forSeconds: number) => Result<readonly AlarmEvent[], Refusal>
  readonly end: (seconds: number) => void
  readonly view: (seconds: number) => AlarmsView
  /** What the channel's alarm says on a screen. */
  readonly text: (seconds: number, channel: Channel) => string | undefined
}

export const alarmScene = (over: Partial<AlarmProfile> = {}): AlarmScene => {
  let state = initialAlarmState(profile(over))
  const events: AlarmEvent[] = []
  let seen = 0
  let clock = at(0)
  const happen = (list: readonly AlarmEvent[]): void => {
    state = list.reduce(evolveAlarmEvent, state)
    events.push(...list)
  }
  /** From deadline to deadline; each must give something, or a timer would spin. */
  const until = (seconds: number): void => {
    for (;;) {
      const due = nextAlarmDeadline(state, clock)
      if (due === null || due > at(seconds)) break
      const list = decideClock(state, due)
      if (list.length === 0) throw new Error(`nothing happened at the deadline ${secondsOf(due)}`)
      happen(list)
      clock = due
    }
    clock = latest(clock, at(seconds))
  }
  const take: AlarmScene['take'] = (seconds, readings, devices = []) => {
    until(seconds - 0.001)
    const batch = batchOf(seconds, readings, devices)
    clock = at(seconds)
    const list = decideReadings(state, batch, clock)
    state = withNextPressure(evolveReadings(state, batch), batch)
    happen(list)
    until(seconds)
  }
  const read: AlarmScene['read'] = (seconds, values) => {
    take(
      seconds,
      Object.entries(values).map(([metric, value]) => sample(seconds, metric as Metric, value)),
    )
  }
  const orders = (seconds: number, answer: Result<readonly AlarmEvent[], Refusal>): typeof answer => {
    if (answer.ok) happen(answer.value)
    until(seconds)
    return answer
  }
  return {
    state: () => state,
    profile: () => state.profile,
    events,
    news: () => {
      const list = events.slice(seen).map(told)
      seen = events.length
      return list
    },
    newest: (channel) => {
      const found = events.findLast((event) => dataOf(event)?.channel === channel)
      const data = found === undefined ? null : dataOf(found)
      if (data === null) throw new Error(`no event on ${channel}`)
      return data
    },
    until,
    take,
    read,
    readEverySecond: (from, to, values) => {
      for (let seconds = from; seconds < to; seconds += 1) read(seconds, values)
    },
    configure: (seconds, change) => {
      until(seconds - 0.001)
      clock = at(seconds)
      state = configureAlarms(state, { ...state.profile, ...change }, at(seconds))
      happen(decideChange(state, at(seconds)))
      until(seconds)
    },
    acknowledge: (seconds, channel) => {
      until(seconds)
      const id = state.alarms.find((alarm) => alarm.channel === channel)?.id ?? alarmId('none')
      return orders(seconds, decideAcknowledge(state, id, NURSE, at(seconds)))
    },
    pauseAudio: (seconds, forSeconds) => {
      until(seconds)
      return orders(seconds, decidePauseAudio(state, forSeconds, NURSE, at(seconds)))
    },
    end: (seconds) => {
      until(seconds)
      happen(decideEnd(state, at(seconds)))
    },
    view: (seconds) => viewAlarms(state, at(seconds)),
    text: (seconds, channel) => viewAlarms(state, at(seconds)).alarms.find((it) => it.channel === channel)?.text,
  }
}
