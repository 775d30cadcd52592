import { ARTEFACT_KINDS, type ArtefactKind } from '../../shared/domain/artefact.ts'
import type { ArtefactSuggestion } from '../../shared/wire/artefact.ts'

/** What each kind is called, and what it means. */
export const ARTEFACT_WORDS: Readonly<Record<ArtefactKind, { readonly title: string; readonly meaning: string }>> = {
  cuffInflation: {
    title: 'Cuff on the same arm',
    meaning: 'The finger lost its pulse while the cuff of the same monitor took a pressure.',
  },
  probeOffEdge: {
    title: 'Edge of a probe that was off',
    meaning: 'Values right before a signal was lost, or right after it came back, that are not what stood around it.',
  },
  spike: { title: 'Spike', meaning: 'A value or two that left and came back faster than a patient can.' },
  pulsePressure: { title: 'Impossible pressure', meaning: 'Systolic, diastolic and mean that cannot belong together.' },
}

export interface OfKind {
  readonly kind: ArtefactKind
  readonly ofKind: readonly ArtefactSuggestion[]
}

/** By kind, those without any left out. */
export const kindsOf = (suggestions: readonly ArtefactSuggestion[]): readonly OfKind[] =>
  ARTEFACT_KINDS.map((kind) => ({ kind, ofKind: suggestions.filter((one) => one.kind === kind) })).filter(
    ({ ofKind }) => ofKind.length > 0,
  )
