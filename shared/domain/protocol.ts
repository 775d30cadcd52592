import type { ProtocolId } from './ids.ts'
import type { Direction, Limit } from './limit.ts'
import { isMonitored, type MonitoredPhase, type Phase } from './phase.ts'
import type { Instant } from './time.ts'
import type { Metric } from './vital.ts'

export type Route = 'iv' | 'im' | 'nasal'

/** Phases in which something is due again and again. */
export type TimedPhase = 'preparing' | 'infusing' | 'recovering'

/** How often something is due in one phase: by interval since the last one, or at fixed marks since the phase began. */
export type Recurrence =
  /** Intervals in minutes; each holds until `untilMin` of the phase, the last one has none. */
  | { readonly kind: 'interval'; readonly steps: readonly { readonly everyMin: number; readonly untilMin?: number }[] }
  /** Minutes from the start of the phase, then every `thenEveryMin` (null: no more). */
  | { readonly kind: 'marks'; readonly atMin: readonly number[]; readonly thenEveryMin: number | null }

export type Recurrences = Readonly<Partial<Record<TimedPhase, Recurrence>>>

/** Intervals in minutes that a visit may have in place of the rule of a phase. */
export type IntervalOptions = Readonly<Partial<Record<TimedPhase, readonly number[]>>>

export interface ChecklistItem {
  readonly id: string
  readonly label: string
  readonly required: boolean
}

export interface Criterion {
  readonly id: string
  readonly label: string
  /** *departure* criteria are answered in `discharge` and are never part of *ready*. */
  readonly stage: 'ready' | 'departure'
}

/** How long a dose takes: proposed, and what is still usual. Minutes; 0: given at once. */
interface Length {
  readonly durationMin: number
  readonly upToDurationMin: number
}

/** How the proposed dose follows from the patient: the lower figure is proposed, up to the other is usual. */
export type DoseRule =
  | ({ readonly kind: 'perKg'; readonly mgPerKg: number; readonly upToMgPerKg: number } & Length)
  | ({ readonly kind: 'perKgPerHour'; readonly mgPerKgPerHour: number; readonly upToMgPerKgPerHour: number } & Length)
  | { readonly kind: 'fixed'; readonly choicesMg: readonly number[] }

/** The first minutes at a share of the main rate; what is left of the duration runs at the main rate. */
export interface Ramp {
  readonly minutes: number
  readonly shareOfRate: number
}

/** Beyond these a start, a rate or a bolus needs an override. */
export interface DoseMaximum {
  readonly mgPerKg?: number
  readonly mgTotal?: number
  readonly mgPerKgPerHour?: number
}

/** One step of a dose plan. */
export interface DoseStep {
  readonly rateMgPerHour: number
  readonly minutes: number
}

/** Figures that are set, and have a source, together. */
export const FIGURE_GROUPS = [
  'dose',
  'ramp',
  'maximum',
  'bloodPressure',
  'check',
  'baselineGate',
  'checklist',
  'recoveryMinimum',
  'recoveryBand',
  'criteria',
  'longestPause',
  'longestStay',
  'maintenance',
] as const

export type FigureGroup = (typeof FIGURE_GROUPS)[number] | `limits.${Metric}.${Direction}`

/** Where the figures of a group come from: shown where they are set. */
export interface FigureSource {
  readonly about: FigureGroup
  readonly source: string
}

export interface Approval {
  readonly by: string
  readonly at: Instant
}

/** A protocol is data; a session keeps the copy that it began with. */
export interface Protocol {
  readonly id: ProtocolId
  readonly name: string
  readonly version: number
  readonly indication: string
  readonly route: Route
  /** null: "Not approved yet". */
  readonly approval: Approval | null
  readonly dose: DoseRule
  readonly ramp: readonly Ramp[]
  readonly maximum: DoseMaximum
  readonly bloodPressure: Recurrences
  /** What a visit may choose besides; absent: nothing. */
  readonly bloodPressureOptions?: IntervalOptions
  readonly check: Recurrences
  readonly checklist: readonly ChecklistItem[]
  readonly limits: readonly Limit[]
  /** A phase that is named here has this whole set in place of `limits`. */
  readonly limitsByPhase?: Readonly<Partial<Record<MonitoredPhase, readonly Limit[]>>>
  /** Above either of these at baseline the start needs an explicit decision by name. mmHg. */
  readonly baselineGate: { readonly sbp: number; readonly dbp: number }
  /** Minutes from the end of the infusion (for im and nasal: from the dose). */
  readonly recoveryMinimumMin: number
  readonly criteria: readonly Criterion[]
  /** The newest pressure must be within this share of the baseline to be *ready*. Percent. */
  readonly recoveryBandPercent: number
  readonly longestPauseMin: number
  readonly longestStayMin: number
  /** Days from one visit to the next in maintenance; absent: the protocol says nothing of it. */
  readonly maintenanceDays?: number
  readonly sources: readonly FigureSource[]
}

/** The limits that the protocol asks for in a phase; before admission and after the end, those of no phase of its own. */
export const protocolLimits = ({ limits, limitsByPhase }: Protocol, phase: Phase): readonly Limit[] =>
  (isMonitored(phase) ? limitsByPhase?.[phase] : undefined) ?? limits

/** What a protocol says, before it is a version of anything. */
export type ProtocolDraft = Omit<Protocol, 'version' | 'approval'>

export const draftOf = ({ version: _version, approval: _approval, ...draft }: Protocol): ProtocolDraft => draft
