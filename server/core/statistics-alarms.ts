import type { Channel } from '../../shared/domain/alarm.ts'
import type { AlarmId } from '../../shared/domain/ids.ts'
import { higherPriority, priorityRank, type Priority } from '../../shared/domain/limit.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import { MS_PER_SECOND, type Instant } from '../../shared/domain/time.ts'
import { isLifeEvent, type AlarmLifeEvent } from './alarm-transitions.ts'
import { groupsOf, medianOf } from './statistics-values.ts'

export interface AlarmStatistics {
  readonly channel: Channel
  /** The highest that these alarms reached. */
  readonly priority: Priority
  readonly count: number
  readonly acknowledged: number
  /** Over those acknowledged; null: none was. */
  readonly timeToAcknowledgeS: { readonly median: number; readonly longest: number } | null
}

interface AlarmCourse {
  readonly channel: Channel
  readonly highest: Priority
  readonly raisedAt: Instant
  /** The first acknowledgement. */
  readonly acknowledgedAt: Instant | null
}

const courseAfter = (course: AlarmCourse | undefined, event: AlarmLifeEvent): AlarmCourse => {
  const { channel, priority } = event.data
  const known = course ?? { channel, highest: priority, raisedAt: event.at, acknowledgedAt: null }
  return {
    ...known,
    highest: higherPriority(known.highest, priority),
    acknowledgedAt: known.acknowledgedAt ?? (event.type === 'alarmAcknowledged' ? event.at : null),
  }
}

const statisticsOf = (courses: readonly AlarmCourse[]) => {
  const seconds = courses.flatMap(({ raisedAt, acknowledgedAt }) =>
    acknowledgedAt === null ? [] : [(acknowledgedAt - raisedAt) / MS_PER_SECOND],
  )
  return {
    count: courses.length,
    acknowledged: seconds.length,
    timeToAcknowledgeS: seconds.length === 0 ? null : { median: medianOf(seconds), longest: Math.max(...seconds) },
  }
}

/** Alarms by channel and by the priority that they reached, highest first. */
export const alarmStatistics = (events: readonly StoredEvent[]): readonly AlarmStatistics[] => {
  const courses = new Map<AlarmId, AlarmCourse>()
  for (const event of events.filter(isLifeEvent)) {
    courses.set(event.data.alarmId, courseAfter(courses.get(event.data.alarmId), event))
  }
  const groups = groupsOf(courses.values(), ({ channel, highest }) => `${priorityRank(highest)} ${channel}`)
  return groups
    .flatMap((group) =>
      group.slice(0, 1).map(({ channel, highest }) => ({ channel, priority: highest, ...statisticsOf(group) })),
    )
    .sort((first, second) => priorityRank(second.priority) - priorityRank(first.priority))
}
