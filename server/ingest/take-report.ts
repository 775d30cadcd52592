import type { DeviceId } from '../../shared/domain/ids.ts'
import type { Reading } from '../../shared/domain/reading.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { isCuffMetric, METRIC_INFO, type Origin } from '../../shared/domain/vital.ts'
import type { DeviceReport, RawReading, ReadingRejection } from '../ports/source.ts'
import type { DeviceState } from './device-state.ts'
import { isStillHeld } from './held-pressure.ts'
import type { TrackDraft } from './metric-tracks.ts'
import { place, type Placement } from './placement.ts'
import { isNoValue, judge, showsPulse, type Judged, type Word } from './plausibility.ts'
import { toMetricUnit } from './units.ts'

/** What a message comes to, before anything of it is durable. */
export interface TakenReport {
  readonly readings: readonly Reading[]
  readonly duplicates: number
  readonly rejected: readonly ReadingRejection[]
  /** To be called once the readings are durable: from then on they are known. */
  commit(): void
}

export interface Around {
  readonly deviceId: DeviceId
  /** Another device of the bay sees a pulse. */
  readonly isPulseLive: boolean
  readonly primedUntil: Instant
}

interface ReadWord {
  readonly index: number
  readonly raw: RawReading
  readonly word: Word
}

interface JudgedWord extends ReadWord {
  readonly judged: Judged
}

const originOf = ({ feed, isReplay, isSimulated }: DeviceReport): Origin => {
  if (feed === 'replay' || isReplay === true) return 'replay'
  return feed === 'simulator' || isSimulated ? 'simulated' : 'device'
}

const UNIT_MESSAGES = {
  unknownUnit: (unit: string, wanted: string) => `The unit "${unit}" is not known; ${wanted} is accepted.`,
  wrongUnit: (unit: string, wanted: string) => `"${unit}" is no unit of this metric; ${wanted} is accepted.`,
}

const readWord = (raw: RawReading, index: number): ReadWord | ReadingRejection => {
  const { metric, value, unit, quality, status } = raw
  const rest = { ...(quality === undefined ? {} : { quality }), ...(status === undefined ? {} : { status }) }
  if (value === null || isNoValue(raw)) return { index, raw, word: { metric, value, ...rest } }
  const converted = toMetricUnit(metric, value, unit)
  if (converted.ok) return { index, raw, word: { metric, value: converted.value, ...rest } }
  const message = UNIT_MESSAGES[converted.error]((unit ?? '').slice(0, 100), METRIC_INFO[metric].unit)
  return { index, code: converted.error, message }
}

const isRejection = (one: ReadWord | ReadingRejection): one is ReadingRejection => 'code' in one
const isWord = (one: ReadWord | ReadingRejection): one is ReadWord => 'word' in one

export const valueKey = (judged: Judged | Reading): string =>
  judged.kind === 'sample' ? String(judged.value) : judged.status

/** The cuff's values of a message that does not say when they were measured; empty: none. */
const pressureOf = (words: readonly JudgedWord[]): string =>
  words
    .filter(({ raw, judged }) => isCuffMetric(raw.metric) && raw.isTimeOfMessage === true && judged.kind === 'sample')
    .map(({ raw, judged }) => `${raw.metric}=${valueKey(judged)}`)
    .sort()
    .join(' ')

interface Placing {
  readonly report: DeviceReport
  readonly state: DeviceState
  readonly around: Around
  readonly draft: TrackDraft
  readonly isHeldPressure: boolean
}

const placeWord = ({ raw, judged }: JudgedWord, placing: Placing): Placement => {
  const { report, state, around, draft } = placing
  if (placing.isHeldPressure && isCuffMetric(raw.metric)) return { kind: 'duplicate' }
  return place(
    {
      metric: raw.metric,
      value: valueKey(judged),
      receivedAt: report.receivedAt,
      deviceTime: raw.deviceTime ?? null,
      isBacklog: raw.isBacklog ?? false,
      isAperiodic: raw.isAperiodic ?? false,
      isTimeOfMessage: raw.isTimeOfMessage ?? false,
      messageId: report.messageId ?? null,
      clockOffsetMs: state.clock.ms,
      primedUntil: around.primedUntil,
    },
    draft.track(raw.metric),
  )
}

const toReading = (
  { raw, judged }: JudgedWord,
  { measuredAt, isBacklog }: Placement & { readonly kind: 'placed' },
  { report, around }: Placing,
): Reading => ({
  metric: raw.metric,
  measuredAt,
  receivedAt: report.receivedAt,
  deviceTime: raw.deviceTime ?? null,
  origin: originOf(report),
  deviceId: around.deviceId,
  isBacklog,
  ...judged,
})

/** Judges and places each reading of a message. Changes nothing until it is committed. */
export const takeReport = (report: DeviceReport, state: DeviceState, around: Around): TakenReport => {
  const read = report.readings.map(readWord)
  const words = read.filter(isWord)
  const rejected: ReadingRejection[] = read.filter(isRejection)
  const hasPulse = words.some(({ word }) => showsPulse(word.metric, judge(word, false)))
  const isPulseLive = hasPulse || around.isPulseLive || state.isPulseLive(report.receivedAt)
  const judged = words.map((one): JudgedWord => ({ ...one, judged: judge(one.word, isPulseLive) }))
  const pressure = pressureOf(judged)
  const isHeldPressure = pressure !== '' && isStillHeld(state.heldPressure, pressure, report.receivedAt)
  const draft = state.tracks.draft()
  const placing: Placing = { report, state, around, draft, isHeldPressure }

  const readings: Reading[] = []
  let duplicates = 0
  for (const word of judged) {
    const placement = placeWord(word, placing)
    if (placement.kind === 'duplicate') duplicates += 1
    else if (placement.kind === 'refused') {
      rejected.push({ index: word.index, code: placement.code, message: placement.message })
    } else {
      const reading = toReading(word, placement, placing)
      readings.push(reading)
      draft.add({
        metric: reading.metric,
        deviceTime: reading.deviceTime,
        value: valueKey(reading),
        by: { messageId: report.messageId ?? null },
        placedAt: reading.isBacklog ? null : reading.measuredAt,
      })
    }
  }
  const commit = (): void => {
    draft.commit()
    if (hasPulse) state.pulseSeenAt = report.receivedAt
    if (pressure !== '') state.heldPressure = { values: pressure, sightedAt: report.receivedAt }
  }
  return { readings, duplicates, rejected: rejected.toSorted((a, b) => a.index - b.index), commit }
}
