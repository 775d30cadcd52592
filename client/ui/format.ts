import { MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../../shared/domain/time.ts'
import { METRIC_INFO, type Metric } from '../../shared/domain/vital.ts'

const MINUTES_PER_HOUR = 60

const two = (number: number): string => String(number).padStart(2, '0')

/** Where there is no value: two dashes, never a nought and never a blank. */
export const NO_VALUE = '--'

/** A metric's value with as many decimals as the metric has. */
export const formatValue = (metric: Metric, value: number | null): string =>
  value === null ? NO_VALUE : value.toFixed(METRIC_INFO[metric].decimals)

/** `12:08:31` on this device's zone. */
export const formatClock = (at: number): string => {
  const date = new Date(at)
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/** `12:08` on this device's zone. */
export const formatTime = (at: number): string => formatClock(at).slice(0, -3)

/** `23 Nov 2026` in this device's zone. */
export const formatDay = (at: number): string =>
  new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })

/** `5:36`, from an hour on `1:05:36`; never below nought. */
export const formatDuration = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / MS_PER_SECOND))
  const minutes = Math.floor(seconds / 60)
  const rest = two(seconds % 60)
  if (minutes < MINUTES_PER_HOUR) return `${minutes}:${rest}`
  return `${Math.floor(minutes / MINUTES_PER_HOUR)}:${two(minutes % MINUTES_PER_HOUR)}:${rest}`
}

/** Time that is left: rounded up, so that `0:00` means that it is over. */
export const formatCountdown = (ms: number): string => formatDuration(Math.ceil(ms / MS_PER_SECOND) * MS_PER_SECOND)

/** `35 s`, `6 min`, `1 h 20`: how old something is. */
export const formatAge = (ms: number): string => {
  const age = Math.max(0, ms)
  if (age < MS_PER_MINUTE) return `${Math.floor(age / MS_PER_SECOND)} s`
  if (age < MS_PER_HOUR) return `${Math.floor(age / MS_PER_MINUTE)} min`
  return `${Math.floor(age / MS_PER_HOUR)} h ${two(Math.floor((age % MS_PER_HOUR) / MS_PER_MINUTE))}`
}

/** How long an alarm stands: `1:02` as a clock, from an hour on `1 h 06`. */
export const formatStanding = (ms: number): string => (ms < MS_PER_HOUR ? formatDuration(ms) : formatAge(ms))

/** Milligrams to a tenth. */
export const formatMg = (mg: number): string => mg.toFixed(1)

/** A figure without needless decimals: `40`, `37.5`. */
export const formatFigure = (value: number): string => String(Math.round(value * 10) / 10)

/** `Bay 2` is `2` where it stands in the bay's own place. */
export const shortBayName = (name: string): string => name.replace(/^bay\s+/i, '')
