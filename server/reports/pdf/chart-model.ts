import type { AlarmKind, Channel } from '../../../shared/domain/alarm.ts'
import type { Direction, Priority } from '../../../shared/domain/limit.ts'
import type { Phase } from '../../../shared/domain/phase.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { Metric } from '../../../shared/domain/vital.ts'
import type { CuffMeasurement } from '../../core/statistics-pressure.ts'
import type { ExpectedPressure } from '../../core/statistics-expected.ts'
import type { ThinPoint } from '../../core/thinning.ts'

export interface ChartSpan {
  readonly from: Instant
  readonly to: Instant
}

/** Where a scale begins and ends, and how far its lines are apart. */
export interface Scale {
  readonly low: number
  readonly high: number
  readonly step: number
}

/** A limit in force: `sign` says on which side of it the alarm is. */
export interface ChartLimit extends ChartSpan {
  readonly label: string
  readonly direction: Direction
  readonly value: number
}

/** How closely a visit is looked at. */
export interface ChartLook {
  /** Of each series; no extreme and no gap is lost on the way. */
  readonly maxPoints: number
  /** What the series are asked for; null: all of the visit. */
  readonly stretch: ChartSpan | null
}

/** A continuous value: what counts, and what people marked as artefact. */
export interface ChartSeries {
  readonly metric: Metric
  readonly label: string
  readonly unit: string
  readonly points: readonly ThinPoint[]
  readonly marked: readonly ThinPoint[]
  readonly artefacts: readonly ChartSpan[]
  /** Poor or none while the cuff of the same monitor was at work. */
  readonly duringCuff: readonly ChartSpan[]
}

export interface CuffMark extends CuffMeasurement {
  readonly isMarked: boolean
}

export interface PressurePanel {
  readonly scale: Scale
  readonly cuff: readonly CuffMark[]
  /** The arterial line, where there was one: systolic and diastolic. */
  readonly arterial: readonly ChartSeries[]
  readonly pulse: ChartSeries | null
  readonly expected: readonly ExpectedPressure[]
  readonly limits: readonly ChartLimit[]
}

export interface LinePanel {
  readonly scale: Scale
  readonly series: ChartSeries
  readonly limits: readonly ChartLimit[]
}

export interface DosePanel {
  readonly rates: readonly (ChartSpan & { readonly rateMgPerHour: number })[]
  readonly atOnce: readonly { readonly at: Instant; readonly mg: number }[]
  /** What had been given by then; ends where nothing more was given. */
  readonly given: readonly { readonly at: Instant; readonly mg: number }[]
  readonly total: string
  readonly totalMg: number
}

export interface ChartAlarm extends ChartSpan {
  readonly channel: Channel
  readonly priority: Priority
  readonly kind: AlarmKind
}

/** The whole visit on one time axis. */
export interface ChartModel extends ChartSpan {
  readonly ticks: readonly { readonly at: Instant; readonly label: string }[]
  readonly phases: readonly (ChartSpan & {
    readonly phase: Phase
    readonly label: string
    readonly isDosing: boolean
  })[]
  readonly pressure: PressurePanel
  readonly lines: readonly LinePanel[]
  readonly dose: DosePanel | null
  readonly alarms: readonly ChartAlarm[]
  /** `seq` is the event's number. */
  readonly entries: readonly { readonly at: Instant; readonly number: number; readonly seq: number }[]
}
