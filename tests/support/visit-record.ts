// A visit that a test led, as the exports read it: out of a store.
import { sessionRow } from '../../server/engine/session-row.ts'
import { readRecord, type RecordParts, type VisitRecord } from '../../server/reports/visit-record.ts'
import { createReports } from '../../server/reports/reports.ts'
import type { ReportFile, Reports } from '../../server/ports/reports.ts'
import { createMemoryStore } from '../../server/store/memory-store.ts'
import { projectVisit } from '../../server/visit-projection.ts'
import type { ReadingsStored } from '../../shared/domain/reading.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import { isEnded } from '../../shared/domain/phase.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Visit } from './visit.ts'

/** The visit's events, numbered as the store numbers them. */
export const eventsOf = (visit: Visit): readonly StoredEvent[] =>
  visit.entries
    .filter((entry) => entry.type !== 'readingsStored')
    .map((event, index) => ({ ...event, sessionId: visit.state.id, seq: index + 1 }))

export const batchesOf = (visit: Visit): readonly ReadingsStored[] =>
  visit.entries.filter((entry) => entry.type === 'readingsStored')

export const partsOf = async (visit: Visit, now: Instant): Promise<RecordParts> => {
  const store = createMemoryStore()
  const { state } = visit
  await store.append([{ sessionId: state.id, afterSeq: 0, entries: visit.entries, row: sessionRow(state) }])
  return {
    store,
    clock: { speed: 1, now: () => now },
    viewOf: async (id) => {
      const entries = await store.readEntries(id)
      if (entries.length === 0) return null
      return isEnded(visit.phase) ? projectVisit(entries) : visit.view(now)
    },
    bayName: () => 'Bay 4',
  }
}

export const recordOf = async (visit: Visit, now: Instant): Promise<VisitRecord> => {
  const record = await readRecord(await partsOf(visit, now), visit.state.id)
  if (record === null) throw new Error('The visit is not in the store.')
  return record
}

export const reportsOf = async (visit: Visit, now: Instant, timeZone = 'UTC'): Promise<Reports> =>
  createReports({ ...(await partsOf(visit, now)), timeZone })

/** A file as who asked for it gets it. */
export const textOf = async (file: ReportFile | null): Promise<string> => {
  let text = ''
  for await (const piece of file?.pieces ?? []) text += String(piece)
  return text
}
