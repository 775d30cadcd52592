import type { Direction, Limit, Priority, Threshold } from '../limit.ts'
import type { FigureSource } from '../protocol.ts'
import type { Metric } from '../vital.ts'

/** How long a breach must last, how long it must be over, and how far inside counts: seconds, seconds, the metric's unit. */
type Timing = readonly [onDelay: number, offDelay: number, hysteresis: number]

const limit = (
  metric: Metric,
  direction: Direction,
  [priority, threshold]: readonly [Priority, Threshold],
  [onDelay, offDelay, hysteresis]: Timing,
): Limit => ({ metric, direction, threshold, priority, onDelay, offDelay, hysteresis })

/** A cuff pressure is one measurement: it alarms at once. The arterial line has the same limits by itself (feeds.md). */
const AT_ONCE: Timing = [0, 0, 5]

export const ADULT_LIMITS: readonly Limit[] = [
  limit('spo2', 'low', ['low', 92], [15, 5, 2]),
  limit('spo2', 'low', ['medium', 90], [15, 5, 2]),
  limit('spo2', 'low', ['high', 85], [5, 5, 2]),
  limit('hr', 'high', ['medium', 120], [10, 5, 3]),
  limit('hr', 'high', ['high', 140], [5, 5, 3]),
  limit('hr', 'low', ['medium', 50], [10, 5, 3]),
  limit('hr', 'low', ['high', 40], [5, 5, 3]),
  // Limits are strict: ≥ 165 is > 164, ≥ baseline + 40 is > baseline + 39.
  limit('sbp', 'high', ['medium', 164], AT_ONCE),
  limit('sbp', 'high', ['medium', { offsetFromBaseline: 39 }], AT_ONCE),
  limit('sbp', 'high', ['high', 179], AT_ONCE),
  limit('dbp', 'high', ['medium', 99], AT_ONCE),
  limit('dbp', 'high', ['medium', { offsetFromBaseline: 24 }], AT_ONCE),
  limit('dbp', 'high', ['high', 109], AT_ONCE),
  limit('sbp', 'low', ['medium', 90], AT_ONCE),
  limit('sbp', 'low', ['medium', { percentOfBaseline: 70 }], AT_ONCE),
  limit('sbp', 'low', ['high', 80], AT_ONCE),
  limit('rr', 'low', ['medium', 10], [15, 5, 2]),
  limit('rr', 'low', ['high', 8], [10, 5, 2]),
  limit('rr', 'high', ['medium', 30], [15, 5, 2]),
  limit('etco2', 'low', ['medium', 25], [15, 5, 2]),
  limit('etco2', 'high', ['medium', 50], [15, 5, 2]),
  limit('temp', 'high', ['low', 38], [0, 0, 0.2]),
  limit('temp', 'high', ['medium', 39], [0, 0, 0.2]),
]

export const ADULT_LIMIT_SOURCES: readonly FigureSource[] = [
  {
    figure: 'SpO2 low 92 / 90 / 85 %, after 15 / 15 / 5 s',
    source:
      'Aldrete score (92); monitor makers’ adult defaults (90); ISO 80601-2-61 floor (85); a 15 s delay gave 60 % fewer alarms in recovery rooms (Rheineck-Leyssius)',
  },
  {
    figure: 'Heart rate 50 to 120 /min, high priority below 40 or above 140',
    source: 'Monitor makers’ adult defaults (50, 120); the outer tier is ours',
  },
  {
    figure: 'Systolic ≥ 165 or ≥ baseline + 40, high priority ≥ 180 mmHg',
    source: 'Rodrigues 2020 (165/100); esketamine label (+40); emergency-department ketamine protocol (180)',
  },
  {
    figure: 'Diastolic ≥ 100 or ≥ baseline + 25, high priority ≥ 110 mmHg',
    source: 'Rodrigues 2020 (165/100); esketamine label (+25); emergency-department ketamine protocol',
  },
  {
    figure: 'Systolic < 90 or ≤ 70 % of baseline, high priority < 80 mmHg',
    source: 'Emergency-department protocol (90); Kruger 2018 (80); 70 % is ours',
  },
  { figure: 'Respiration 10 to 30 /min, high priority below 8', source: 'Emergency-department protocol' },
  { figure: 'EtCO2 25 to 50 mmHg', source: 'Usual adult range' },
  { figure: 'Temperature above 39 °C, low priority above 38 °C', source: 'Usual adult range' },
]
