import type { Instant } from './time.ts'
import type { Metric } from './vital.ts'

/** What in a series looks like no patient's doing. A suggestion and no more: a person decides. */
export const ARTEFACT_KINDS = ['cuffInflation', 'probeOffEdge', 'spike', 'pulsePressure'] as const

export type ArtefactKind = (typeof ARTEFACT_KINDS)[number]

/** Both ends belong to the stretch. */
export interface SuggestedArtefact {
  readonly kind: ArtefactKind
  /** Several where they are one measurement. */
  readonly metrics: readonly Metric[]
  readonly from: Instant
  readonly to: Instant
  /** In words, with the figures that it stands on. */
  readonly why: string
}
