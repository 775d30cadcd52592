import { isMetric, METRIC_INFO, type Metric } from '../../shared/domain/vital.ts'
import type { EventFields } from './event-fields.ts'
import { formatFigure } from './format.ts'

const SENSOR_WORD: Readonly<Partial<Record<Metric, string>>> = { spo2: 'probe', pr: 'probe', pi: 'probe', hr: 'leads' }

const CAUSE_WORDS: Readonly<Record<string, string>> = {
  low: 'low',
  high: 'high',
  noData: 'no data',
  poorSignal: 'poor signal',
  notContinuous: 'spot values only',
}

/** A channel in words: `SpO2 low`, `SpO2 probe off`, `Monitor disconnected`. */
export const channelWords = (channel: string): string => {
  if (channel === 'device.disconnected') return 'Monitor disconnected'
  if (channel === 'nibp.overdue') return 'Blood pressure overdue'
  const [metric = '', cause = ''] = channel.split('.')
  if (!isMetric(metric)) return channel
  const words = cause === 'sensorOff' ? `${SENSOR_WORD[metric] ?? 'sensor'} off` : (CAUSE_WORDS[cause] ?? cause)
  return `${METRIC_INFO[metric].label} ${words}`
}

/** `SpO2 87 < 90` where the value passed the limit; `SpO2 low, now 95` where it is inside again; else the channel. */
export const alarmEventWords = (data: EventFields): string => {
  const channel = data.text('channel')
  const [metric = ''] = channel.split('.')
  const value = data.figure('value')
  const limit = data.group('limit').figure('value')
  const isLow = channel.endsWith('.low')
  const isPhysiological = isLow || channel.endsWith('.high')
  if (value === null || !isMetric(metric) || !isPhysiological) return channelWords(channel)
  const isBeyond = limit !== null && (isLow ? value < limit : value > limit)
  return isBeyond
    ? `${METRIC_INFO[metric].label} ${formatFigure(value)} ${isLow ? '<' : '>'} ${formatFigure(limit)}`
    : `${channelWords(channel)}, now ${formatFigure(value)}`
}
