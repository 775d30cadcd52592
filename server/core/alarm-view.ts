import { priorityRank, type Priority } from '../../shared/domain/limit.ts'
import type { AlarmView, LimitView, SessionView, VitalView } from '../../shared/domain/session-view.ts'
import { earliest, toIso, type Instant } from '../../shared/domain/time.ts'
import { METRICS, type Metric } from '../../shared/domain/vital.ts'
import { audiblePriority, pausedUntil } from './alarm-audio.ts'
import { effectivePriority } from './alarm-life.ts'
import { repeatUntil } from './alarm-repeat.ts'
import type { Alarm, AlarmState, DeviceState } from './alarm-state.ts'
import { goneFrom, isGone } from './alarm-technical.ts'
import { alarmText } from './alarm-text.ts'
import { isSpot, staleAfterS } from './signal-freshness.ts'
import type { Signal, Word } from './signal-state.ts'

const acknowledgementView = ({ acknowledgement }: Alarm): Partial<AlarmView> =>
  acknowledgement === null ? {} : { acknowledgedBy: acknowledgement.by, acknowledgedAt: toIso(acknowledgement.at) }

const repeatView = (state: AlarmState, alarm: Alarm): Partial<AlarmView> => {
  const until = repeatUntil(state, alarm)
  return until === null ? {} : { repeatUntil: toIso(until) }
}

const alarmView = (state: AlarmState, alarm: Alarm, now: Instant): AlarmView => ({
  id: alarm.id,
  channel: alarm.channel,
  kind: alarm.kind,
  priority: effectivePriority(alarm),
  highest: alarm.highest,
  phase: alarm.level === null ? 'latched' : 'active',
  acknowledged: alarm.acknowledgement !== null,
  ...acknowledgementView(alarm),
  unattended: alarm.isUnattended,
  ...(alarm.isReminded ? { reminded: true } : {}),
  value: alarm.kind === 'technical' ? null : alarm.value,
  worst: alarm.worst,
  limit: alarm.limit === null ? null : alarm.limit.value,
  since: toIso(alarm.raisedAt),
  ...(alarm.soundFrom !== null && alarm.soundFrom > now ? { soundFrom: toIso(alarm.soundFrom) } : {}),
  ...(alarm.isNotConfirmed ? { notConfirmedByRepeat: true } : {}),
  ...repeatView(state, alarm),
  text: alarmText(state, alarm),
})

/** Highest first; a technical alarm never hides a physiological one of its priority; then the older one. */
const byUrgency = (first: Alarm, second: Alarm): number => {
  const byPriority = priorityRank(effectivePriority(second)) - priorityRank(effectivePriority(first))
  if (byPriority !== 0) return byPriority
  if (first.kind !== second.kind) return first.kind === 'physiological' ? -1 : 1
  return first.raisedAt - second.raisedAt
}

const usualSpacingS = ({ profile }: AlarmState, metric: Metric, signal: Signal): number => {
  const isOfCuff = metric === 'sbp' || metric === 'dbp' || metric === 'map'
  return isOfCuff && profile.pressureIntervalS !== null ? profile.pressureIntervalS : signal.intervalS
}

const vitalView = (state: AlarmState, metric: Metric, signal: Signal, word: Word): VitalView => ({
  value: word.value,
  time: toIso(word.measuredAt),
  receivedAt: toIso(word.receivedAt),
  quality: word.quality,
  source: word.origin,
  staleAfterS: staleAfterS(state.profile, state.signals, metric),
  usualSpacingS: usualSpacingS(state, metric, signal),
  isSpot: isSpot(state.profile, state.signals, metric),
  ...(signal.last !== null && word.value !== signal.last.value
    ? { last: { value: signal.last.value, time: toIso(signal.last.measuredAt) } }
    : {}),
})

const vitalViews = (state: AlarmState): SessionView['vitals'] =>
  Object.fromEntries(
    METRICS.flatMap((metric) => {
      const signal = state.signals[metric]
      return signal.word === null ? [] : [[metric, vitalView(state, metric, signal, signal.word)]]
    }),
  )

/** Limits of an arterial line are shown once there is one. */
const limitViews = (state: AlarmState): readonly LimitView[] =>
  METRICS.flatMap((metric) => {
    const isLine = metric === 'abpSys' || metric === 'abpDia' || metric === 'abpMean'
    return isLine && state.signals[metric].word === null ? [] : state.groups[metric].machines
  }).map(({ id, metric, direction, priority, threshold }) => ({ id, metric, direction, priority, value: threshold }))

const deviceView = (state: AlarmState, device: DeviceState, now: Instant): SessionView['devices'][number] => {
  const { id, name } = device
  if (device.leftAt !== null) return { id, name, state: 'left' }
  return { id, name, state: isGone(state, device, now) ? 'silent' : 'connected' }
}

/** The part of a session's view that the alarm engine knows. */
export interface AlarmsView {
  readonly alarms: readonly AlarmView[]
  /** null: nothing is to sound. */
  readonly audible: Priority | null
  readonly audioPausedUntil: Instant | null
  readonly limits: readonly LimitView[]
  readonly vitals: SessionView['vitals']
  readonly devices: SessionView['devices']
}

export const viewAlarms = (state: AlarmState, now: Instant): AlarmsView => ({
  alarms: state.alarms.toSorted(byUrgency).map((alarm) => alarmView(state, alarm, now)),
  audible: audiblePriority(state, now),
  audioPausedUntil: pausedUntil(state, now),
  limits: limitViews(state),
  vitals: vitalViews(state),
  devices: state.devices.map((device) => deviceView(state, device, now)),
})

/**
 * When the view of a patient who is watched changes without an event: a sound that has waited long enough, a device that
 * has become silent before technical alarms run for it. After `now`; null: never.
 */
export const nextAlarmViewChange = (state: AlarmState, now: Instant): Instant | null => {
  if (!state.profile.physiological) return null
  const changes = [
    ...state.alarms.map((alarm) => alarm.soundFrom),
    ...state.devices.map((device) => goneFrom(state, device)),
  ]
  return earliest(...changes.filter((at) => at !== null && at > now))
}
