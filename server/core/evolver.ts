import type { SessionEventOf, SessionEventType } from '../../shared/domain/session-event.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Course, SessionState } from './session.ts'

/** The state after one kind of event. Total: an event out of its place changes nothing. `seq`: the event's own number. */
export type Evolver<Type extends SessionEventType> = (
  state: SessionState,
  event: SessionEventOf<Type>,
  seq: number,
) => SessionState

/** A late entry takes effect at the time when it happened. */
export const happenedAt = (event: { readonly at: Instant; readonly occurredAt?: Instant }): Instant =>
  event.occurredAt ?? event.at

export const onCourse = (state: SessionState, course: Course): SessionState => ({ ...state, course })

/** For what people wrote and the journal keeps: it moves nothing by itself. */
export const unmoved = (state: SessionState): SessionState => state
