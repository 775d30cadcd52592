import type { Reading, ReadingsStored } from '../../shared/domain/reading.ts'
import type { SessionEventType, StoredEvent } from '../../shared/domain/session-event.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'
import { corrected } from './corrections.ts'
import type { JournalEntry } from './session.ts'

/** Where the visit went and what the pump ran: an amendment corrects how it is told, and the figures stay as they ran. */
const COURSE: ReadonlySet<SessionEventType> = new Set([
  'sessionAdmitted',
  'infusionStarted',
  'rateChanged',
  'infusionPaused',
  'infusionResumed',
  'infusionEnded',
  'sessionDischarged',
  'sessionTransferred',
  'sessionCancelled',
])

type Amendment = Extract<StoredEvent, { readonly type: 'amended' }>

const asEntry = ({ seq, type, at, occurredAt, by, data }: StoredEvent): JournalEntry =>
  ({ seq, type, at: occurredAt ?? at, by, data }) as JournalEntry

/** The event as it reads after one correction. */
const amendedBy = (event: StoredEvent, { data: { correction } }: Amendment): StoredEvent => {
  const before = asEntry(event)
  const { at, data } = corrected(before, correction)
  return { ...event, data, ...(at === before.at ? {} : { occurredAt: at }) } as StoredEvent
}

export interface AmendedEvent {
  /** As it was written at first. */
  readonly first: StoredEvent
  /** As it reads after all amendments; the same where there was none. */
  readonly now: StoredEvent
  /** In their order. */
  readonly amendments: readonly Amendment[]
}

/** Every event with what became of it, in the order of their numbers. */
export const withAmendments = (events: readonly StoredEvent[]): readonly AmendedEvent[] => {
  const all = events.filter((event) => event.type === 'amended')
  return events.map((first) => {
    const amendments = all.filter(({ data }) => data.seq === first.seq)
    return { first, now: amendments.reduce(amendedBy, first), amendments }
  })
}

type HandEntry = Extract<StoredEvent, { readonly type: 'vitalsRecorded' }>

interface HandChange {
  readonly first: HandEntry
  readonly now: HandEntry
}

const handChange = ({ first, now }: AmendedEvent): readonly HandChange[] =>
  first.type === 'vitalsRecorded' && now.type === 'vitalsRecorded' && first !== now ? [{ first, now }] : []

const handReadings = ({ at, data }: HandEntry): readonly Reading[] =>
  (Object.entries(data.values) as readonly (readonly [Metric, number])[]).map(([metric, value]) => ({
    kind: 'sample',
    metric,
    value,
    quality: 'good',
    measuredAt: data.measuredAt,
    receivedAt: at,
    deviceTime: null,
    origin: 'manual',
    deviceId: null,
    isBacklog: false,
  }))

export interface CorrectedValue {
  readonly metric: Metric
  /** As it stands now. */
  readonly measuredAt: Instant
  /** As it was written at first; null: it was not there. */
  readonly first: number | null
}

/** Every value taken by hand that an amendment corrected, or the time of which it did. */
export const correctedValues = (events: readonly StoredEvent[]): readonly CorrectedValue[] =>
  withAmendments(events)
    .flatMap(handChange)
    .flatMap(({ first, now }) => {
      const before: Readonly<Partial<Record<Metric, number>>> = first.data.values
      const isMoved = now.data.measuredAt !== first.data.measuredAt
      const changed = Object.entries(now.data.values) as readonly (readonly [Metric, number])[]
      return changed
        .filter(([metric, value]) => isMoved || before[metric] !== value)
        .map(([metric]) => ({ metric, measuredAt: now.data.measuredAt, first: before[metric] ?? null }))
    })

const keyOf = ({ metric, measuredAt }: Pick<Reading, 'metric' | 'measuredAt'>): string => `${metric} ${measuredAt}`

const withHandChanges = (
  batches: readonly ReadingsStored[],
  changes: readonly HandChange[],
): readonly ReadingsStored[] => {
  const gone = new Set(changes.flatMap(({ first }) => handReadings(first).map(keyOf)))
  const kept = batches.map((batch) => ({
    ...batch,
    readings: batch.readings.filter((reading) => reading.origin !== 'manual' || !gone.has(keyOf(reading))),
  }))
  const taken = changes.map(({ now }): ReadingsStored => {
    return { type: 'readingsStored', at: now.at, readings: handReadings(now), devices: [] }
  })
  return [...kept, ...taken]
}

/**
 * What statistics and exports stand on: events as they read after their amendments, but for the course of the visit, and
 * values taken by hand as they were corrected.
 */
export const asAmended = (
  events: readonly StoredEvent[],
  batches: readonly ReadingsStored[],
): { readonly events: readonly StoredEvent[]; readonly batches: readonly ReadingsStored[] } => {
  const amended = withAmendments(events)
  const changes = amended.flatMap(handChange)
  return {
    events: amended.map(({ first, now }) => (COURSE.has(first.type) ? first : now)),
    batches: changes.length === 0 ? batches : withHandChanges(batches, changes),
  }
}
