import type { AlarmEvent } from '../../shared/domain/session-event.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { evolveAlarmEvent } from './alarm-evolve.ts'
import type { AlarmState } from './alarm-state.ts'
import { bringTo, compareChannels, type Target } from './alarm-transitions.ts'

/** One decision on its way: what has happened in it so far, and the state after that. */
export interface Course {
  readonly state: AlarmState
  readonly events: readonly AlarmEvent[]
}

export const courseFrom = (state: AlarmState): Course => ({ state, events: [] })

export const happen = (course: Course, events: readonly AlarmEvent[]): Course =>
  events.length === 0
    ? course
    : { state: events.reduce(evolveAlarmEvent, course.state), events: [...course.events, ...events] }

/** Brings channels to their levels, one after the other in the order of section 2. */
export const bringAll = (course: Course, targets: readonly Target[], now: Instant): Course => {
  const inOrder =
    targets.length < 2 ? targets : targets.toSorted((first, second) => compareChannels(first.channel, second.channel))
  return inOrder.reduce((soFar, aim) => {
    const event = bringTo(soFar.state, aim, now)
    return event === null ? soFar : happen(soFar, [event])
  }, course)
}
