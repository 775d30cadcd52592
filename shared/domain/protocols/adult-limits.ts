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

const HEART_RATE = 'Monitor makers’ adult defaults (50, 120); the outer tier is ours'
const RESPIRATION = 'Emergency-department ketamine protocol'

export const ADULT_LIMIT_SOURCES: readonly FigureSource[] = [
  {
    about: 'limits.spo2.low',
    source:
      'Aldrete score (92); monitor makers’ adult defaults (90); ISO 80601-2-61 floor (85); a 15 s delay gave 60 % fewer alarms in recovery rooms (Rheineck-Leyssius)',
  },
  { about: 'limits.hr.high', source: HEART_RATE },
  { about: 'limits.hr.low', source: HEART_RATE },
  {
    about: 'limits.sbp.high',
    source: 'Rodrigues 2020 (165/100); esketamine label (+40); emergency-department ketamine protocol (180)',
  },
  {
    about: 'limits.dbp.high',
    source: 'Rodrigues 2020 (165/100); esketamine label (+25); emergency-department ketamine protocol (110)',
  },
  { about: 'limits.sbp.low', source: 'Emergency-department protocol (90); Kruger 2018 (80); 70 % is ours' },
  { about: 'limits.rr.low', source: RESPIRATION },
  { about: 'limits.rr.high', source: RESPIRATION },
  { about: 'limits.etco2.low', source: 'Usual adult range' },
  { about: 'limits.etco2.high', source: 'Usual adult range' },
  { about: 'limits.temp.high', source: 'Usual adult range' },
]
