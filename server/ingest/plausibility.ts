import { METRIC_INFO, type Metric, type Quality } from '../../shared/domain/vital.ts'

/** What a word of a device about one metric comes to. */
export type Judged =
  | { readonly kind: 'sample'; readonly value: number; readonly quality: Quality }
  | { readonly kind: 'noValue'; readonly status: 'sensorOff' | 'noSignal' | 'sensorOn' }

/** One word of a device, its value in the metric's unit. */
export interface Word {
  readonly metric: Metric
  readonly value: number | null
  readonly quality?: Quality
  readonly status?: 'ok' | 'sensorOff' | 'noSignal'
}

/** Markers of "no value" that are sent as numbers (feeds.md section 1, *Quality*); never a value of any metric. */
const NO_VALUE: readonly number[] = [-1, -100, -999, -99.9, -10_000, 8_388_607]
/** Nonin's, and only of these metrics: 127 is a good pulse. */
const NO_VALUE_OF: Readonly<Partial<Record<Metric, number>>> = { hr: 511, pr: 511, spo2: 127 }

/** Told before the unit is converted: −999 means nothing in °F as well. */
export const isNoValue = ({ metric, value }: Pick<Word, 'metric' | 'value'>): boolean =>
  value !== null && (NO_VALUE.includes(value) || NO_VALUE_OF[metric] === value)

const isPossible = (metric: Metric, value: number): boolean => {
  const [low, high] = METRIC_INFO[metric].possible
  return value >= low && value <= high
}

/** Zero of an oximeter is a missing finger, not a patient; zero of an ECG is one, unless another sensor sees a pulse. */
const isMissingSensor = (metric: Metric, value: number, isPulseLive: boolean): boolean =>
  value === 0 && (metric === 'spo2' || metric === 'pr' || (metric === 'hr' && isPulseLive))

/** @param isPulseLive whether SpO2 or a pulse of this patient has a good value now; it tells a loose electrode from asystole. */
export const judge = (word: Word, isPulseLive: boolean): Judged => {
  const { metric, value, quality = 'good', status } = word
  if (status === 'sensorOff' || status === 'noSignal') return { kind: 'noValue', status }
  if (value === null) return { kind: 'noValue', status: status === 'ok' ? 'sensorOn' : 'noSignal' }
  if (isNoValue(word)) return { kind: 'noValue', status: 'noSignal' }
  if (isMissingSensor(metric, value, isPulseLive)) return { kind: 'noValue', status: 'sensorOff' }
  return { kind: 'sample', value, quality: isPossible(metric, value) ? quality : 'invalid' }
}

/** Whether this word shows that the heart beats, as far as another metric's zero is concerned. */
export const showsPulse = (metric: Metric, judged: Judged): boolean =>
  (metric === 'spo2' || metric === 'pr') && judged.kind === 'sample' && judged.quality === 'good' && judged.value > 0
