import type { NoValue, DeviceWord } from '../../../shared/domain/reading.ts'
import type { Metric, Origin, Quality } from '../../../shared/domain/vital.ts'
import { PackingError } from './packing-error.ts'

/** Stored for good: a number here is never given to another word, or old records would change their meaning. */
export const METRIC_CODE = {
  hr: 0,
  pr: 1,
  spo2: 2,
  sbp: 3,
  dbp: 4,
  map: 5,
  abpSys: 6,
  abpDia: 7,
  abpMean: 8,
  rr: 9,
  etco2: 10,
  temp: 11,
  pi: 12,
} as const satisfies Record<Metric, number>

export const ORIGIN_CODE = { device: 0, manual: 1, simulated: 2, replay: 3 } as const satisfies Record<Origin, number>

/** What a reading says, without its value: a sample of some quality, or why there is none. */
export const STATE_CODE = {
  good: 0,
  poor: 1,
  invalid: 2,
  sensorOff: 3,
  noSignal: 4,
  sensorOn: 5,
} as const satisfies Record<Quality | NoValue['status'], number>

export const SAID_CODE = { heard: 0, left: 1 } as const satisfies Record<DeviceWord['said'], number>

const wordOf = <Word extends string>(codes: Readonly<Record<Word, number>>): ((code: number) => Word) => {
  const words: Word[] = []
  for (const word in codes) words[codes[word]] = word
  return (code) => {
    const word = words[code]
    if (word === undefined) throw new PackingError(`code ${code} is not known`)
    return word
  }
}

export const metricOf = wordOf<Metric>(METRIC_CODE)
export const originOf = wordOf<Origin>(ORIGIN_CODE)
export const stateOf = wordOf<Quality | NoValue['status']>(STATE_CODE)
export const saidOf = wordOf<DeviceWord['said']>(SAID_CODE)
