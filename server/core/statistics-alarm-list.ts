import type { AlarmEventData, AlarmKind, Channel, LimitInForce } from '../../shared/domain/alarm.ts'
import type { AlarmId } from '../../shared/domain/ids.ts'
import { higherPriority, type Priority } from '../../shared/domain/limit.ts'
import type { SessionEvent } from '../../shared/domain/session-event.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { isLifeEvent, type AlarmLifeEvent } from './alarm-transitions.ts'

/** The whole life of one alarm. */
export interface AlarmLife {
  readonly id: AlarmId
  readonly channel: Channel
  readonly kind: AlarmKind
  readonly highest: Priority
  readonly raisedAt: Instant
  /** The first acknowledgement, and who gave it. */
  readonly acknowledged: { readonly at: Instant; readonly by: string } | null
  /** When its condition was over; null: it still is. */
  readonly overAt: Instant | null
  /** The furthest value among its transitions; null for a technical alarm. */
  readonly worst: number | null
  /** The limit that it passed at its worst priority. */
  readonly limit: LimitInForce | null
  readonly reminders: number
  /** Nobody came within a minute, at least once. */
  readonly wasUnattended: boolean
  readonly isNotConfirmed: boolean
}

const begun = ({ at, data }: AlarmLifeEvent): AlarmLife => ({
  id: data.alarmId,
  channel: data.channel,
  kind: data.kind,
  highest: data.priority,
  raisedAt: at,
  acknowledged: null,
  overAt: null,
  worst: null,
  limit: null,
  reminders: 0,
  wasUnattended: false,
  isNotConfirmed: false,
})

const further = (worst: number | null, { value, limit }: AlarmEventData): number | null => {
  if (value === undefined || limit === undefined) return worst
  if (worst === null) return value
  return limit.direction === 'low' ? Math.min(worst, value) : Math.max(worst, value)
}

const OVER: ReadonlySet<AlarmLifeEvent['type']> = new Set(['alarmLatched', 'alarmCleared', 'alarmEnded'])
const STANDS_AGAIN: ReadonlySet<AlarmLifeEvent['type']> = new Set(['alarmResumed', 'alarmEscalated'])

const overAfter = (overAt: Instant | null, { type, at }: AlarmLifeEvent): Instant | null => {
  if (STANDS_AGAIN.has(type)) return null
  return OVER.has(type) ? (overAt ?? at) : overAt
}

const after = (life: AlarmLife, event: AlarmLifeEvent): AlarmLife => {
  const { type, at, by, data } = event
  const isHigher = higherPriority(life.highest, data.priority) !== life.highest
  return {
    ...life,
    highest: higherPriority(life.highest, data.priority),
    acknowledged: life.acknowledged ?? (type === 'alarmAcknowledged' ? { at, by: by?.name ?? '' } : null),
    overAt: overAfter(life.overAt, event),
    worst: further(life.worst, data),
    limit: isHigher || life.limit === null ? (data.limit ?? life.limit) : life.limit,
    reminders: life.reminders + (type === 'alarmReminded' ? 1 : 0),
    wasUnattended: life.wasUnattended || type === 'alarmUnattended',
    isNotConfirmed: life.isNotConfirmed || data.notConfirmedByRepeat === true,
  }
}

/** Every alarm of a visit, as it was or as it would have been, in the order of their raise. */
export const alarmLives = (events: readonly SessionEvent[]): readonly AlarmLife[] => {
  const lives = new Map<AlarmId, AlarmLife>()
  for (const event of events.filter(isLifeEvent)) {
    lives.set(event.data.alarmId, after(lives.get(event.data.alarmId) ?? begun(event), event))
  }
  return [...lives.values()]
}
