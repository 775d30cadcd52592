import type { Channel, LimitInForce, TechnicalCause } from '../../../shared/domain/alarm.ts'
import type { Direction, Priority } from '../../../shared/domain/limit.ts'
import { isMetric, METRIC_INFO, type Metric } from '../../../shared/domain/vital.ts'
import { figure, metricFigure } from './figure-words.ts'

/** What is off is a probe, a lead or a sensor: the word that the nurse would use. */
const SENSOR_WORD: Readonly<Partial<Record<Metric, string>>> = { spo2: 'probe', pr: 'probe', pi: 'probe', hr: 'leads' }

const CAUSE_WORDS: Readonly<Record<TechnicalCause | Direction, (metric: Metric) => string>> = {
  low: () => 'low',
  high: () => 'high',
  noData: () => 'no data',
  poorSignal: () => 'poor signal',
  sensorOff: (metric) => `${SENSOR_WORD[metric] ?? 'sensor'} off`,
  notContinuous: () => 'spot values only',
}

const isCause = (text: string): text is TechnicalCause | Direction => Object.hasOwn(CAUSE_WORDS, text)

/** A channel in words: `SpO2 low`, `SpO2 probe off`, `Monitor disconnected`. */
export const channelWords = (channel: Channel): string => {
  if (channel === 'device.disconnected') return 'Monitor disconnected'
  if (channel === 'nibp.overdue') return 'Blood pressure overdue'
  const [metric = '', cause = ''] = channel.split('.')
  return isMetric(metric) && isCause(cause) ? `${METRIC_INFO[metric].label} ${CAUSE_WORDS[cause](metric)}` : channel
}

/** Limits are strict: a low one is passed by what is below it. */
export const limitWords = ({ direction, value }: Pick<LimitInForce, 'direction' | 'value'>): string =>
  `${direction === 'low' ? '<' : '>'} ${figure(value, 2)}`

/** `SpO2 87 < 90`; the channel's words where it has no value. */
export const alarmWords = (channel: Channel, worst: number | null, limit: LimitInForce | null): string =>
  worst === null || limit === null
    ? channelWords(channel)
    : `${METRIC_INFO[limit.metric].label} ${metricFigure(limit.metric, worst)} ${limitWords(limit)}`

/** IEC 60601-1-8: one, two, three. */
export const PRIORITY_MARK: Readonly<Record<Priority, string>> = { low: '*', medium: '**', high: '***' }
