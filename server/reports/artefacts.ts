import type { Reading } from '../../shared/domain/reading.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'

/** A stretch that a person marked as artefact; both ends belong to it. */
export interface ArtefactMark {
  readonly metric: Metric
  readonly from: Instant
  readonly to: Instant
  readonly reason: string
  readonly by: string
}

export const artefactMarks = (events: readonly StoredEvent[]): readonly ArtefactMark[] =>
  events.flatMap(({ type, data, by }) => (type === 'artefactMarked' ? [{ ...data, by: by?.name ?? '' }] : []))

export const markOn = ({ metric, measuredAt }: Reading, marks: readonly ArtefactMark[]): ArtefactMark | undefined =>
  marks.find((mark) => mark.metric === metric && mark.from <= measuredAt && measuredAt <= mark.to)

/** What statistics count: a good value that nobody marked. */
export const isCounted = (
  reading: Reading,
  marks: readonly ArtefactMark[],
): reading is Extract<Reading, { readonly kind: 'sample' }> =>
  reading.kind === 'sample' && reading.quality === 'good' && markOn(reading, marks) === undefined
