import type { Metric } from '../../../../shared/domain/vital.ts'
import type { SessionStatistics, MetricStatistics } from '../../../core/statistics.ts'
import type { VisitRecord } from '../../visit-record.ts'
import type { EventWords, KnownNames } from '../../words/event-words.ts'
import type { LocalTime } from '../../words/local-time.ts'
import type { StoredEvent } from '../../../../shared/domain/session-event.ts'

/** All that a report is made of. */
export interface ReportSource {
  readonly record: VisitRecord
  readonly metrics: ReadonlyMap<Metric, MetricStatistics>
  readonly alarms: SessionStatistics['alarms']
  readonly local: LocalTime
  readonly names: KnownNames
  readonly words: (event: StoredEvent) => EventWords
  /** The how many-th infusion of this patient it is; null: nothing was given. */
  readonly infusionNumber: number | null
}
