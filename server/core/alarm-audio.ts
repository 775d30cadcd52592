import type { Staff } from '../../shared/domain/actor.ts'
import { higherPriority, type Priority } from '../../shared/domain/limit.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import { err, ok, type Result } from '../../shared/domain/result.ts'
import type { AlarmEvent, AlarmEventType } from '../../shared/domain/session-event.ts'
import { plusSeconds, toIso, type Instant } from '../../shared/domain/time.ts'
import { happen, type Course } from './alarm-course.ts'
import { effectivePriority } from './alarm-life.ts'
import type { Alarm, AlarmState } from './alarm-state.ts'

/** Seconds for which audio may be paused (section 4). */
const PAUSE_S = { least: 30, most: 120 } as const

/** Each of these ends the pause at once (section 4). */
const ENDS_PAUSE: readonly AlarmEventType[] = [
  'alarmRaised',
  'alarmResumed',
  'alarmEscalated',
  'alarmReminded',
  'alarmUnattended',
]

/** Until when audio is paused; null: it is not. */
export const pausedUntil = ({ audioPausedUntil }: AlarmState, now: Instant): Instant | null =>
  audioPausedUntil !== null && audioPausedUntil > now ? audioPausedUntil : null

const sounds = (alarm: Alarm, now: Instant): boolean =>
  alarm.acknowledgement === null && (alarm.soundFrom === null || alarm.soundFrom <= now)

/** The highest priority among the alarms that are active or latched and not acknowledged, where audio is not paused. */
export const audiblePriority = (state: AlarmState, now: Instant): Priority | null =>
  pausedUntil(state, now) !== null
    ? null
    : state.alarms
        .filter((alarm) => sounds(alarm, now))
        .map(effectivePriority)
        .reduce<Priority | null>(higherPriority, null)

const pauseEnd = (
  { audioPausedUntil }: AlarmState,
  events: readonly AlarmEvent[],
  now: Instant,
): readonly AlarmEvent[] => {
  if (audioPausedUntil === null) return []
  if (audioPausedUntil <= now) return [{ type: 'audioPauseEnded', at: now, data: { cause: 'elapsed' } }]
  const isNews = events.some((event) => ENDS_PAUSE.includes(event.type))
  return isNews ? [{ type: 'audioPauseEnded', at: now, data: { cause: 'newAlarm' } }] : []
}

/** The last step of every decision. */
export const endPauseIfDue = (course: Course, now: Instant): Course =>
  happen(course, pauseEnd(course.state, course.events, now))

export const endPauseWithSession = ({ audioPausedUntil }: AlarmState, now: Instant): readonly AlarmEvent[] =>
  audioPausedUntil === null ? [] : [{ type: 'audioPauseEnded', at: now, data: { cause: 'sessionEnded' } }]

const refusal = (state: AlarmState, seconds: number, now: Instant): Refusal | null => {
  if (!(seconds >= PAUSE_S.least && seconds <= PAUSE_S.most))
    return { code: 'outOfRange', message: `Audio can be paused for ${PAUSE_S.least} to ${PAUSE_S.most} seconds.` }
  if (state.alarms.length === 0)
    return { code: 'conflict', message: 'There is no alarm in this session whose audio could be paused.' }
  const until = pausedUntil(state, now)
  if (until === null) return null
  return { code: 'conflict', message: `Audio is paused until ${toIso(until)}; a pause that runs is not extended.` }
}

/** `pauseAudio`: silences the alarms that exist at this moment. */
export const decidePauseAudio = (
  state: AlarmState,
  seconds: number,
  staff: Staff,
  now: Instant,
): Result<readonly AlarmEvent[], Refusal> => {
  const refused = refusal(state, seconds, now)
  if (refused !== null) return err(refused)
  const until = plusSeconds(now, seconds)
  const alarmIds = state.alarms.map((alarm) => alarm.id)
  return ok([...pauseEnd(state, [], now), { type: 'audioPaused', at: now, by: staff, data: { until, alarmIds } }])
}
