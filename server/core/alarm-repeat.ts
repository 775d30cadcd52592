import type { Channel } from '../../shared/domain/alarm.ts'
import { plusSeconds, type Instant } from '../../shared/domain/time.ts'
import { CUFF_METRICS } from '../../shared/domain/vital.ts'
import { alarmOn, type Alarm, type AlarmState } from './alarm-state.ts'

/** "Measure again": a second blood pressure within this time speaks about the first (section 2, *Blood pressure*). */
const REPEAT_WITHIN_S = 180

/**
 * Until when a pressure that is measured again speaks about the one that raised this alarm: the next one alone does, so
 * that a breach that was confirmed is never said not to be. null: it is no cuff's, is over, or was measured again.
 */
export const repeatUntil = ({ groups, profile }: AlarmState, { channel, level, risenBy }: Alarm): Instant | null => {
  const metric = CUFF_METRICS.find((it) => channel === `${it}.low` || channel === `${it}.high`)
  if (metric === undefined || level === null || risenBy === null || profile.rules.kind === 'recorded') return null
  return groups[metric].used?.measuredAt === risenBy ? plusSeconds(risenBy, REPEAT_WITHIN_S) : null
}

/** The reading is the first one after the pressure that raised the alarm, and in time. @param before it */
export const isRepeat = (before: AlarmState, channel: Channel, measuredAt: Instant): boolean => {
  const alarm = alarmOn(before, channel)
  const until = alarm === undefined ? null : repeatUntil(before, alarm)
  return until !== null && measuredAt <= until
}
