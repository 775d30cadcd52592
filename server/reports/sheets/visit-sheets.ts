import type { ProtocolId, SessionId } from '../../../shared/domain/ids.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { SessionRow } from '../../ports/session-store.ts'
import type { VisitSheets } from '../../ports/visit-sheets.ts'
import { readRecord, type RecordParts, type VisitRecord } from '../visit-record.ts'
import { esketamineSheet, type EsketamineFacts } from './esketamine-sheet.ts'
import { handover } from './handover.ts'
import { instructions } from './instructions.ts'
import { previousVisit } from './previous-visit.ts'

export interface SheetParts extends RecordParts {
  /** Since when the patient was ready to leave, without a break; null: he is not, or was not when he left. */
  readonly readySince: (id: SessionId) => Promise<Instant | null>
  /** Days from one visit to the next under the protocol as new visits take it; null: it says nothing of it. */
  readonly maintenanceDays: (protocol: ProtocolId) => number | null
}

/** More visits than a patient has in a life of treatment. */
const MOST_VISITS = 500

/** The patient's visits before this one in which a dose was given, newest first. */
const earlierVisits = async (store: SheetParts['store'], own: SessionRow): Promise<readonly SessionRow[]> => {
  const { recordNumber, createdAt } = own
  const { rows } = await store.findSessions({ recordNumber, limit: MOST_VISITS })
  return rows.filter((row) => row.id !== own.id && row.startedAt !== null && row.createdAt < createdAt)
}

const factsOf = async (parts: SheetParts, { view }: VisitRecord): Promise<EsketamineFacts> => {
  const own = await parts.store.findRow(view.id)
  const earlier = own === null ? [] : await earlierVisits(parts.store, own)
  const ofThisProtocol = earlier.filter(({ protocolId }) => protocolId === view.protocol.id)
  return { earlierDoses: ofThisProtocol.length, readySince: await parts.readySince(view.id) }
}

export const createVisitSheets = (parts: SheetParts): VisitSheets => ({
  of: async (id, kind) => {
    const record = await readRecord(parts, id)
    if (record === null) return null
    switch (kind) {
      case 'handover':
        return handover(record)
      case 'instructions':
        return instructions(record)
      case 'esketamine':
        return esketamineSheet(record, await factsOf(parts, record))
    }
  },
  before: async (id) => {
    const own = await parts.store.findRow(id)
    if (own === null) return null
    const [newest] = await earlierVisits(parts.store, own)
    const record = newest === undefined ? null : await readRecord(parts, newest.id)
    if (record === null) return { previous: null }
    return { previous: previousVisit(record, parts.maintenanceDays(record.view.protocol.id)) }
  },
})
