import { toIso } from '../../shared/domain/time.ts'
import type { RecordAnswer, RecordEntry, RecordSignature } from '../../shared/wire/record.ts'
import { toWireEvent } from '../../shared/wire/stored-event.ts'
import { entriesOf, type Entry } from './pdf/content/entry-table.ts'
import type { VisitRecord } from './visit-record.ts'

const entryOf = ({ first, now, number, amendments }: Entry): RecordEntry => ({
  seq: first.seq,
  number,
  first: toWireEvent(first),
  now: toWireEvent(now),
  amendments: amendments.map(({ seq, at, by, data: { reason, afterSignature } }) => ({
    seq,
    at: toIso(at),
    by: by?.name ?? '',
    reason,
    afterSignature,
  })),
})

const signaturesOf = ({ written }: Pick<VisitRecord, 'written'>): RecordSignature[] =>
  written.flatMap(({ seq, at, by, type, data }) =>
    type === 'signedOff'
      ? [{ seq, at: toIso(at), by: by?.name ?? '', statement: data.statement, isConfirmed: data.isConfirmed === true }]
      : [],
  )

/** What people wrote of a visit, and who signed it. */
export const recordEntries = (record: Pick<VisitRecord, 'written'>): RecordAnswer => ({
  entries: entriesOf(record).map(entryOf),
  signatures: signaturesOf(record),
})
