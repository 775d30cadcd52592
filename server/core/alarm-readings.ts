import type { DeviceId } from '../../shared/domain/ids.ts'
import type { DeviceWord, Reading, ReadingsStored, Sample } from '../../shared/domain/reading.ts'
import type { Direction } from '../../shared/domain/limit.ts'
import { latest, type Instant } from '../../shared/domain/time.ts'
import { isCuffMetric, type Metric } from '../../shared/domain/vital.ts'
import { applyReading, worseOf, type LimitGroup } from './alarm-limits.ts'
import { settlingAfter } from './alarm-settling.ts'
import type { Alarm, AlarmState, DeviceState } from './alarm-state.ts'
import { isFresh, isSpot, pulseSource, staleAfterS } from './signal-freshness.ts'
import { afterReading, freshAt, type Listening } from './signal-state.ts'

/** The limits that a metric's readings move: its own, and for `pr`, while it is the pulse, those of `hr`. */
export const drivenMetrics = (state: AlarmState, reading: Reading): readonly Metric[] => {
  const { profile, signals } = state
  if (reading.metric !== 'pr' || profile.rules.kind === 'recorded') return [reading.metric]
  return pulseSource(profile, signals, freshAt(reading)) === 'pr' ? ['hr', 'pr'] : ['pr']
}

/** A hand's value where no device gives the metric is a spot value as well. */
const actsAtOnce = ({ profile, signals }: AlarmState, sample: Sample): boolean => {
  const { metric } = sample
  if (isSpot(profile, signals, metric)) return true
  if (sample.origin !== 'manual' || isCuffMetric(metric)) return false
  return !isFresh(signals[metric].liveAt, freshAt(sample), staleAfterS(profile, signals, metric))
}

const groupAfter = (state: AlarmState, group: LimitGroup, sample: Sample): LimitGroup =>
  applyReading(
    group,
    { source: sample.metric, value: sample.value, measuredAt: sample.measuredAt, freshAt: freshAt(sample) },
    {
      staleAfterS: staleAfterS(state.profile, state.signals, sample.metric),
      isSpot: actsAtOnce(state, sample),
      isRunning: state.profile.physiological,
    },
  )

/** An alarm's worst value goes with the readings: they say nothing else of it. */
const withWorst = (alarms: readonly Alarm[], metric: Metric, value: number): readonly Alarm[] => {
  const worsened = (alarm: Alarm, direction: Direction): Alarm => {
    const worst = worseOf(direction, alarm.worst, value)
    return worst === alarm.worst ? alarm : { ...alarm, worst }
  }
  return alarms.map((alarm) => {
    if (alarm.level === null) return alarm
    if (alarm.channel === `${metric}.low`) return worsened(alarm, 'low')
    return alarm.channel === `${metric}.high` ? worsened(alarm, 'high') : alarm
  })
}

const withLimitsMoved = (state: AlarmState, sample: Sample): AlarmState =>
  drivenMetrics(state, sample).reduce((soFar, metric) => {
    const group = groupAfter(soFar, soFar.groups[metric], sample)
    if (group === soFar.groups[metric]) return soFar
    const alarms = soFar.alarms.length === 0 ? soFar.alarms : withWorst(soFar.alarms, metric, sample.value)
    return { ...soFar, alarms, groups: { ...soFar.groups, [metric]: group } }
  }, state)

/** Two oximeters, one in the drawer: the one that says "probe off" does not speak for the one that measures. */
const isOfAnotherDevice = ({ profile, signals }: AlarmState, reading: Reading): boolean => {
  const { deviceId, liveAt } = signals[reading.metric]
  return (
    reading.kind === 'noValue' &&
    deviceId !== null &&
    deviceId !== reading.deviceId &&
    isFresh(liveAt, reading.receivedAt, staleAfterS(profile, signals, reading.metric))
  )
}

const setIntervalS = (state: AlarmState, reading: Reading): number | null =>
  state.devices.find((it) => it.id === reading.deviceId)?.intervals[reading.metric] ?? null

const withDevice = (
  devices: readonly DeviceState[],
  id: DeviceId,
  change: (device: DeviceState) => DeviceState,
): readonly DeviceState[] => devices.map((device) => (device.id === id ? change(device) : device))

const spoken = (device: DeviceState, at: Instant): DeviceState => ({
  ...device,
  heardAt: device.heardAt === null ? at : latest(device.heardAt, at),
  leftAt: null,
})

const withDeviceHeard = (state: AlarmState, reading: Reading): readonly DeviceState[] => {
  const isGood = reading.kind === 'sample' && reading.quality === 'good'
  if (reading.deviceId === null) return state.devices
  return withDevice(state.devices, reading.deviceId, (device) => ({
    ...spoken(device, reading.receivedAt),
    hasBeenGood: device.hasBeenGood || isGood,
  }))
}

/** One reading: the signal of its metric, its device, and, where it is good, the limits. Backlog moves nothing. */
export const evolveReading = (state: AlarmState, reading: Reading): AlarmState => {
  if (reading.isBacklog) return state
  const devices = withDeviceHeard(state, reading)
  if (isOfAnotherDevice(state, reading)) return { ...state, devices }
  const { metric } = reading
  const listening: Listening = {
    setIntervalS: setIntervalS(state, reading),
    isLive: state.profile.rules.kind === 'live',
    settlingSince: settlingAfter(state, reading),
  }
  const signals = { ...state.signals, [metric]: afterReading(state.signals[metric], reading, listening) }
  const told = { ...state, signals, devices }
  return reading.kind === 'sample' && reading.quality === 'good' ? withLimitsMoved(told, reading) : told
}

export const evolveWord = (state: AlarmState, word: DeviceWord): AlarmState => ({
  ...state,
  devices: withDevice(state.devices, word.deviceId, (device) => ({
    ...spoken(device, word.at),
    leftAt: word.said === 'left' ? word.at : null,
  })),
})

/** A batch: readings in their order, then what devices said of themselves. Never makes or ends an alarm. */
export const evolveReadings = (state: AlarmState, batch: ReadingsStored): AlarmState =>
  batch.devices.reduce(evolveWord, batch.readings.reduce(evolveReading, state))
