import { setImmediate } from 'node:timers/promises'
import type { Reading } from '../shared/domain/reading.ts'
import { instant, plusMinutes, plusSeconds, type Instant } from '../shared/domain/time.ts'
import type { Metric } from '../shared/domain/vital.ts'
import { FRAMES_PER_ANSWER, type ReplayAnswer, type ReplayFrame } from '../shared/wire/replay.ts'
import { evolve } from './core/evolve.ts'
import { projectView } from './core/session-view.ts'
import type { SessionState } from './core/session.ts'
import type { StoredEntry } from './ports/session-store.ts'

export interface ReplayRequest {
  /** null: from the beginning */
  readonly from: Instant | null
  /** From one frame to the next. */
  readonly stepS: number
}

/** A tile shows ten minutes. */
const TREND_MIN = 10

/** What a tile draws as a line; the rest it shows as numbers. */
const DRAWN: ReadonlySet<Metric> = new Set<Metric>(['hr', 'pr', 'spo2', 'sbp', 'dbp', 'map', 'rr'])

/** A visit has ten thousand entries: whoever waits for a reading or a beat comes in after so many. */
const ENTRIES_PER_TURN = 400

const instantsOf = (from: Instant, ends: Instant, stepS: number): readonly Instant[] =>
  Array.from({ length: FRAMES_PER_ANSWER }, (_, index) => plusSeconds(from, index * stepS)).filter((at) => at <= ends)

/** By when it was written: what came late was not known before. */
const framesOf = async (entries: readonly StoredEntry[], instants: readonly Instant[]): Promise<ReplayFrame[]> => {
  let state: SessionState | null = null
  let next = 0
  const frames: ReplayFrame[] = []
  for (const at of instants) {
    for (let entry = entries[next]; entry !== undefined && entry.at <= at; entry = entries[next]) {
      state = evolve(state, entry)
      next += 1
      if (next % ENTRIES_PER_TURN === 0) await setImmediate()
    }
    if (state !== null) frames.push({ at, view: projectView(state, at) })
  }
  return frames
}

const drawn = (entries: readonly StoredEntry[], from: Instant, to: Instant): readonly Reading[] =>
  entries
    .flatMap((entry) => (entry.type === 'readingsStored' && entry.at >= from && entry.at <= to ? entry.readings : []))
    .filter(({ metric, measuredAt }) => DRAWN.has(metric) && measuredAt >= from && measuredAt <= to)
    .toSorted((one, other) => one.measuredAt - other.measuredAt)

const trendsOf = (readings: readonly Reading[]): ReplayAnswer['trends'] => {
  const trends: ReplayAnswer['trends'] = {}
  for (const reading of readings) {
    const line = (trends[reading.metric] ??= { time: [], value: [] })
    line.time.push(reading.measuredAt)
    line.value.push(reading.kind === 'sample' && reading.quality === 'good' ? reading.value : null)
  }
  return trends
}

const alarmsOf = (entries: readonly StoredEntry[]): ReplayAnswer['alarms'] =>
  entries.flatMap(({ at, ...entry }) =>
    entry.type === 'alarmRaised' ? [{ at, channel: entry.data.channel, priority: entry.data.priority }] : [],
  )

/**
 * A stored visit as it stood, instant by instant, by the same core that ran it; nothing is written, and no one but who asked
 * hears of it. @returns null where there is no entry
 */
export const replayVisit = async (
  entries: readonly StoredEntry[],
  { from, stepS }: ReplayRequest,
): Promise<ReplayAnswer | null> => {
  const [first] = entries
  if (first === undefined) return null
  const left = entries.find(({ type }) => /^session(Discharged|Transferred|Cancelled)$/.test(type))
  const begins = first.at
  const ends = instant(left?.at ?? Math.max(...entries.slice(-ENTRIES_PER_TURN).map(({ at }) => at)))
  const begin = from ?? begins
  const instants = instantsOf(begin, ends, stepS)
  const frames = await framesOf(entries, instants)
  const trends = trendsOf(drawn(entries, plusMinutes(begin, -TREND_MIN), instants.at(-1) ?? begin))
  return { begins, ends, alarms: alarmsOf(entries), trends, frames }
}
