import type { Observation } from '@medplum/fhirtypes'
import type { Staff } from '../../../shared/domain/actor.ts'
import type { Reading } from '../../../shared/domain/reading.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { withAmendments } from '../../core/statistics-amended.ts'
import type { VisitRecord } from '../visit-record.ts'
import { performer } from './parties.ts'
import type { ResourceBook } from './resource-book.ts'

interface HandEntry {
  readonly by: Staff | undefined
  readonly isCorrected: boolean
}

/** Who took the values of a time by hand. */
export type HandEntries = ReadonlyMap<Instant, HandEntry>

export const handEntries = ({ written }: VisitRecord): HandEntries =>
  new Map(
    withAmendments(written).flatMap(({ now, amendments }) =>
      now.type === 'vitalsRecorded'
        ? [[now.data.measuredAt, { by: now.by, isCorrected: amendments.length > 0 }] as const]
        : [],
    ),
  )

interface HandFacts {
  readonly fields: Pick<Observation, 'performer'> & { readonly status?: 'corrected' }
  readonly notes: readonly string[]
}

/** What goes with a value that a person took; nothing with a monitor's. */
export const handFacts = (book: ResourceBook, reading: Reading, hand: HandEntries): HandFacts => {
  if (reading.origin !== 'manual') return { fields: {}, notes: [] }
  const entry = hand.get(reading.measuredAt)
  const corrected = entry?.isCorrected === true ? { status: 'corrected' as const } : {}
  return { fields: { ...performer(book, entry?.by), ...corrected }, notes: ['Taken by hand.'] }
}
