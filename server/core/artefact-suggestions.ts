import type { SuggestedArtefact } from '../../shared/domain/artefact.ts'
import type { Reading } from '../../shared/domain/reading.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import { CUFF_METRICS, METRICS, type Metric } from '../../shared/domain/vital.ts'
import { cuffDipsIn, edgesIn } from './artefact-edges.ts'
import { impossiblePressures } from './artefact-pressures.ts'
import { seriesOf } from './artefact-series.ts'
import { spikesIn } from './artefact-spikes.ts'
import { cuffTimes } from './statistics-cuff.ts'

type ByMetric = ReadonlyMap<Metric, readonly Reading[]>

const meet = (one: SuggestedArtefact, other: SuggestedArtefact): boolean => one.from <= other.to && other.from <= one.to

/** A value is told once, by the cause that is known best: a dip under the cuff is no spike besides. @param all best first */
const withoutDoubles = (all: readonly SuggestedArtefact[]): readonly SuggestedArtefact[] =>
  all.filter((one, index) => !all.slice(0, index).some((other) => meet(one, other)))

/**
 * What in the stored readings of a visit looks like no patient's doing, metric by metric so that who asks can do other work
 * between. Nothing is left out of anything by it.
 * @param readings in order of time
 */
export function* artefactsIn(readings: ByMetric): Generator<readonly SuggestedArtefact[]> {
  const cuff = CUFF_METRICS.flatMap((metric) => readings.get(metric) ?? [])
  const times = cuffTimes(cuff.toSorted((one, other) => one.measuredAt - other.measuredAt))
  for (const metric of METRICS) {
    const series = seriesOf(metric, readings.get(metric) ?? [])
    yield withoutDoubles([...cuffDipsIn(series, times), ...edgesIn(series), ...spikesIn(series)])
  }
  yield impossiblePressures(readings)
}

/** Names a suggestion for as long as the readings that it stands on are what they are. */
export const suggestionId = ({ kind, metrics, from, to }: Omit<SuggestedArtefact, 'why'>): string =>
  `${kind}.${metrics.join('-')}.${from}-${to}`

export type SuggestionState = 'open' | 'accepted' | 'dismissed'

const isMarked = ({ metrics, from, to }: SuggestedArtefact, events: readonly StoredEvent[]): boolean =>
  metrics.every((metric) =>
    events.some(
      ({ type, data }) => type === 'artefactMarked' && data.metric === metric && data.from <= from && data.to >= to,
    ),
  )

export interface JudgedArtefact extends SuggestedArtefact {
  readonly id: string
  readonly state: SuggestionState
  /** Who dismissed it. */
  readonly by: string | null
}

/** What people made of a suggestion: a stretch that is marked is accepted, whoever drew it. @param events as amended */
export const judged = (suggestion: SuggestedArtefact, events: readonly StoredEvent[]): JudgedArtefact => {
  const id = suggestionId(suggestion)
  const told = { ...suggestion, id, by: null }
  if (isMarked(suggestion, events)) return { ...told, state: 'accepted' }
  const dismissal = events.findLast(({ type, data }) => type === 'artefactDismissed' && suggestionId(data) === id)
  if (dismissal === undefined) return { ...told, state: 'open' }
  return { ...told, state: 'dismissed', by: dismissal.by?.name ?? null }
}
