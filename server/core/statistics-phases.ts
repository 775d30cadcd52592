import { isEnded, type Phase } from '../../shared/domain/phase.ts'
import type { SessionEventType, StoredEvent } from '../../shared/domain/session-event.ts'
import { latest, type Instant } from '../../shared/domain/time.ts'

export interface PhaseSpan {
  readonly phase: Phase
  readonly from: Instant
  /** null: it is the phase now. */
  readonly to: Instant | null
}

/** The events that begin a phase. */
export const PHASE_BEGUN_BY: Readonly<Partial<Record<SessionEventType, Phase>>> = {
  sessionScheduled: 'scheduled',
  sessionAdmitted: 'preparing',
  infusionStarted: 'infusing',
  infusionPaused: 'paused',
  infusionResumed: 'infusing',
  infusionEnded: 'recovering',
  sessionDischarged: 'discharged',
  sessionTransferred: 'transferred',
  sessionCancelled: 'cancelled',
}

interface Begin {
  readonly phase: Phase
  readonly at: Instant
}

/** A late entry takes effect at the time when it happened, and never before what it follows. */
const begins = (events: readonly StoredEvent[]): readonly Begin[] =>
  events.reduce<readonly Begin[]>((all, event) => {
    const phase = PHASE_BEGUN_BY[event.type]
    const happenedAt = event.occurredAt ?? event.at
    const before = all.at(-1)
    return phase === undefined
      ? all
      : [...all, { phase, at: before === undefined ? happenedAt : latest(before.at, happenedAt) }]
  }, [])

/** The phases of a visit in order, those of no length left out; an ended visit is in no phase any more. */
export const phaseSpans = (events: readonly StoredEvent[]): readonly PhaseSpan[] =>
  begins(events)
    .map(({ phase, at }, index, all) => ({ phase, from: at, to: all[index + 1]?.at ?? null }))
    .filter(({ phase, from, to }) => !isEnded(phase) && from !== to)

/** When the visit was over; null while it runs. */
export const endOf = (events: readonly StoredEvent[]): Instant | null =>
  begins(events).find(({ phase }) => isEnded(phase))?.at ?? null
