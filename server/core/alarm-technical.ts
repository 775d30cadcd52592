import type { Channel } from '../../shared/domain/alarm.ts'
import type { DeviceId } from '../../shared/domain/ids.ts'
import { priorityRank, type Priority } from '../../shared/domain/limit.ts'
import { latest, plusMs, whenElapsed, whenExceeded, type Instant } from '../../shared/domain/time.ts'
import { isCuffMetric, METRICS, type Metric } from '../../shared/domain/vital.ts'
import { alarmOn, isActiveOn, type AlarmState, type DeviceState } from './alarm-state.ts'
import { deviceSilentAfterS, isSpot, sourcesOf, startedAt, staleAfterS } from './signal-freshness.ts'

/** No good value for so long is poor, and from then on more than a nuisance (section 3). */
const POOR_AFTER_S = 30
const POOR_MEDIUM_AFTER_S = 120
const POOR_MEDIUM_METRICS: readonly Metric[] = ['spo2', 'hr', 'pr']
/** Losing one of these is medium (section 3). */
const NO_DATA_MEDIUM_METRICS: readonly Metric[] = ['spo2', 'hr']
/** A blood pressure may be so late before anybody is told (section 3). */
const PRESSURE_LATE_S = 120
/** Live, these are always expected; the next once they were fed in the session (section 1). */
const EXPECTED: readonly Metric[] = ['spo2', 'hr']
const EXPECTED_ONCE_FED: readonly Metric[] = ['rr', 'etco2', 'temp']

/** A technical condition that holds, or will, from an instant on if nothing else comes. */
export interface Rise {
  readonly channel: Channel
  readonly level: Priority
  readonly from: Instant
  /** The last instant at which it still can be raised; null: it stays. */
  readonly until: Instant | null
  readonly deviceId: DeviceId | null
}

/** Technical alarms run; while preparing, for a metric from its first good reading on. */
const isRunning = ({ profile, signals }: AlarmState, metrics: readonly Metric[]): boolean => {
  switch (profile.technical) {
    case 'off':
      return false
    case 'onceSeen':
      return metrics.some((metric) => signals[metric].hasBeenGood)
    case 'on':
      return true
  }
}

const isExpected = ({ profile, signals }: AlarmState, metric: Metric): boolean => {
  if (profile.rules.kind === 'recorded') return profile.rules.expected.includes(metric)
  return EXPECTED.includes(metric) || (EXPECTED_ONCE_FED.includes(metric) && signals[metric].hasBeenFed)
}

/** The one device that gives a metric, or would: null where there is none, or more than one. */
export const feedingDevice = ({ profile, signals, devices }: AlarmState, metric: Metric): DeviceId | null => {
  let feeding: DeviceId | null = null
  for (const source of sourcesOf(profile, metric)) {
    const { deviceId } = signals[source]
    if (deviceId === null) continue
    if (feeding !== null && feeding !== deviceId) return null
    feeding = deviceId
  }
  const [first] = devices
  return feeding ?? (first !== undefined && devices.every(({ id }) => id === first.id) ? first.id : null)
}

/** While a device is known to be gone, its metrics have no alarms of their own: one cause, one alarm. */
const isAbsorbed = (state: AlarmState, deviceId: DeviceId | null): boolean =>
  deviceId !== null && alarmOn(state, 'device.disconnected')?.deviceId === deviceId

/** An oximeter's pulse comes from the probe of its SpO2: where both are off, one alarm speaks for both. */
const isOffWithProbe = ({ profile, signals }: AlarmState, metric: Metric): boolean =>
  profile.rules.kind === 'live' &&
  metric === 'pr' &&
  signals.pr.sensorOffAt !== null &&
  signals.spo2.sensorOffAt !== null &&
  signals.pr.deviceId === signals.spo2.deviceId

/** An alarm says already that the metric's sensor is off. */
const isSensorKnownOff = (state: AlarmState, metric: Metric): boolean =>
  isActiveOn(state, `${metric}.sensorOff`) || (isOffWithProbe(state, metric) && isActiveOn(state, 'spo2.sensorOff'))

/** The sensor that is off explains the silence, unless the pulse came from another one as well. */
const isExplainedBySensor = (state: AlarmState, metric: Metric): boolean => {
  const sources = sourcesOf(state.profile, metric)
  const isOff = (source: Metric): boolean => isSensorKnownOff(state, source)
  return sources.some(isOff) && sources.every((source) => isOff(source) || !state.signals[source].hasBeenFed)
}

/** The newest of the sources decides. */
const noDataFrom = ({ profile, signals }: AlarmState, metric: Metric, sources: readonly Metric[]): Instant => {
  let stale: Instant | null = null
  for (const source of sources) {
    const { liveAt } = signals[source]
    if (liveAt === null) continue
    const from = whenExceeded(liveAt, staleAfterS(profile, signals, source))
    stale = stale === null ? from : latest(stale, from)
  }
  if (stale !== null) return stale
  const staleS = staleAfterS(profile, signals, metric)
  return sources.map((source) => whenExceeded(startedAt(profile, signals[source]), staleS)).reduce(latest)
}

/** `<metric>.noData`: expected, and its newest good or poor reading is stale; before the first, since the phase began. */
const noData = (state: AlarmState, metric: Metric): readonly Rise[] => {
  if (!isExpected(state, metric)) return []
  const sources = sourcesOf(state.profile, metric)
  if (!isRunning(state, sources)) return []
  const deviceId = feedingDevice(state, metric)
  if (isAbsorbed(state, deviceId) || isExplainedBySensor(state, metric)) return []
  const level = NO_DATA_MEDIUM_METRICS.includes(metric) ? 'medium' : 'low'
  return [{ channel: `${metric}.noData`, level, from: noDataFrom(state, metric, sources), until: null, deviceId }]
}

