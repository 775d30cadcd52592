import type { AlarmKind } from '../../../shared/domain/alarm.ts'
import type { Priority } from '../../../shared/domain/limit.ts'
import type { Paper } from '../../ports/reports.ts'
import type { ChartModel } from './chart-model.ts'

/** A report, said in words and figures: who draws it needs to know nothing else. Plain data, so that it can be handed over. */
export interface ReportModel {
  readonly paper: Paper
  readonly frame: Frame
  readonly title: string
  readonly facts: readonly string[]
  /** What must be read before anything else: that the visit still runs, that nobody signed it. */
  readonly notices: readonly string[]
  readonly chart: ChartModel | null
  readonly cards: readonly Card[]
  readonly sections: readonly Section[]
}

/** On every page. */
export interface Frame {
  /** Who and which record number. */
  readonly patient: string
  readonly session: string
  readonly mark: string | null
  readonly made: string
  /** What this document is not. */
  readonly caution: string
}

/** How an alarm is marked: by priority and by shape. */
export interface CellMark {
  readonly priority: Priority
  readonly kind: AlarmKind
}

export interface Cell {
  readonly text: string
  readonly mark?: CellMark
  readonly isMuted?: boolean
  readonly isStrong?: boolean
  /** What it said first, before it was amended. */
  readonly struck?: string
  /** The number by which the chart knows it. */
  readonly number?: number
}

export interface Column {
  readonly title: string
  /** Of the table's width. */
  readonly share: number
  readonly align?: 'left' | 'right'
  /** Its figures stand below each other. */
  readonly isFigures?: boolean
}

export interface Table {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly (Cell | string)[])[]
}

/** A short table beside the chart. */
export interface Card {
  readonly title: string
  /** Of the width that the cards have together. */
  readonly share: number
  readonly table: Table
  readonly note?: string
}

export interface Section {
  readonly title: string
  /** null: there is nothing of it, which the note says. */
  readonly table: Table | null
  readonly note?: string
}
