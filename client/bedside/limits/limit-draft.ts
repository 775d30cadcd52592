import type { Limit, Threshold } from '../../../shared/domain/limit.ts'
import type { Metric } from '../../../shared/domain/vital.ts'
import { METRIC_INFO, METRICS } from '../../../shared/domain/vital.ts'

/** One tap moves a limit by so much; a coarser step where nobody sets single units. */
const STEPS: Readonly<Partial<Record<Metric, number>>> = { hr: 5, pr: 5, sbp: 5, dbp: 5, map: 5, temp: 0.5 }

/** The figure of a limit as it is written down, whatever it is relative to. */
const figureOf = (threshold: Threshold): number => {
  if (typeof threshold === 'number') return threshold
  return 'percentOfBaseline' in threshold ? threshold.percentOfBaseline : threshold.offsetFromBaseline
}

const withFigure = (threshold: Threshold, figure: number): Threshold => {
  if (typeof threshold === 'number') return figure
  return 'percentOfBaseline' in threshold ? { percentOfBaseline: figure } : { offsetFromBaseline: figure }
}

/** `88 %`, `70 % of baseline`, `baseline + 39`. */
export const thresholdText = ({ threshold, metric }: Limit): string => {
  const figure = figureOf(threshold)
  if (typeof threshold === 'number') return `${figure} ${METRIC_INFO[metric].unitLabel}`
  if ('percentOfBaseline' in threshold) return `${figure} % of baseline`
  return `baseline ${figure < 0 ? '−' : '+'} ${Math.abs(figure)}`
}

/** To the next multiple of the step, so that 164 goes to 165 and then to 170. */
const stepped = (figure: number, step: number, direction: 1 | -1): number => {
  const steps = figure / step
  const next = direction === 1 ? Math.floor(steps + 1e-9) + 1 : Math.ceil(steps - 1e-9) - 1
  return Number((next * step).toFixed(2))
}

/** The limits with one of them moved by a step; whether it can be there is the server's to say. */
export const moved = (limits: readonly Limit[], index: number, direction: 1 | -1): readonly Limit[] =>
  limits.map((limit, at) => {
    if (at !== index) return limit
    const step = STEPS[limit.metric] ?? 1
    const figure = stepped(figureOf(limit.threshold), step, direction)
    return { ...limit, threshold: withFigure(limit.threshold, figure) }
  })

/** The vital signs that have limits, in the order of the numbers. */
export const metricsOf = (limits: readonly Limit[]): readonly Metric[] =>
  METRICS.filter((metric) => limits.some((limit) => limit.metric === metric))

export const isSame = (first: readonly Limit[], second: readonly Limit[]): boolean =>
  JSON.stringify(first) === JSON.stringify(second)
