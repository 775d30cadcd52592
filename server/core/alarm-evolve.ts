import type { Staff } from '../../shared/domain/actor.ts'
import type { AlarmEventData } from '../../shared/domain/alarm.ts'
import { deviceId } from '../../shared/domain/ids.ts'
import { higherPriority } from '../../shared/domain/limit.ts'
import type { AlarmEvent } from '../../shared/domain/session-event.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { worseOf } from './alarm-limits.ts'
import type { Alarm, AlarmState } from './alarm-state.ts'
import type { AlarmLifeEvent } from './alarm-transitions.ts'

const worstAtRise = (state: AlarmState, { value, limit }: AlarmEventData): number | null => {
  if (value === undefined || limit === undefined) return null
  return worseOf(limit.direction, state.groups[limit.metric].worst[limit.direction], value)
}

const raisedAlarm = (state: AlarmState, data: AlarmEventData, at: Instant): Alarm => ({
  id: data.alarmId,
  channel: data.channel,
  kind: data.kind,
  deviceId: data.deviceId === undefined ? null : deviceId(data.deviceId),
  level: data.priority,
  highest: data.priority,
  raisedAt: at,
  risenBy: data.readingAt ?? null,
  acknowledgement: null,
  unattendedSince: at,
  isUnattended: false,
  isReminded: false,
  value: data.value ?? null,
  worst: worstAtRise(state, data),
  limit: data.limit ?? null,
  soundFrom: data.soundFrom ?? null,
  isNotConfirmed: false,
})

/** What every change of level tells of the alarm. */
const told = (alarm: Alarm, data: AlarmEventData): Alarm => ({
  ...alarm,
  value: data.value ?? alarm.value,
  limit: data.limit ?? alarm.limit,
  isNotConfirmed: data.notConfirmedByRepeat === true,
})

type LaterEvent = Exclude<AlarmLifeEvent, { readonly type: 'alarmRaised' }>

const escalated = (alarm: Alarm, data: AlarmEventData, at: Instant): Alarm => ({
  ...told(alarm, data),
  level: data.priority,
  highest: higherPriority(alarm.highest, data.priority),
  acknowledgement: null,
  unattendedSince: at,
  isUnattended: false,
  isReminded: false,
  soundFrom: null,
})

/** The same alarm again; the clock of `unattended` neither restarts nor stops. */
const resumed = (state: AlarmState, alarm: Alarm, data: AlarmEventData): Alarm => ({
  ...told(alarm, data),
  level: data.priority,
  highest: higherPriority(alarm.highest, data.priority),
  risenBy: data.readingAt ?? null,
  worst: worstAtRise(state, data),
})

/** null: a latched alarm ends with its acknowledgement. */
const acknowledged = (alarm: Alarm, by: Staff | undefined, at: Instant): Alarm | null =>
  alarm.level === null
    ? null
    : { ...alarm, acknowledgement: { by: by?.name ?? '', at }, isUnattended: false, isReminded: false }

/** The alarm after an event of it; null: it has ended. The table of section 2 seen from the state. */
const afterEvent = (state: AlarmState, alarm: Alarm, event: LaterEvent): Alarm | null => {
  const { at, data } = event
  switch (event.type) {
    case 'alarmEscalated':
      return escalated(alarm, data, at)
    case 'alarmDeescalated':
      return { ...told(alarm, data), level: data.priority }
    case 'alarmLatched':
      return { ...told(alarm, data), level: null }
    case 'alarmResumed':
      return resumed(state, alarm, data)
    case 'alarmAcknowledged':
      return acknowledged(alarm, event.by, at)
    case 'alarmReminded':
      return { ...alarm, acknowledgement: null, unattendedSince: at, isUnattended: false, isReminded: true }
    case 'alarmUnattended':
      return { ...alarm, isUnattended: true }
    case 'alarmCleared':
    case 'alarmEnded':
      return null
  }
}

const withAlarmEvent = (state: AlarmState, event: AlarmLifeEvent): AlarmState => {
  const { data, at } = event
  if (event.type === 'alarmRaised')
    return { ...state, alarms: [...state.alarms, raisedAlarm(state, data, at)], raisedCount: state.raisedCount + 1 }
  const alarms = state.alarms.flatMap((alarm) =>
    alarm.id === data.alarmId ? (afterEvent(state, alarm, event) ?? []) : [alarm],
  )
  return { ...state, alarms }
}

/** Alarms and the audio pause change by events alone. Total: an event of an alarm that is not there changes nothing. */
export const evolveAlarmEvent = (state: AlarmState, event: AlarmEvent): AlarmState => {
  if (event.type === 'audioPaused') return { ...state, audioPausedUntil: event.data.until }
  if (event.type === 'audioPauseEnded') return { ...state, audioPausedUntil: null }
  return withAlarmEvent(state, event)
}
