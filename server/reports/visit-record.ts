import type { BayId, SessionId } from '../../shared/domain/ids.ts'
import type { Reading, ReadingsStored } from '../../shared/domain/reading.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { METRICS, type Metric } from '../../shared/domain/vital.ts'
import { asAmended } from '../core/statistics-amended.ts'
import { inTimeOrder } from '../core/statistics.ts'
import type { Clock } from '../ports/clock.ts'
import { StoreError, type ReadingQuery, type SessionRow, type SessionStore } from '../ports/session-store.ts'
import { eachInTurn } from './turns.ts'

export interface RecordParts {
  readonly store: Pick<SessionStore, 'findRow' | 'findSessions' | 'lastHash' | 'readEvents' | 'readReadings'>
  readonly clock: Clock
  /** A visit as it stands, running or ended; null: there is none. */
  readonly viewOf: (id: SessionId) => Promise<SessionView | null>
  readonly bayName: (id: BayId) => string
}

/** Everything that an export says of a visit, read once. */
export interface VisitRecord {
  readonly view: SessionView
  readonly bay: string
  /** As they were written, amendments among them. */
  readonly written: readonly StoredEvent[]
  /** As they read after their amendments; what statistics stand on. */
  readonly events: readonly StoredEvent[]
  /** In order of time; a metric that was never measured is absent. */
  readonly readings: ReadonlyMap<Metric, readonly Reading[]>
  /** Of the newest event in the chain of hashes. */
  readonly lastHash: string
  readonly now: Instant
}

/** A value corrected by an amendment comes beside the store, so that it is asked again whether it was asked for. */
const isAsked =
  ({ from, to }: ReadingQuery) =>
  ({ measuredAt }: Reading): boolean =>
    (from === undefined || measuredAt >= from) && (to === undefined || measuredAt <= to)

const byMetric = async (batches: readonly ReadingsStored[], query: ReadingQuery): Promise<VisitRecord['readings']> => {
  const asked = isAsked(query)
  const series = await eachInTurn(
    query.metrics ?? METRICS,
    (metric) => [metric, inTimeOrder(batches, metric).filter(asked)] as const,
  )
  return new Map(series.filter(([, readings]) => readings.length > 0))
}

/** More visits than a patient has in a life of treatment. */
const MOST_VISITS = 500

/** The visits of a patient, oldest first; with `until` those that were made by then. */
export const visitsOfPatient = async (
  store: RecordParts['store'],
  recordNumber: string,
  until?: Instant,
): Promise<readonly SessionRow[]> => {
  const to = until === undefined ? {} : { to: until }
  const { rows } = await store.findSessions({ recordNumber, ...to, limit: MOST_VISITS })
  return rows.toReversed()
}

interface Stored {
  readonly written: readonly StoredEvent[]
  readonly batches: readonly ReadingsStored[]
  readonly lastHash: string
}

const TRIES = 3

/** The hash that is told is the one of the newest event that is told, also while somebody writes. */
const readStored = async (
  store: RecordParts['store'],
  id: SessionId,
  query: ReadingQuery,
  triesLeft = TRIES,
): Promise<Stored | null> => {
  const before = await store.lastHash(id)
  if (before === null) return null
  const [written, batches] = await Promise.all([store.readEvents(id, 0), store.readReadings(id, query)])
  const lastHash = await store.lastHash(id)
  if (lastHash === before) return { written, batches, lastHash }
  if (triesLeft === 0) throw new StoreError('busy', 'The visit was written to all the while that it was read.')
  return readStored(store, id, query, triesLeft - 1)
}

/** @returns null where there is no such visit. @throws StoreError */
export const readRecord = async (
  parts: RecordParts,
  id: SessionId,
  query: ReadingQuery = {},
): Promise<VisitRecord | null> => {
  const stored = await readStored(parts.store, id, query)
  const view = await parts.viewOf(id)
  if (stored === null || view === null) return null
  const { written, lastHash } = stored
  const { events, batches } = asAmended(written, stored.batches)
  const readings = await byMetric(batches, query)
  return { view, bay: parts.bayName(view.bay), written, events, readings, lastHash, now: parts.clock.now() }
}
