import type { Reading } from '../../../shared/domain/reading.ts'
import { instant, MS_PER_MINUTE, type Instant } from '../../../shared/domain/time.ts'
import { isCuffMetric, METRIC_INFO, type Metric } from '../../../shared/domain/vital.ts'
import { medianOf } from '../../core/statistics-values.ts'
import { artefactMarks, isCounted } from '../artefacts.ts'
import type { VisitRecord } from '../visit-record.ts'

/** One value of the message. */
export interface OruValue {
  readonly metric: Metric
  readonly at: Instant
  readonly value: number
  /** Of one minute of a monitor; false: as it was measured. */
  readonly isMedian: boolean
  readonly isManual: boolean
}

type Counted = Extract<Reading, { readonly kind: 'sample' }>

const asMeasured = ({ metric, measuredAt, value, origin }: Counted): OruValue => {
  return { metric, at: measuredAt, value, isMedian: false, isManual: origin === 'manual' }
}

const minuteOf = (at: Instant): Instant => instant(Math.floor(at / MS_PER_MINUTE) * MS_PER_MINUTE)

const medians = (metric: Metric, readings: readonly Counted[]): readonly OruValue[] =>
  [...Map.groupBy(readings, ({ measuredAt }) => minuteOf(measuredAt))].map(([at, minute]) => {
    const value = Number(medianOf(minute.map((it) => it.value)).toFixed(METRIC_INFO[metric].decimals + 1))
    return { metric, at, value, isMedian: true, isManual: false }
  })

/** Good, unmarked values: each blood pressure and each value taken by hand, and of a monitor's others one a minute. */
export const oruValues = ({ events, readings }: VisitRecord): readonly OruValue[] => {
  const marks = artefactMarks(events)
  const values = [...readings].flatMap(([metric, series]) => {
    const counted = series.filter((reading) => isCounted(reading, marks))
    if (isCuffMetric(metric)) return counted.map(asMeasured)
    const byHand = counted.filter(({ origin }) => origin === 'manual')
    const monitored = counted.filter(({ origin }) => origin !== 'manual')
    return [...byHand.map(asMeasured), ...medians(metric, monitored)]
  })
  return values.sort((first, second) => first.at - second.at)
}
