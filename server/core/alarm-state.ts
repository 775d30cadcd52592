import type { Acknowledgement, AlarmKind, Channel, LimitInForce } from '../../shared/domain/alarm.ts'
import type { AlarmId, DeviceId } from '../../shared/domain/ids.ts'
import type { Priority } from '../../shared/domain/limit.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'
import type { LimitGroup } from './alarm-limits.ts'
import type { AlarmProfile, ProfileDevice } from './alarm-profile.ts'
import type { Signal } from './signal-state.ts'

/** One alarm that is active or latched; one that has ended is in the events alone. */
export interface Alarm {
  readonly id: AlarmId
  readonly channel: Channel
  readonly kind: AlarmKind
  /** The device that a technical alarm is about, where it is about one. */
  readonly deviceId: DeviceId | null
  /** null: latched, the condition is over. */
  readonly level: Priority | null
  readonly highest: Priority
  readonly raisedAt: Instant
  /** Time of the reading that raised or resumed it. */
  readonly risenBy: Instant | null
  readonly acknowledgement: Acknowledgement | null
  /** Raise, last escalation or last reminder, whichever is latest. */
  readonly unattendedSince: Instant
  readonly isUnattended: boolean
  /** Somebody took it, and it stood for too long after that. */
  readonly isReminded: boolean
  /** Of the newest transition that had one. */
  readonly value: number | null
  readonly worst: number | null
  readonly limit: LimitInForce | null
  /** Its sound waits until then (*Settling*). */
  readonly soundFrom: Instant | null
  readonly isNotConfirmed: boolean
}

export interface DeviceState extends ProfileDevice {
  /** null: not yet. */
  readonly heardAt: Instant | null
  /** It said that it leaves, and has said nothing since. */
  readonly leftAt: Instant | null
  readonly hasBeenGood: boolean
}

/** All that the alarm engine knows: JSON through and through, so that a checkpoint is a copy. */
export interface AlarmState {
  readonly profile: AlarmProfile
  readonly signals: Readonly<Record<Metric, Signal>>
  readonly groups: Readonly<Record<Metric, LimitGroup>>
  readonly devices: readonly DeviceState[]
  /** In the order of their raise; at most one a channel. */
  readonly alarms: readonly Alarm[]
  readonly raisedCount: number
  readonly audioPausedUntil: Instant | null
}

export const alarmOn = (state: AlarmState, channel: Channel): Alarm | undefined =>
  state.alarms.find((alarm) => alarm.channel === channel)

export const isActiveOn = (state: AlarmState, channel: Channel): boolean => {
  const alarm = alarmOn(state, channel)
  return alarm !== undefined && alarm.level !== null
}
