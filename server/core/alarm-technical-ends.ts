import type { Reading, Sample } from '../../shared/domain/reading.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { isCuffMetric, METRICS, type Metric } from '../../shared/domain/vital.ts'
import { alarmOn, type AlarmState } from './alarm-state.ts'
import { isGone } from './alarm-technical.ts'
import { target, type Target } from './alarm-transitions.ts'
import { isFresh, isSpot, staleAfterS } from './signal-freshness.ts'
import { freshAt, isSignal } from './signal-state.ts'

const noDataMetric = ({ profile }: AlarmState, metric: Metric): Metric =>
  profile.rules.kind === 'live' && metric === 'pr' ? 'hr' : metric

/** The table of section 3, *ends*, for a reading with a value. A value that is stale already ends nothing. */
const endedBySample = (state: AlarmState, sample: Sample, now: Instant): readonly Target[] => {
  const { metric, quality } = sample
  const isLate = !isFresh(freshAt(sample), now, staleAfterS(state.profile, state.signals, metric))
  if (quality === 'invalid' || isLate || !isSignal(sample)) return []
  const tells = { value: sample.value, readingAt: sample.measuredAt }
  const ended = [target(`${noDataMetric(state, metric)}.noData`, null, tells)]
  if (quality === 'poor') return ended
  ended.push(target(`${metric}.poorSignal`, null, tells), target(`${metric}.sensorOff`, null, tells))
  if (isCuffMetric(metric)) ended.push(target('nibp.overdue', null, tells))
  return ended
}

const endedByWord = (state: AlarmState, reading: Reading): readonly Target[] =>
  state.signals[reading.metric].sensorOffAt === null
    ? [target(`${reading.metric}.sensorOff`, null, { readingAt: reading.measuredAt })]
    : []

/** A device that speaks, and does not say good-bye, is there again. */
export const endedByDevice = (state: AlarmState, now: Instant): readonly Target[] => {
  const alarm = alarmOn(state, 'device.disconnected')
  const isStillGone = state.devices.some((it) => it.id === alarm?.deviceId && isGone(state, it, now))
  return alarm === undefined || isStillGone ? [] : [target('device.disconnected', null)]
}

const isContinuousEnough = ({ profile, signals }: AlarmState, metric: Metric): boolean =>
  !profile.notContinuous || !isSpot(profile, signals, metric)

const endedBySpacing = (state: AlarmState, metric: Metric): readonly Target[] =>
  isContinuousEnough(state, metric) ? [target(`${metric}.notContinuous`, null)] : []

/** Which technical conditions a reading ends; the state is the one after it. */
export const endedByReading = (state: AlarmState, reading: Reading, now: Instant): readonly Target[] => [
  ...(reading.kind === 'sample' ? endedBySample(state, reading, now) : endedByWord(state, reading)),
  ...endedBySpacing(state, reading.metric),
  ...endedByDevice(state, now),
]

/** Which technical conditions a phase ends: what it does not ask for. */
export const endedByProfile = (state: AlarmState): readonly Target[] => {
  const { profile, alarms } = state
  if (profile.technical === 'off')
    return alarms.filter((it) => it.kind === 'technical').map((it) => target(it.channel, null))
  const spacing = METRICS.flatMap((metric) => endedBySpacing(state, metric))
  return profile.pressureDue === null ? [...spacing, target('nibp.overdue', null)] : spacing
}
