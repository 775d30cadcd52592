import type { ReadingsStored } from '../../shared/domain/reading.ts'
import type { Scale } from '../../shared/domain/score.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import { MS_PER_HOUR, MS_PER_MINUTE, plusMinutes, type Instant } from '../../shared/domain/time.ts'
import { countedPressures, infusionStart } from './statistics.ts'

/** A pressure on the axis that all infusions of a patient share. mmHg. */
interface AlignedPressure {
  /** Minutes from the start of the infusion; below nought before it. */
  readonly afterMin: number
  readonly sbp?: number
  readonly dbp?: number
}

interface HighestScore {
  readonly scale: Scale
  readonly highest: number
}

/** A score that is taken before and may be taken again after: the first is what visits compare by. */
interface VisitScore {
  readonly scale: Scale
  readonly first: number
  readonly last: number
}

/** What one visit adds to the series of its patient. */
interface VisitCourse {
  /** null: nothing was given. */
  readonly startedAt: Instant | null
  /** Through the artefact filter, in order of time; empty where nothing was given. */
  readonly pressures: readonly AlignedPressure[]
  /** The highest since the start, each scale for itself: their ranges differ. */
  readonly dissociation: readonly HighestScore[]
  readonly measures: readonly VisitScore[]
}

/** Shows where the pressure stood before the infusion without stretching the axis by a long wait. Our choice. */
const BEFORE_START_MIN = 30

const DISSOCIATION: readonly Scale[] = ['cadss6', 'dissociation']

/** What the treatment is meant to move. */
const MEASURES: readonly Scale[] = ['phq9', 'gad7', 'pain']

interface ScoreTaken {
  readonly at: Instant
  readonly scale: Scale
  readonly score: number
}

const scoresTaken = (events: readonly StoredEvent[]): readonly ScoreTaken[] =>
  events
    .flatMap((event) =>
      event.type === 'assessmentRecorded'
        ? [{ at: event.occurredAt ?? event.at, scale: event.data.scale, score: event.data.score }]
        : [],
    )
    .sort((first, second) => first.at - second.at)

const alignedPressures = (
  events: readonly StoredEvent[],
  batches: readonly ReadingsStored[],
  startedAt: Instant,
): readonly AlignedPressure[] =>
  countedPressures(events, batches).flatMap(({ at, sbp, dbp }) => {
    if (at < plusMinutes(startedAt, -BEFORE_START_MIN) || (sbp === undefined && dbp === undefined)) return []
    const afterMin = (at - startedAt) / MS_PER_MINUTE
    return [{ afterMin, ...(sbp === undefined ? {} : { sbp }), ...(dbp === undefined ? {} : { dbp }) }]
  })

const highestSince = (scores: readonly ScoreTaken[], startedAt: Instant): readonly HighestScore[] =>
  DISSOCIATION.flatMap((scale) => {
    const since = scores.filter((taken) => taken.scale === scale && taken.at >= startedAt)
    return since.length === 0 ? [] : [{ scale, highest: Math.max(...since.map(({ score }) => score)) }]
  })

const measuresOf = (scores: readonly ScoreTaken[]): readonly VisitScore[] =>
  MEASURES.flatMap((scale) => {
    const [first, ...more] = scores.filter((taken) => taken.scale === scale)
    return first === undefined ? [] : [{ scale, first: first.score, last: more.at(-1)?.score ?? first.score }]
  })

/** @param events @param batches as amended */
export const visitCourse = (events: readonly StoredEvent[], batches: readonly ReadingsStored[]): VisitCourse => {
  const startedAt = infusionStart(events)
  const scores = scoresTaken(events)
  return {
    startedAt,
    pressures: startedAt === null ? [] : alignedPressures(events, batches, startedAt),
    dissociation: startedAt === null ? [] : highestSince(scores, startedAt),
    measures: measuresOf(scores),
  }
}

export interface PlaceInSeries {
  /** Counted from 1 over the visits in which something was given; null: nothing was. */
  readonly infusion: number | null
  /** From the start of the infusion before it, to the nearest whole day; null: there was none before. */
  readonly daysSincePrevious: number | null
}

/** @param starts of a patient's visits in their order; null where nothing was given */
export const placesInSeries = (starts: readonly (Instant | null)[]): readonly PlaceInSeries[] => {
  const given: Instant[] = []
  return starts.map((startedAt) => {
    if (startedAt === null) return { infusion: null, daysSincePrevious: null }
    const previous = given.at(-1)
    given.push(startedAt)
    const daysSincePrevious = previous === undefined ? null : Math.round((startedAt - previous) / (24 * MS_PER_HOUR))
    return { infusion: given.length, daysSincePrevious }
  })
}
