import type { WireEvent } from '../../shared/wire/stored-event.ts'
import { MS_PER_MINUTE } from '../../shared/domain/time.ts'
import type { Order } from '../live/outbox-order.ts'
import { eventText, type EventText, type KnownNames } from '../ui/event-text.ts'
import { readFields } from '../ui/event-fields.ts'
import { orderAsEvent } from './order-event.ts'

/** One line of the timeline. */
export interface TimelineRow extends EventText {
  readonly key: string
  /** When it happened; null: this screen did not know the server's time. */
  readonly at: number | null
  /** When it was written, where that was later. */
  readonly writtenAt: number | null
  readonly by: string
  /** `waiting`: not saved yet; `refused`: it will not be. */
  readonly state: 'saved' | 'waiting' | 'refused'
  readonly refusal: string
  /** What an amendment says instead; the first entry stays and is struck through. */
  readonly amendment: string
  /** Its number in the chart; null: it is not drawn there. */
  readonly entry: number | null
}

/** What the chart marks by number. */
const ENTRIES: ReadonlySet<string> = new Set([
  'symptomRecorded',
  'interventionRecorded',
  'assessmentRecorded',
  'noteAdded',
  'bolusGiven',
  'vitalsRecorded',
])

/** Entries of the visit by the number under which chart and timeline show them. */
export const entryNumbers = (log: readonly WireEvent[]): ReadonlyMap<number, number> =>
  new Map(log.filter(({ type }) => ENTRIES.has(type)).map(({ seq }, index) => [seq, index + 1]))

const saidOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : JSON.stringify(value)

const amendmentText = ({ data, by }: WireEvent): string => {
  const { correction } = data
  const fields = typeof correction === 'object' && correction !== null ? Object.entries(correction) : []
  const said = fields.map(([name, value]) => `${name} ${saidOf(value)}`).join(', ')
  return `${by?.name ?? 'Staff'}: ${said} (${readFields(data).text('reason')})`
}

/** The newest amendment of each entry. */
const amendments = (log: readonly WireEvent[]): ReadonlyMap<number, string> =>
  new Map(
    log
      .filter(({ type }) => type === 'amended')
      .flatMap((event): [number, string][] => {
        const seq = readFields(event.data).figure('seq')
        return seq === null ? [] : [[seq, amendmentText(event)]]
      }),
  )

export const happenedAt = ({ at, occurredAt }: Pick<WireEvent, 'at' | 'occurredAt'>): number =>
  Date.parse(occurredAt ?? at)

const writtenLater = (event: WireEvent): number | null =>
  Date.parse(event.at) - happenedAt(event) < MS_PER_MINUTE ? null : Date.parse(event.at)

const savedRow = (event: WireEvent, names: KnownNames): Omit<TimelineRow, 'amendment' | 'entry'> => ({
  ...eventText(event, names),
  key: `event-${event.seq}`,
  at: happenedAt(event),
  writtenAt: writtenLater(event),
  by: event.by?.name ?? '',
  state: 'saved',
  refusal: '',
})

/** When an order says that it happened, and when it was made where that was later. */
const orderTimes = ({ madeAt, body }: Order): Pick<TimelineRow, 'at' | 'writtenAt'> => {
  const made = madeAt === null ? null : Date.parse(madeAt)
  const at = typeof body.occurredAt === 'string' ? Date.parse(body.occurredAt) : made
  return { at, writtenAt: made === null || at === null || made - at < MS_PER_MINUTE ? null : made }
}

const orderRow = (order: Order, names: KnownNames): TimelineRow => ({
  ...eventText(orderAsEvent(order), names),
  key: order.key,
  ...orderTimes(order),
  by: '',
  state: order.refusal === null ? 'waiting' : 'refused',
  refusal: order.refusal?.message ?? '',
  amendment: '',
  entry: null,
})

const newestFirst = (one: TimelineRow, other: TimelineRow): number => (other.at ?? Infinity) - (one.at ?? Infinity)

/** Everything that happened and that is on its way, newest first. */
export const timelineRows = (
  log: readonly WireEvent[],
  orders: readonly Order[],
  names: KnownNames,
): readonly TimelineRow[] => {
  const amended = amendments(log)
  const entries = entryNumbers(log)
  const saved = log.toReversed().map((event) => ({
    ...savedRow(event, names),
    amendment: amended.get(event.seq) ?? '',
    entry: entries.get(event.seq) ?? null,
  }))
  return [...orders.toReversed().map((order) => orderRow(order, names)), ...saved].toSorted(newestFirst)
}
