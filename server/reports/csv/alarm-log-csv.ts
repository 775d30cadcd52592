import { setImmediate } from 'node:timers/promises'
import { toIso } from '../../../shared/domain/time.ts'
import { METRIC_INFO } from '../../../shared/domain/vital.ts'
import { TRANSITION_OF_EVENT, type AlarmLifeEvent } from '../../core/alarm-transitions.ts'
import type { LogEntry } from '../../ports/alarm-log.ts'
import { csvLine } from './csv-line.ts'

const HEADER = [
  ...['session', 'bay', 'patient', 'protocol', 'alarm', 'channel', 'kind', 'transition', 'decided', 'priority'],
  ...['value', 'limit', 'unit', 'measured', 'origin', 'by', 'role', 'screen'],
  ...['first_shown', 'first_display', 'marked', 'simulated'],
]

const transitionLine = ({ row, bayName, alarm, shown }: LogEntry, { type, at, by, data }: AlarmLifeEvent): string => {
  const { priority, value, limit, readingAt, origin } = data
  const place = [row.id, bayName, row.patientInitials, row.protocolName]
  const what = [alarm.id, alarm.channel, alarm.kind, TRANSITION_OF_EVENT[type], toIso(at), priority]
  const unit = limit === undefined ? null : METRIC_INFO[limit.metric].unit
  const reading = [value, limit?.value, unit, readingAt === undefined ? null : toIso(readingAt), origin]
  const who = [by?.name, by?.role, by?.screen]
  const seen = shown === null ? [null, null] : [toIso(shown.at), shown.display]
  return csvLine([...place, ...what, ...reading, ...who, ...seen, alarm.marked?.mark, row.isSimulated])
}

const LINES_PER_TURN = 500

/** The log over all visits, one transition a line. */
export async function* alarmLogCsv(entries: readonly LogEntry[]): AsyncGenerator<string> {
  let lines = [csvLine(HEADER)]
  for (const entry of entries) {
    lines.push(...entry.alarm.transitions.map((event) => transitionLine(entry, event)))
    if (lines.length < LINES_PER_TURN) continue
    yield lines.join('')
    lines = []
    await setImmediate()
  }
  yield lines.join('')
}