/**
 * `<metric>.poorSignal`: readings come and none has been good for 30 s. A good reading that is merely followed by nothing
 * is not poor: that is for noData. The cuff has `nibp.overdue` instead.
 */
const poorSignal = (state: AlarmState, metric: Metric): readonly Rise[] => {
  const { profile, signals } = state
  const signal = signals[metric]
  const isOfCuff = profile.rules.kind === 'live' && isCuffMetric(metric)
  if (signal.unclearAt === null || isOfCuff || !isRunning(state, [metric])) return []
  const channel = `${metric}.poorSignal` as const
  const { deviceId } = signal
  if (isAbsorbed(state, deviceId) || isSensorKnownOff(state, metric)) return []
  const since = signal.goodAt ?? startedAt(profile, signal)
  const until = plusMs(whenExceeded(signal.unclearAt, staleAfterS(profile, signals, metric)), -1)
  const low: Rise = { channel, level: 'low', from: whenElapsed(since, POOR_AFTER_S), until, deviceId }
  if (!POOR_MEDIUM_METRICS.includes(metric)) return [low]
  return [low, { ...low, level: 'medium', from: whenElapsed(since, POOR_MEDIUM_AFTER_S) }]
}

/** `<metric>.sensorOff`: the device says so. */
const sensorOff = (state: AlarmState, metric: Metric): readonly Rise[] => {
  const { sensorOffAt, deviceId } = state.signals[metric]
  if (sensorOffAt === null || !isRunning(state, [metric]) || isAbsorbed(state, deviceId)) return []
  if (isOffWithProbe(state, metric) && isRunning(state, ['spo2'])) return []
  return [{ channel: `${metric}.sensorOff`, level: 'medium', from: sensorOffAt, until: null, deviceId }]
}

/** `<metric>.notContinuous`: a spot metric while infusing (section 1, *Live*). */
const notContinuous = (state: AlarmState, metric: Metric): readonly Rise[] => {
  const { profile, signals } = state
  if (!profile.notContinuous || !isSpot(profile, signals, metric) || !isRunning(state, [metric])) return []
  const { deviceId } = signals[metric]
  return [{ channel: `${metric}.notContinuous`, level: 'low', from: profile.phaseSince, until: null, deviceId }]
}

/** `nibp.overdue`: low past the due time + 120 s, medium past due + one interval (the session says when that is). */
const pressureOverdue = (state: AlarmState): readonly Rise[] => {
  const { pressureDue } = state.profile
  if (pressureDue === null || !isRunning(state, ['sbp', 'dbp', 'map'])) return []
  const from = whenExceeded(pressureDue.dueAt, PRESSURE_LATE_S)
  const low: Rise = { channel: 'nibp.overdue', level: 'low', from, until: null, deviceId: null }
  return [low, { ...low, level: 'medium', from: latest(from, whenExceeded(pressureDue.mediumFrom, 0)) }]
}

const isDeviceRunning = ({ profile }: AlarmState, { hasBeenGood }: DeviceState): boolean =>
  profile.technical === 'on' || (profile.technical === 'onceSeen' && hasBeenGood)

/** From when an attached device counts as gone. */
export const goneFrom = (state: AlarmState, device: DeviceState): Instant => {
  if (device.leftAt !== null) return device.leftAt
  const since = device.heardAt ?? latest(device.attachedAt, state.profile.phaseSince)
  return whenExceeded(since, deviceSilentAfterS(device, state.signals))
}

export const isGone = (state: AlarmState, device: DeviceState, now: Instant): boolean => goneFrom(state, device) <= now

/** `device.disconnected`: silent for too long, or it said that it leaves. One at a time: the channel has one alarm. */
export const disconnections = (state: AlarmState): readonly Rise[] => {
  if (alarmOn(state, 'device.disconnected') !== undefined) return []
  const running = state.devices.filter((device) => isDeviceRunning(state, device))
  return running.map((device) => ({
    channel: 'device.disconnected',
    level: 'medium',
    from: goneFrom(state, device),
    until: null,
    deviceId: device.id,
  }))
}

const isHigherThanNow = (state: AlarmState, rise: Rise): boolean =>
  priorityRank(rise.level) > priorityRank(alarmOn(state, rise.channel)?.level ?? null)

/** A metric that nobody spoke of and nobody waits for can raise nothing: most of them. */
const isSilent = (state: AlarmState, metric: Metric): boolean =>
  state.signals[metric].word === null && !isExpected(state, metric)

/**
 * The table of section 3, *raised when*: what would raise an alarm of a metric, and from when on. It is asked after every
 * batch, so it makes nothing of what is not there.
 */
export const metricRises = (state: AlarmState): readonly Rise[] => {
  const found: Rise[] = []
  for (const metric of METRICS) {
    if (isSilent(state, metric)) continue
    for (const risesOf of [noData, poorSignal, sensorOff, notContinuous])
      for (const rise of risesOf(state, metric)) if (isHigherThanNow(state, rise)) found.push(rise)
  }
  return found
}

/** The same with what the clock alone raises: after a blood pressure the session must first say when the next is due. */
export const clockRises = (state: AlarmState): readonly Rise[] => [
  ...metricRises(state),
  ...pressureOverdue(state).filter((rise) => isHigherThanNow(state, rise)),
]
