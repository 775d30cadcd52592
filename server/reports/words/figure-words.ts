import { MS_PER_MINUTE, MS_PER_SECOND, type Instant } from '../../../shared/domain/time.ts'
import { METRIC_INFO, type Metric } from '../../../shared/domain/vital.ts'

/** Where there is no value: a dash, never a nought and never a blank. */
export const NO_VALUE = '–'

/** A figure without needless decimals: `40`, `37.5`. */
export const figure = (value: number, mostDecimals = 1): string => String(Number(value.toFixed(mostDecimals)))

/** A metric's value with as many decimals as the metric has, and more where a mean asks for it. */
export const metricFigure = (metric: Metric, value: number | null, moreDecimals = 0): string =>
  value === null ? NO_VALUE : value.toFixed(METRIC_INFO[metric].decimals + moreDecimals)

/** `5:36`, from an hour on `1:05:36`. */
export const duration = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / MS_PER_SECOND))
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  const end = String(rest).padStart(2, '0')
  return hours === 0 ? `${minutes}:${end}` : `${hours}:${String(minutes).padStart(2, '0')}:${end}`
}

/** `41 min`: as long as a visit's parts are told. */
export const minutesBetween = (from: Instant, to: Instant): string => `${Math.round((to - from) / MS_PER_MINUTE)} min`

/** `+16`, `−4`, with a true minus. */
export const signed = (value: number): string => {
  const text = figure(Math.abs(value))
  if (text === '0') return '0'
  return value > 0 ? `+${text}` : `−${text}`
}

export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ')
