import type { Staff } from '../../shared/domain/actor.ts'
import type { AlarmId } from '../../shared/domain/ids.ts'
import type { DeviceWord, Reading, ReadingsStored } from '../../shared/domain/reading.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import { err, ok, type Result } from '../../shared/domain/result.ts'
import type { AlarmEvent } from '../../shared/domain/session-event.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { endPauseIfDue, endPauseWithSession } from './alarm-audio.ts'
import { passTime, raiseTechnical } from './alarm-clock.ts'
import { bringAll, courseFrom, happen, type Course } from './alarm-course.ts'
import { allLevels, movedByReading } from './alarm-physiological.ts'
import { evolveReading, evolveWord } from './alarm-readings.ts'
import type { AlarmState } from './alarm-state.ts'
import { clockRises, metricRises } from './alarm-technical.ts'
import { endedByDevice, endedByProfile, endedByReading } from './alarm-technical-ends.ts'
import { compareChannels, lifeEvent, type Target } from './alarm-transitions.ts'

const targetsOf = (before: AlarmState, after: AlarmState, reading: Reading, now: Instant): readonly Target[] => {
  const technical = after.alarms.length === 0 ? [] : endedByReading(after, reading, now)
  const isGood = reading.kind === 'sample' && reading.quality === 'good'
  return isGood ? [...technical, ...movedByReading(before, after, reading)] : technical
}

/** One reading and the transitions that it causes at once, in the order of section 2. */
export const followReading = (course: Course, reading: Reading, now: Instant): Course => {
  if (reading.isBacklog) return course
  const after = evolveReading(course.state, reading)
  const targets = targetsOf(course.state, after, reading, now)
  return bringAll({ ...course, state: after }, targets, now)
}

const followWord = (course: Course, word: DeviceWord, now: Instant): Course => {
  const after = evolveWord(course.state, word)
  return bringAll({ ...course, state: after }, endedByDevice(after, now), now)
}

/**
 * A batch, reading by reading, to its end. What a reading lets go (a sensor that is on again, a device that speaks) may
 * leave something else standing, which is raised at once.
 */
export const followBatch = (course: Course, batch: ReadingsStored, now: Instant): Course => {
  const read = batch.readings.reduce((soFar, reading) => followReading(soFar, reading, now), course)
  const heard = batch.devices.reduce((soFar, word) => followWord(soFar, word, now), read)
  return endPauseIfDue(raiseTechnical(heard, now, metricRises), now)
}

/** The events of a batch. @param state before it */
export const decideReadings = (state: AlarmState, batch: ReadingsStored, now: Instant): readonly AlarmEvent[] =>
  followBatch(courseFrom(state), batch, now).events

/** Technical alarms of a device that is not attached any more end with it. */
const endDetached = (course: Course, now: Instant): Course => {
  const { alarms, devices } = course.state
  const orphans = alarms.filter((it) => it.deviceId !== null && !devices.some((device) => device.id === it.deviceId))
  return happen(
    course,
    orphans.map((alarm) => lifeEvent(alarm, 'ended', now)),
  )
}

/** The events that a new profile causes. @param state after `configureAlarms` */
export const decideChange = (state: AlarmState, now: Instant): readonly AlarmEvent[] => {
  const course = endDetached(courseFrom(state), now)
  const changed = bringAll(course, [...endedByProfile(course.state), ...allLevels(course.state)], now)
  return endPauseIfDue(raiseTechnical(changed, now, clockRises), now).events
}

/** The events that time alone causes: no data, poor signal, overdue, silence, reminders, unattended, end of a pause. */
export const decideClock = (state: AlarmState, now: Instant): readonly AlarmEvent[] =>
  endPauseIfDue(passTime(courseFrom(state), now), now).events

/** The session is discharged, transferred or cancelled: its alarms end with it. */
export const decideEnd = (state: AlarmState, now: Instant): readonly AlarmEvent[] => {
  const inOrder = state.alarms.toSorted((first, second) => compareChannels(first.channel, second.channel))
  return [...inOrder.map((alarm) => lifeEvent(alarm, 'ended', now)), ...endPauseWithSession(state, now)]
}

/** One alarm, one tap. An alarm that somebody has acknowledged already gives no event: both meant the same. */
export const decideAcknowledge = (
  state: AlarmState,
  id: AlarmId,
  staff: Staff,
  now: Instant,
): Result<readonly AlarmEvent[], Refusal> => {
  const alarm = state.alarms.find((it) => it.id === id)
  if (alarm === undefined)
    return err({ code: 'notFound', message: 'There is no such alarm in this session: it has ended, or never was.' })
  if (alarm.acknowledgement !== null) return ok([])
  return ok([{ ...lifeEvent(alarm, 'acknowledged', now), by: staff }])
}
