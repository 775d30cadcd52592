import type { AlarmId } from './ids.ts'
import type { Direction, Priority } from './limit.ts'
import type { Instant } from './time.ts'
import type { Metric, Origin } from './vital.ts'

export type TechnicalCause = 'noData' | 'poorSignal' | 'sensorOff' | 'notContinuous'

/** A physiological channel is a metric and a direction, a technical one a metric or device and a cause. */
export type Channel = `${Metric}.${Direction}` | `${Metric}.${TechnicalCause}` | 'nibp.overdue' | 'device.disconnected'

export type AlarmKind = 'physiological' | 'technical'

export const ALARM_TRANSITIONS = [
  'raised',
  'escalated',
  'deescalated',
  'latched',
  'cleared',
  'resumed',
  'acknowledged',
  'reminded',
  'unattended',
  'ended',
] as const

export type AlarmTransition = (typeof ALARM_TRANSITIONS)[number]

export const ALARM_MARKS = ['real', 'nuisance'] as const

/** What staff say of an alarm afterwards: it told them something that they had to act on, or it did not. */
export type AlarmMark = (typeof ALARM_MARKS)[number]

/** Seconds after which an acknowledged alarm that still stands sounds again; null: never (alarms.md section 2). */
export const REMIND_AFTER_S: Readonly<Record<Priority, number | null>> = { high: 300, medium: 600, low: null }

/** Seconds for which a high alarm may stand without anybody acknowledging it (alarms.md section 2). */
export const UNATTENDED_AFTER_S = 60

/** The limit that a value passed, as it was in force at that moment. */
export interface LimitInForce {
  readonly id: string
  readonly metric: Metric
  readonly direction: Direction
  readonly priority: Priority
  /** Resolved, in the metric's unit. */
  readonly value: number
}

export interface Acknowledgement {
  readonly by: string
  readonly at: Instant
}

/** What every alarm event of a session carries (alarms.md section 5). */
export interface AlarmEventData {
  readonly alarmId: AlarmId
  readonly channel: Channel
  readonly kind: AlarmKind
  /** The level after the transition; where that is none, the highest it had reached. */
  readonly priority: Priority
  /** The value that caused it; absent where the clock, a command or a status did. */
  readonly value?: number
  readonly limit?: LimitInForce
  /** Time of the reading that caused it. */
  readonly readingAt?: Instant
  /** Where that reading came from. */
  readonly origin?: Origin
  /** Raised while the sound of it waits (alarms.md, *Settling*). */
  readonly soundFrom?: Instant
  /** A blood pressure repeated within 3 min that was inside. */
  readonly notConfirmedByRepeat?: true
  /** The `device.disconnected` alarm that speaks for this one from now on. */
  readonly absorbedBy?: AlarmId
  /** The device that a device alarm is about. */
  readonly deviceId?: string
}

export const isTechnicalChannel = (channel: Channel): boolean => !channel.endsWith('.low') && !channel.endsWith('.high')
