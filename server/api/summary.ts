import type { ReadingsStored } from '../../shared/domain/reading.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { MS_PER_MINUTE, MS_PER_SECOND, toIso, type Instant } from '../../shared/domain/time.ts'
import type { DoseSummary, Summary } from '../../shared/wire/review.ts'
import { asAmended } from '../core/statistics-amended.ts'
import type { PressureRise } from '../core/statistics-pressure.ts'
import { sessionStatistics, type PressureStatistics } from '../core/statistics.ts'
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

type RiseAnswer = NonNullable<Summary['pressure']>['rise']

const minutesFrom = (startedAt: Instant, at: Instant): number => (at - startedAt) / MS_PER_MINUTE

const riseAnswer = (rise: PressureRise | null, startedAt: Instant): RiseAnswer => {
  if (rise === null) return null
  const { sbp, dbp, peakAt, backAt, stayedWithin } = rise
  return {
    sbp,
    ...(dbp === undefined ? {} : { dbp }),
    peakAt: toIso(peakAt),
    peakAfterMin: minutesFrom(startedAt, peakAt),
    backAt: backAt === null ? null : toIso(backAt),
    backAfterMin: backAt === null ? null : minutesFrom(startedAt, backAt),
    stayedWithin,
  }
}

export const pressureAnswer = (pressure: PressureStatistics | null): Summary['pressure'] => {
  if (pressure === null) return null
  const { filter, baseline, startedAt, rise, unfiltered } = pressure
  return {
    filter,
    baseline,
    rise: riseAnswer(rise, startedAt),
    unfiltered: { rise: riseAnswer(unfiltered.rise, startedAt) },
  }
}

type PhaseAnswer = Summary['phases'][number]

/** The figures of a visit as they are answered: of what its entries say after their amendments, as in every export. */
export const summaryOf = async ({ view, now, ...written }: Visit): Promise<Summary> => {
  const { events, batches } = asAmended(written.events, written.batches)
  const { metrics, alarms, pressure, phases } = sessionStatistics(events, batches, now)
  return {
    metrics: Object.fromEntries(await inTurns(metrics)),
    alarms: [...alarms],
    dose: doseOf(view),
    pressure: pressureAnswer(pressure),
    phases: phases.map(({ phase, from, to }): PhaseAnswer => {
      const seconds = ((to ?? now) - from) / MS_PER_SECOND
      return { phase, from: toIso(from), ...(to === null ? {} : { to: toIso(to) }), seconds }
    }),
  }
}
