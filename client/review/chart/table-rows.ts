import { MS_PER_MINUTE, MS_PER_SECOND } from '../../../shared/domain/time.ts'
import type { ChartSpan, VisitChart } from '../../../shared/wire/chart.ts'
import { valuesAt, type ChartValues } from './values-at.ts'

const MOST_ROWS = 40
const STEPS_S = [5, 15, 30, 60, 120, 300, 600, 900]

export interface ChartRow extends ChartValues {
  readonly at: number
}

/** What the chart shows, read at even steps: for who cannot see it, or wants figures. */
export const chartRows = (chart: VisitChart, { from, to }: ChartSpan): readonly ChartRow[] => {
  const seconds = STEPS_S.find((step) => (to - from) / (step * MS_PER_SECOND) <= MOST_ROWS) ?? 1_800
  const step = seconds * MS_PER_SECOND
  const first = Math.ceil(from / step) * step
  const count = Math.max(0, Math.floor((to - first) / step) + 1)
  return Array.from({ length: count }, (_, index) => {
    const at = first + index * step
    return { at, ...valuesAt(chart, at, Math.max(MS_PER_MINUTE / 2, step / 2)) }
  })
}
