import type { Staff } from '../../shared/domain/actor.ts'
import type { AlarmMark } from '../../shared/domain/alarm.ts'
import type { AlarmId } from '../../shared/domain/ids.ts'
import { isMonitored } from '../../shared/domain/phase.ts'
import type { SessionEvent, StoredEvent } from '../../shared/domain/session-event.ts'
import { plusMinutes, type Instant } from '../../shared/domain/time.ts'
import { isLifeEvent, type AlarmLifeEvent } from './alarm-transitions.ts'
import { alarmLives, type AlarmLife } from './statistics-alarm-list.ts'
import { phaseSpans } from './statistics-phases.ts'

/** What staff said of an alarm afterwards; the newest word counts. */
export interface MarkedAs {
  readonly mark: AlarmMark
  readonly note: string | null
  readonly by: Staff | null
  readonly at: Instant
}

/** An alarm with all that the log tells of it. */
export interface LoggedAlarm extends AlarmLife {
  readonly transitions: readonly AlarmLifeEvent[]
  readonly marked: MarkedAs | null
  /** The first intervention within 5 min of its raise. */
  readonly interventionAt: Instant | null
}

/** Under watch: `to` null, where it still is. */
export interface WatchedSpan {
  readonly from: Instant
  readonly to: Instant | null
}

/** What the log and its analysis keep of one visit. */
export interface VisitAlarms {
  readonly alarms: readonly LoggedAlarm[]
  readonly watched: readonly WatchedSpan[]
}

/** An alarm that somebody answered with an intervention this soon was a real one. */
const INTERVENTION_WITHIN_MIN = 5

const marksOf = (events: readonly SessionEvent[]): ReadonlyMap<AlarmId, MarkedAs> =>
  new Map(
    events.flatMap((event) => {
      if (event.type !== 'alarmMarked') return []
      const { alarmId, mark, note = null } = event.data
      return [[alarmId, { mark, note, by: event.by ?? null, at: event.at }] as const]
    }),
  )

const interventionsOf = (events: readonly SessionEvent[]): readonly Instant[] =>
  events.flatMap((event) => (event.type === 'interventionRecorded' ? [event.occurredAt ?? event.at] : []))

const isSoonAfter = (raisedAt: Instant, at: Instant): boolean =>
  at >= raisedAt && at <= plusMinutes(raisedAt, INTERVENTION_WITHIN_MIN)

/** By hand, or by what was done about it; a mark by hand decides. Technical alarms tell nothing of the patient. */
export const isReal = ({ kind, marked, interventionAt }: LoggedAlarm): boolean =>
  kind === 'physiological' && (marked === null ? interventionAt !== null : marked.mark === 'real')

export const visitAlarms = (events: readonly StoredEvent[]): VisitAlarms => {
  const marks = marksOf(events)
  const interventions = interventionsOf(events)
  const transitions = events.filter(isLifeEvent)
  return {
    alarms: alarmLives(events).map((life) => ({
      ...life,
      transitions: transitions.filter(({ data }) => data.alarmId === life.id),
      marked: marks.get(life.id) ?? null,
      interventionAt: interventions.find((at) => isSoonAfter(life.raisedAt, at)) ?? null,
    })),
    watched: phaseSpans(events).flatMap(({ phase, from, to }) => (isMonitored(phase) ? [{ from, to }] : [])),
  }
}
