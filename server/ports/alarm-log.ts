import type { LoggedAlarm, VisitAlarms } from '../core/statistics-alarm-visit.ts'
import type { SessionRow, ShownAlarm } from './session-store.ts'

/** A visit with those of its alarms that were asked for. */
export interface LoggedVisit extends VisitAlarms {
  readonly row: SessionRow
  readonly bayName: string
}

/** One line of the log. */
export interface LogEntry {
  readonly row: SessionRow
  readonly bayName: string
  readonly alarm: LoggedAlarm
  readonly shown: ShownAlarm | null
}
