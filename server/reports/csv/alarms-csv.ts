import { elapsedS, toIso } from '../../../shared/domain/time.ts'
import { METRIC_INFO } from '../../../shared/domain/vital.ts'
import { isLifeEvent } from '../../core/alarm-transitions.ts'
import { alarmLives, type AlarmLife } from '../../core/statistics-alarm-list.ts'
import type { VisitRecord } from '../visit-record.ts'
import { csvLine } from './csv-line.ts'

type Visit = Pick<VisitRecord, 'written' | 'view'>

const LONG_HEADER = [
  'seq',
  'time',
  'alarm',
  'channel',
  'kind',
  'transition',
  'priority',
  'value',
  'limit',
  'unit',
  'reading_time',
  'by',
  'simulated',
]

/** `alarmRaised` is `raised`, as `vigil evaluate` writes it. */
const transitionOf = (type: string): string => type.replace(/^alarm/, '').toLowerCase()

/** One transition a line, in their order. */
export function* alarmsLong({ written, view }: Visit): Generator<string> {
  yield csvLine(LONG_HEADER)
  for (const { seq, at, type, by, data } of written.filter(isLifeEvent)) {
    const { alarmId, channel, kind, priority, value, limit, readingAt } = data
    yield csvLine([
      ...[seq, toIso(at), alarmId, channel, kind, transitionOf(type), priority, value, limit?.value],
      ...[
        limit === undefined ? null : METRIC_INFO[limit.metric].unit,
        readingAt === undefined ? null : toIso(readingAt),
      ],
      ...[by?.name, view.simulated],
    ])
  }
}

const WIDE_HEADER = [
  'alarm',
  'channel',
  'kind',
  'highest_priority',
  'raised',
  'acknowledged',
  'acknowledged_by',
  'time_to_acknowledge_s',
  'over',
  'duration_s',
  'worst',
  'limit',
  'unit',
  'reminders',
  'unattended',
  'not_confirmed_by_repeat',
  'simulated',
]

const wideCells = (life: AlarmLife) => {
  const { id, channel, kind, highest, raisedAt, acknowledged, overAt, worst, limit } = life
  const seen =
    acknowledged === null
      ? [null, null, null]
      : [toIso(acknowledged.at), acknowledged.by, elapsedS(raisedAt, acknowledged.at)]
  const over = overAt === null ? [null, null] : [toIso(overAt), elapsedS(raisedAt, overAt)]
  const figures = limit === null ? [null, null, null] : [worst, limit.value, METRIC_INFO[limit.metric].unit]
  const marks = [life.reminders, life.wasUnattended, life.isNotConfirmed]
  return [id, channel, kind, highest, toIso(raisedAt), ...seen, ...over, ...figures, ...marks]
}

/** One alarm a line, in the order of their raise. */
export function* alarmsWide({ written, view }: Visit): Generator<string> {
  yield csvLine(WIDE_HEADER)
  for (const life of alarmLives(written)) yield csvLine([...wideCells(life), view.simulated])
}
