import type { SuggestedArtefact } from '../../shared/domain/artefact.ts'
import type { Sample } from '../../shared/domain/reading.ts'
import { plusMs, plusSeconds } from '../../shared/domain/time.ts'
import { METRIC_INFO, type Metric } from '../../shared/domain/vital.ts'
import { lengthS, levelAfter, levelBefore, valuesIn, type Series, type Stretch } from './artefact-series.ts'
import { figureOf, rangeOf } from './artefact-words.ts'
import { CUFF_TAKES_S, PROBE_METRICS, type CuffTimes } from './statistics-cuff.ts'

/** A pulse that jumps by so much with the probe is the probe's. /min; our choice. */
const PULSE_JUMP = 15

/** Twice the 2 % to which oximeters are held; a probe that slips reads low. */
const SATURATION_FALL = 4

/** Whether a value is further off than what a loose or squeezed probe moves it by at least. */
const departs = (metric: Metric, value: number, level: number): boolean => {
  if (metric === 'spo2') return value <= level - SATURATION_FALL
  // A perfusion index lives between 0.2 and 20: half of it is gone.
  if (metric === 'pi') return value <= level / 2
  return Math.abs(value - level) >= PULSE_JUMP
}

/** An oximeter averages over up to 16 s: for so long the last and the first values are mixed with none. */
const EDGE_S = 16

/** @returns none where no value departs */
const suggestion = (
  kind: SuggestedArtefact['kind'],
  metric: Metric,
  values: readonly Sample[],
  words: (there: string, seconds: number) => string,
): readonly SuggestedArtefact[] => {
  const [first, last] = [values[0]?.measuredAt, values.at(-1)?.measuredAt]
  if (first === undefined || last === undefined) return []
  const there = rangeOf(
    metric,
    values.map(({ value }) => value),
  )
  const why = `${METRIC_INFO[metric].label} ${words(there, lengthS(first, last))}`
  return [{ kind, metrics: [metric], from: first, to: last, why }]
}

/** The values nearest to a loss that depart from the level. @param values the nearest first */
const departing = (metric: Metric, values: readonly Sample[], level: number): readonly Sample[] => {
  const steady = values.findIndex(({ value }) => !departs(metric, value, level))
  return steady === -1 ? values : values.slice(0, steady)
}

const edgeBefore = ({ metric, values: all }: Series, { values, last }: Stretch): readonly SuggestedArtefact[] => {
  const from = plusMs(plusSeconds(last.measuredAt, -EDGE_S), 1)
  const level = levelBefore(all, from)
  if (level === null) return []
  const near = valuesIn(values, from, plusMs(last.measuredAt, 1)).toReversed()
  const words = (there: string, seconds: number) =>
    `was ${there} in the last ${seconds} s before its signal was lost, and ${figureOf(metric, level)} in the minute before.`
  return suggestion('probeOffEdge', metric, departing(metric, near, level).toReversed(), words)
}

const edgeAfter = ({ metric, values: all }: Series, { values, first }: Stretch): readonly SuggestedArtefact[] => {
  const until = plusSeconds(first.measuredAt, EDGE_S)
  const level = levelAfter(all, until)
  if (level === null) return []
  const words = (there: string, seconds: number) =>
    `was ${there} in the first ${seconds} s after its signal came back, and ${figureOf(metric, level)} in the minute after.`
  const near = valuesIn(values, first.measuredAt, until)
  return suggestion('probeOffEdge', metric, departing(metric, near, level), words)
}

/** Values right before a technical loss of an oximeter and right after it, where they are not what stood around it. */
export const edgesIn = (series: Series): readonly SuggestedArtefact[] =>
  PROBE_METRICS.includes(series.metric)
    ? series.stretches.flatMap((stretch) => [
        ...(stretch.isAfterLoss ? edgeAfter(series, stretch) : []),
        ...(stretch.isBeforeLoss ? edgeBefore(series, stretch) : []),
      ])
    : []

/** A finger takes this long to fill again, and an oximeter to have it in its average. Seconds; our assumption. */
const FINGER_BACK_S = 10

/** Values of an oximeter that left their level only while the cuff of the same monitor was at work. */
export const cuffDipsIn = ({ metric, values: all }: Series, times: CuffTimes): readonly SuggestedArtefact[] => {
  if (!PROBE_METRICS.includes(metric)) return []
  return [...times].flatMap(([device, results]) => {
    const own = all.filter(({ deviceId }) => deviceId === device)
    return results.flatMap((result) => {
      const from = plusSeconds(result, -CUFF_TAKES_S)
      const [before, after] = [levelBefore(own, from), levelAfter(own, plusSeconds(result, FINGER_BACK_S))]
      if (before === null || after === null || departs(metric, after, before)) return []
      const out = valuesIn(own, from, plusMs(result, 1)).filter(({ value }) => departs(metric, value, before))
      const words = (there: string, seconds: number) =>
        `was ${there} for ${seconds} s while the cuff of the same monitor took a pressure; ${figureOf(metric, before)} before and ${figureOf(metric, after)} after.`
      return suggestion('cuffInflation', metric, out, words)
    })
  })
}
