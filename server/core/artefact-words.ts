import { METRIC_INFO, type Metric } from '../../shared/domain/vital.ts'

/** A figure as the metric is written: `97 %`. */
export const figureOf = (metric: Metric, value: number): string =>
  `${value.toFixed(METRIC_INFO[metric].decimals)} ${METRIC_INFO[metric].unitLabel}`

/** `61 %`, or `61 to 64 %`. */
export const rangeOf = (metric: Metric, values: readonly number[]): string => {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const low = least.toFixed(METRIC_INFO[metric].decimals)
  const high = figureOf(metric, most)
  return high.startsWith(`${low} `) ? high : `${low} to ${high}`
}
