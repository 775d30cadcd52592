import { MS_PER_MINUTE, MS_PER_SECOND } from '../../../shared/domain/time.ts'
import type { ChartSpan } from '../../../shared/wire/chart.ts'

const MOST_TICKS = 9
const STEPS_S = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400]

export interface TimeTicks {
  readonly at: readonly number[]
  readonly hasSeconds: boolean
}

/** Round moments of this device's zone, as many as can be read. */
export const timeTicks = ({ from, to }: ChartSpan): TimeTicks => {
  const seconds = STEPS_S.find((step) => (to - from) / (step * MS_PER_SECOND) <= MOST_TICKS) ?? 86_400
  const step = seconds * MS_PER_SECOND
  const zone = new Date(from).getTimezoneOffset() * MS_PER_MINUTE
  const first = Math.ceil((from - zone) / step) * step + zone
  const count = Math.max(0, Math.floor((to - first) / step) + 1)
  return { at: Array.from({ length: count }, (_, index) => first + index * step), hasSeconds: seconds < 60 }
}
