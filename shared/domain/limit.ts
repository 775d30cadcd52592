import type { Metric } from './vital.ts'

export const PRIORITIES = ['low', 'medium', 'high'] as const

/** Alarm priority in the words of IEC 60601-1-8. */
export type Priority = (typeof PRIORITIES)[number]

export type Direction = 'low' | 'high'

/** A figure in the metric's unit, or one derived from the session's baseline; derived is inert until there is a baseline. */
export type Threshold =
  | number
  | { readonly percentOfBaseline: number }
  /** In the metric's unit, with its sign. */
  | { readonly offsetFromBaseline: number }

/** An alarm limit (alarms.md section 1). Strict: a low limit is passed by x < threshold, a high one by x > threshold. */
export interface Limit {
  /** Its identity where given; else metric, direction, priority and kind of threshold are. */
  readonly id?: string
  readonly metric: Metric
  readonly direction: Direction
  readonly threshold: Threshold
  readonly priority: Priority
  /** Seconds for which the breach must last. */
  readonly onDelay: number
  /** Seconds for which the value must be inside again. */
  readonly offDelay: number
  /** In the metric's unit: how far inside counts as inside again. */
  readonly hysteresis: number
}

/** What the patient's limits are relative to: metric → value in the metric's unit. */
export type BaselineValues = Readonly<Partial<Record<Metric, number>>>

const rank: Readonly<Record<Priority, number>> = { low: 1, medium: 2, high: 3 }

export const priorityRank = (priority: Priority | null): number => (priority === null ? 0 : rank[priority])

export const higherPriority = <A extends Priority | null, B extends Priority | null>(first: A, second: B): A | B =>
  priorityRank(first) >= priorityRank(second) ? first : second

const thresholdKind = (threshold: Threshold): string => {
  if (typeof threshold === 'number') return 'absolute'
  return 'percentOfBaseline' in threshold ? 'percentOfBaseline' : 'offsetFromBaseline'
}

/** The identity that lets an edited limit keep its state; two limits of one set must differ in it. */
export const limitIdentity = (limit: Limit): string =>
  limit.id ?? [limit.metric, limit.direction, limit.priority, thresholdKind(limit.threshold)].join('.')

/** @returns null while the threshold is derived and its baseline is not known. Multiplied first, never rounded. */
export const resolveThreshold = (limit: Limit, baseline: BaselineValues | null): number | null => {
  const { threshold } = limit
  if (typeof threshold === 'number') return threshold
  const base = baseline?.[limit.metric]
  if (base === undefined) return null
  return 'percentOfBaseline' in threshold
    ? (base * threshold.percentOfBaseline) / 100
    : base + threshold.offsetFromBaseline
}
