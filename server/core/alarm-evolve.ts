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

/** The alarm after an event of it; null: it has ended. The table of section 2 seen from the state. */
const afterEvent = (state: AlarmState, alarm: Alarm, event: LaterEvent): Alarm | null => {
  const { at, data } = event
  const highest = higherPriority(alarm.highest, data.priority)
  switch (event.type) {
    case 'alarmEscalated':
      return {
        ...told(alarm, data),
        level: data.priority,
        highest,
        acknowledgement: null,
        unattendedSince: at,
        isUnattended: false,
        soundFrom: null,
      }
    case 'alarmDeescalated':
      return { ...told(alarm, data), level: data.priority }
    case 'alarmLatched':
      return { ...told(alarm, data), level: null }
    case 'alarmResumed':
      return {
        ...told(alarm, data),
        level: data.priority,
        highest,
        risenBy: data.readingAt ?? null,
        worst: worstAtRise(state, data),
      }
    case 'alarmAcknowledged':
      if (alarm.level === null) return null
      return { ...alarm, acknowledgement: { by: event.by?.name ?? '', at }, isUnattended: false }
    case 'alarmReminded':
      return { ...alarm, acknowledgement: null, unattendedSince: at, isUnattended: false }
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
  switch (event.type) {
    case 'audioPaused':
      return { ...state, audioPausedUntil: event.data.until }
    case 'audioPauseEnded':
      return { ...state, audioPausedUntil: null }
    case 'alarmRaised':
    case 'alarmEscalated':
    case 'alarmDeescalated':
    case 'alarmLatched':
    case 'alarmCleared':
    case 'alarmResumed':
    case 'alarmAcknowledged':
    case 'alarmReminded':
    case 'alarmUnattended':
    case 'alarmEnded':
      return withAlarmEvent(state, event)
  }
}
