import { MS_PER_SECOND } from '../../shared/domain/time.ts'
import type { CUFF_METRICS } from '../../shared/domain/vital.ts'

export type CuffMetric = (typeof CUFF_METRICS)[number]

/** One cuff measurement: values with one time. */
export interface CuffPressure {
  readonly offsetMs: number
  readonly values: Readonly<Partial<Record<CuffMetric, number>>>
}

/** What a row of the record says of the cuff; null: nothing. */
export type CuffCells = ReadonlyMap<CuffMetric, number | null>

/** api.md: sbp, dbp and map within 30 s are one measurement. Some monitors write the systolic while the cuff still lets go. */
const ONE_MEASUREMENT_MS = 30 * MS_PER_SECOND

interface Cell {
  readonly value: number
  /** Filled again after it was empty: a measurement, whatever the value. */
  readonly isCleared: boolean
}

/** Puts the cuff's columns together row by row. Rows come in the order of their times. */
export class PressureGrouper {
  readonly #metrics: readonly CuffMetric[]
  readonly #held: ReadonlySet<CuffMetric>
  readonly #cells = new Map<CuffMetric, Cell>()
  #changed = new Set<CuffMetric>()
  #firstMs = 0
  #lastMs = 0

  constructor(metrics: readonly CuffMetric[], held: ReadonlySet<CuffMetric>) {
    this.#metrics = metrics
    this.#held = held
  }

  /** @returns the measurements that are known to be whole now. */
  row(offsetMs: number, cells: CuffCells): readonly CuffPressure[] {
    const done: CuffPressure[] = []
    if (this.#changed.size > 0 && offsetMs - this.#firstMs > ONE_MEASUREMENT_MS) done.push(...this.end())
    for (const [metric, value] of cells) if (this.#isNew(metric, value)) this.#note(metric, offsetMs)
    if (this.#metrics.length > 0 && this.#changed.size === this.#metrics.length) done.push(...this.end())
    return done
  }

  /** The record is over, or nothing more belongs to the measurement in hand. */
  end(): readonly CuffPressure[] {
    if (this.#changed.size === 0) return []
    const values: Partial<Record<CuffMetric, number>> = {}
    for (const metric of this.#metrics) {
      const cell = this.#cells.get(metric)
      // A held value that did not change stands in the file because it was measured again.
      const isPart = this.#changed.has(metric) || this.#held.has(metric)
      if (cell !== undefined && !cell.isCleared && isPart) values[metric] = cell.value
    }
    this.#changed = new Set()
    return [{ offsetMs: this.#lastMs, values }]
  }

  #isNew(metric: CuffMetric, value: number | null): boolean {
    const before = this.#cells.get(metric)
    if (value === null) {
      if (before !== undefined) this.#cells.set(metric, { ...before, isCleared: true })
      return false
    }
    this.#cells.set(metric, { value, isCleared: false })
    return !this.#held.has(metric) || before === undefined || before.isCleared || before.value !== value
  }

  #note(metric: CuffMetric, offsetMs: number): void {
    if (this.#changed.size === 0) this.#firstMs = offsetMs
    this.#lastMs = offsetMs
    this.#changed.add(metric)
  }
}
