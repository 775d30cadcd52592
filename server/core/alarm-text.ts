import type { LimitInForce, TechnicalCause } from '../../shared/domain/alarm.ts'
import { METRIC_INFO, METRICS, type Metric } from '../../shared/domain/vital.ts'
import type { Alarm, AlarmState } from './alarm-state.ts'

/** A rounded value that seems not to pass its limit gets this many more decimals. */
const MOST_DECIMALS = 2

const passes = (value: number, { direction, value: limit }: LimitInForce): boolean =>
  direction === 'low' ? value < limit : value > limit

/** As the metric is written; with more decimals where `SpO2 90 < 90` would be read as a mistake. */
const written = (value: number, metric: Metric, limit: LimitInForce | null): string => {
  const least = METRIC_INFO[metric].decimals
  for (let decimals = least; decimals <= MOST_DECIMALS; decimals += 1) {
    const text = value.toFixed(decimals)
    if (limit === null || passes(Number(text), limit)) return text
  }
  return String(value)
}

/** A limit is shown exactly, but for the noise of a percentage. */
const limitText = (value: number): string => String(Number(value.toFixed(MOST_DECIMALS)))

/** `SpO2 87 < 90`; latched `SpO2 was 87 < 90`; not confirmed `Systolic was 184, repeat 142`. */
const physiologicalText = (worst: number, limit: LimitInForce, alarm: Alarm): string => {
  const { metric } = limit
  const { label } = METRIC_INFO[metric]
  const value = written(worst, metric, passes(worst, limit) ? limit : null)
  if (alarm.level === null && alarm.isNotConfirmed && alarm.value !== null)
    return `${label} was ${value}, repeat ${written(alarm.value, metric, null)}`
  const sign = limit.direction === 'low' ? '<' : '>'
  return `${label} ${alarm.level === null ? 'was ' : ''}${value} ${sign} ${limitText(limit.value)}`
}

/** What is off is a probe, a lead or a sensor: the word that the nurse would use. */
const SENSOR_WORD: Readonly<Partial<Record<Metric, string>>> = { spo2: 'probe', pr: 'probe', pi: 'probe', hr: 'leads' }

const CAUSE_TEXT: Readonly<Record<TechnicalCause, (metric: Metric) => string>> = {
  noData: () => 'no data',
  poorSignal: () => 'poor signal',
  sensorOff: (metric) => `${SENSOR_WORD[metric] ?? 'sensor'} off`,
  notContinuous: () => 'spot values only',
}

const TEXT_OF_CHANNEL: ReadonlyMap<string, string> = new Map([
  ['nibp.overdue', 'Blood pressure overdue'],
  ...METRICS.flatMap((metric) =>
    Object.entries(CAUSE_TEXT).map(
      ([cause, text]) => [`${metric}.${cause}`, `${METRIC_INFO[metric].label} ${text(metric)}`] as const,
    ),
  ),
])

const technicalText = (state: AlarmState, alarm: Alarm): string => {
  const device = state.devices.find((it) => it.id === alarm.deviceId)
  if (alarm.channel !== 'device.disconnected') return TEXT_OF_CHANNEL.get(alarm.channel) ?? alarm.channel
  return device === undefined || state.devices.length === 1 ? 'Monitor disconnected' : `${device.name} disconnected`
}

/** What a person reads: the worst value and the limit that it passed, or what is wrong. Marks belong to the look. */
export const alarmText = (state: AlarmState, alarm: Alarm): string =>
  alarm.limit !== null && alarm.worst !== null
    ? physiologicalText(alarm.worst, alarm.limit, alarm)
    : technicalText(state, alarm)
