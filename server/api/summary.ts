import type { ReadingsStored } from '../../shared/domain/reading.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { MS_PER_SECOND, toIso, type Instant } from '../../shared/domain/time.ts'
import type { DoseSummary, Summary } from '../../shared/wire/review.ts'
import { sessionStatistics } from '../core/statistics.ts'
import { inTurns } from './in-turns.ts'

interface Visit {
  readonly view: SessionView
  readonly events: readonly StoredEvent[]
  readonly batches: readonly ReadingsStored[]
  readonly now: Instant
}

export const doseOf = ({ infusion }: SessionView): DoseSummary | null => {
  if (infusion === undefined) return null
  const { route, startedAt, endedAt, outcome, plannedMg, deliveredMg, mgPerKg } = infusion
  return {
    route,
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(outcome === undefined ? {} : { outcome }),
    plannedMg,
    deliveredMg,
    mgPerKg,
  }
}

type PhaseAnswer = Summary['phases'][number]

/** The figures of a visit as they are answered. */
export const summaryOf = async ({ view, events, batches, now }: Visit): Promise<Summary> => {
  const { metrics, alarms, phases } = sessionStatistics(events, batches, now)
  return {
    metrics: Object.fromEntries(await inTurns(metrics)),
    alarms: [...alarms],
    dose: doseOf(view),
    phases: phases.map(({ phase, from, to }): PhaseAnswer => {
      const seconds = ((to ?? now) - from) / MS_PER_SECOND
      return { phase, from: toIso(from), ...(to === null ? {} : { to: toIso(to) }), seconds }
    }),
  }
}
