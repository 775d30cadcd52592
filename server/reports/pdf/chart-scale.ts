import { MS_PER_MINUTE, instant, type Instant } from '../../../shared/domain/time.ts'
import type { LocalTime } from '../words/local-time.ts'
import type { ChartModel, ChartSpan, Scale } from './chart-model.ts'

/** A scale that shows at least `usual`, and whatever was measured beyond it. */
export const scaleOf = (values: readonly number[], usual: Scale, mostSteps: number): Scale => {
  const { step } = usual
  const [least, most] = [Math.min(usual.low, ...values), Math.max(usual.high, ...values)]
  const low = Math.floor(least / step) * step
  const high = Math.ceil(most / step) * step
  return (high - low) / step > mostSteps
    ? scaleOf(values, { ...usual, step: step * 2 }, mostSteps)
    : { low, high, step }
}

/** Minutes between two times on the axis, of which the smallest is taken that leaves room for each label. */
const TICKS_MIN = [1, 2, 5, 10, 15, 20, 30, 60, 120, 240] as const

const MOST_TICKS = 10

const everyMs = ({ from, to }: ChartSpan): number =>
  (TICKS_MIN.find((minutes) => (to - from) / (minutes * MS_PER_MINUTE) <= MOST_TICKS) ?? 480) * MS_PER_MINUTE

/** Round times of the site's own clock. */
export const timeTicks = (span: ChartSpan, local: LocalTime): ChartModel['ticks'] => {
  const every = everyMs(span)
  const aheadMs = local.aheadMin(span.from) * MS_PER_MINUTE
  const ticks: { at: Instant; label: string }[] = []
  for (let at = Math.ceil((span.from + aheadMs) / every) * every - aheadMs; at <= span.to; at += every) {
    ticks.push({ at: instant(at), label: local.time(instant(at)) })
  }
  return ticks
}
