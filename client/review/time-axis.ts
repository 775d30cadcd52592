import { MS_PER_MINUTE } from '../../shared/domain/time.ts'
import type { ReadingsAnswer, Summary } from '../../shared/wire/review.ts'

/** One axis for all charts of a record: from its first mark to its last. */
export interface TimeSpan {
  readonly from: number
  readonly to: number
  readonly ticks: readonly number[]
}

const TICKS_AT_MOST = 10
const STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120, 240]

export const timeSpan = (metrics: ReadingsAnswer['metrics'], phases: Summary['phases']): TimeSpan | null => {
  const readings = Object.values(metrics).flatMap(({ time }) => [time[0], time.at(-1)])
  const turns = phases.flatMap(({ from, to }) => [Date.parse(from), to === undefined ? undefined : Date.parse(to)])
  const marks = [...readings, ...turns].filter((at) => at !== undefined)
  const [from, to] = [Math.min(...marks), Math.max(...marks)]
  if (marks.length === 0 || from === to) return null
  const minutes = STEPS_MIN.find((step) => (to - from) / (step * MS_PER_MINUTE) <= TICKS_AT_MOST) ?? 1_440
  const stepMs = minutes * MS_PER_MINUTE
  const first = Math.ceil(from / stepMs) * stepMs
  const count = Math.floor((to - first) / stepMs) + 1
  return { from, to, ticks: Array.from({ length: count }, (_, index) => first + index * stepMs) }
}
