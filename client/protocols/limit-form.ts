import type { Threshold } from '../../shared/domain/limit.ts'

export const THRESHOLD_KINDS = [
  { value: 'absolute', label: 'figure' },
  { value: 'percentOfBaseline', label: '% of baseline' },
  { value: 'offsetFromBaseline', label: 'baseline +' },
] as const

export type ThresholdKind = (typeof THRESHOLD_KINDS)[number]['value']

/** While it is written a threshold may have no figure yet. */
export type WrittenThreshold = Threshold | null

export const thresholdKind = (threshold: WrittenThreshold): ThresholdKind => {
  if (threshold === null || typeof threshold === 'number') return 'absolute'
  return 'percentOfBaseline' in threshold ? 'percentOfBaseline' : 'offsetFromBaseline'
}

export const thresholdFigure = (threshold: WrittenThreshold): number | null => {
  if (threshold === null || typeof threshold === 'number') return threshold
  return 'percentOfBaseline' in threshold ? threshold.percentOfBaseline : threshold.offsetFromBaseline
}

export const thresholdOf = (kind: ThresholdKind, figure: number | null): unknown =>
  kind === 'absolute' ? figure : { [kind]: figure }
