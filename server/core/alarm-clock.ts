import { priorityRank } from '../../shared/domain/limit.ts'
import { earliest, latest, type Instant } from '../../shared/domain/time.ts'
import { bringAll, happen, type Course } from './alarm-course.ts'
import { remindAt, unattendedAt } from './alarm-life.ts'
import type { Alarm, AlarmState } from './alarm-state.ts'
import { clockRises, disconnections, type Rise } from './alarm-technical.ts'
import { lifeEvent, nextAlarmId, target, type Target } from './alarm-transitions.ts'

const isDue = (rise: Rise, now: Instant): boolean => rise.from <= now && (rise.until === null || now <= rise.until)

const riseTarget = (rise: Rise): Target =>
  target(rise.channel, rise.level, rise.deviceId === null ? {} : { deviceId: rise.deviceId })

const ABSORBED = ['.noData', '.poorSignal', '.sensorOff'] as const

/** Raises `device.disconnected` for the first device that is gone, where none is told yet. */
const disconnectDue = (course: Course, now: Instant): Course => {
  const rise = disconnections(course.state).find((it) => isDue(it, now))
  if (rise === undefined) return course
  // One cause, one alarm: what the device's own metrics said is cleared, and the device's alarm speaks for it.
  const absorbedBy = nextAlarmId(course.state)
  const absorbed = course.state.alarms
    .filter((it) => it.deviceId === rise.deviceId && ABSORBED.some((cause) => it.channel.endsWith(cause)))
    .map((it) => target(it.channel, null, { absorbedBy }))
  return bringAll(bringAll(course, [riseTarget(rise)], now), absorbed, now)
}

const highestFirst = (first: Rise, second: Rise): number => priorityRank(second.level) - priorityRank(first.level)

/** Every technical condition, of those asked for, that holds at this instant and is not told yet. */
export const raiseTechnical = (
  course: Course,
  now: Instant,
  risesOf: (state: AlarmState) => readonly Rise[],
): Course => {
  const told = disconnectDue(course, now)
  const due = risesOf(told.state)
    .filter((rise) => isDue(rise, now))
    .toSorted(highestFirst)
  const highest = due.filter((rise, index) => due.findIndex((it) => it.channel === rise.channel) === index)
  return bringAll(told, highest.map(riseTarget), now)
}

const eachAlarm = (
  course: Course,
  now: Instant,
  transition: 'reminded' | 'unattended',
  dueAt: (alarm: Alarm) => Instant | null,
): Course => {
  const due = course.state.alarms.filter((alarm) => {
    const at = dueAt(alarm)
    return at !== null && at <= now
  })
  const byName = due.toSorted((first, second) => (first.channel < second.channel ? -1 : 1))
  return happen(
    course,
    byName.map((alarm) => lifeEvent(alarm, transition, now)),
  )
}

/** What the clock does, in its order: technical conditions, then reminders, then unattended, by channel name (section 2). */
export const passTime = (course: Course, now: Instant): Course => {
  const raised = raiseTechnical(course, now, clockRises)
  const reminded = eachAlarm(raised, now, 'reminded', remindAt)
  return eachAlarm(reminded, now, 'unattended', unattendedAt)
}

/**
 * When time alone will change something, if nothing else comes: `decideClock` at that very instant gives an event.
 * @returns `now` where it is due already; null: never.
 */
export const nextAlarmDeadline = (state: AlarmState, now: Instant): Instant | null => {
  const rises = [...disconnections(state), ...clockRises(state)].filter((it) => it.until === null || it.until >= now)
  const next = earliest(
    state.audioPausedUntil,
    ...rises.filter((it) => it.until === null || it.until >= it.from).map((it) => it.from),
    ...state.alarms.flatMap((alarm) => [remindAt(alarm), unattendedAt(alarm)]),
  )
  return next === null ? null : latest(next, now)
}
