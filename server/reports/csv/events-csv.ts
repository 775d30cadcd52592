import { toIso } from '../../../shared/domain/time.ts'
import { toWireEvent, type WireEvent } from '../../../shared/wire/stored-event.ts'
import { eventFigure } from '../event-figures.ts'
import type { VisitRecord } from '../visit-record.ts'
import { csvLine, type Cell } from './csv-line.ts'

type Visit = Pick<VisitRecord, 'written' | 'view'>

const HEAD = ['seq', 'time', 'occurred_at', 'type', 'by', 'role', 'value', 'unit']

/** A plain field is written as it is, a part with fields of its own as JSON. */
const cellOf = (field: unknown): Cell =>
  typeof field === 'string' || typeof field === 'number' || typeof field === 'boolean'
    ? field
    : field === undefined
      ? null
      : JSON.stringify(field)

interface Line {
  readonly head: readonly Cell[]
  readonly data: WireEvent['data']
}

const linesOf = ({ written }: Visit): readonly Line[] =>
  written.map((event) => {
    const { seq, at, occurredAt, type, by } = event
    const figure = eventFigure(event)
    const late = occurredAt === undefined ? null : toIso(occurredAt)
    const head = [seq, toIso(at), late, type, by?.name, by?.role, figure?.value, figure?.unit]
    return { head, data: toWireEvent(event).data }
  })

/** One event a line, its data as JSON. `simulated` stands in each, so that no line can be taken for a patient's. */
export function* eventsLong(visit: Visit): Generator<string> {
  yield csvLine([...HEAD, 'data', 'simulated'])
  for (const { head, data } of linesOf(visit)) yield csvLine([...head, JSON.stringify(data), visit.view.simulated])
}

/** One event a line, each field of any event's data in a column of its own. */
export function* eventsWide(visit: Visit): Generator<string> {
  const lines = linesOf(visit)
  const fields = [...new Set(lines.flatMap(({ data }) => Object.keys(data)))]
  yield csvLine([...HEAD, ...fields.map((field) => `data.${field}`), 'simulated'])
  for (const { head, data } of lines) {
    yield csvLine([...head, ...fields.map((field) => cellOf(data[field])), visit.view.simulated])
  }
}
