import type { AlarmId } from '../../shared/domain/ids.ts'
import type { SessionState } from './session.ts'

/** Alarms that are active or latched: listed where a session ends in spite of them. */
export const openAlarmIds = (state: SessionState): readonly AlarmId[] => state.alarms.alarms.map((alarm) => alarm.id)
