import { MS_PER_MINUTE, type Instant } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'
import type { SeenBy, Track } from './placement.ts'
import { PrimedReadings, type PrimedReading } from './primed-readings.ts'

/** A quarter of an hour at one reading a second: a repeat comes sooner, and a cuff's old value is always among them. */
const MAX_REMEMBERED = 900

/**
 * So far back from the last that was stored is looked at again after a start: what had no answer was sent last, a minute
 * or two before the end at most.
 */
export const PRIME_BACK_MS = 5 * MS_PER_MINUTE

interface MetricTrack {
  readonly seen: Map<string, SeenBy>
  lastPlacedAt: Instant | null
}

export interface TakenReading {
  readonly metric: Metric
  readonly deviceTime: Instant | null
  readonly value: string
  readonly by: Exclude<SeenBy, 'primed' | 'ambiguous'>
  /** null for a backlog reading: it moves nothing. */
  readonly placedAt: Instant | null
}

/** What one message adds, before it is known to be durable. */
export interface TrackDraft {
  track(metric: Metric): Track
  add(taken: TakenReading): void
  commit(): void
}

const keyOf = (deviceTime: Instant, value: string): string => `${deviceTime}/${value}`

const later = (first: Instant | null, second: Instant | null): Instant | null =>
  first === null || (second !== null && second > first) ? second : first

/** What was taken of one device, metric by metric, as far as duplicates and places need it. */
export class MetricTracks {
  readonly #tracks = new Map<Metric, MetricTrack>()
  readonly #primed = new PrimedReadings()

  /** Adds to a copy that is thrown away unless it is committed. */
  draft(): TrackDraft {
    const added: TakenReading[] = []
    const ofMetric = (metric: Metric): readonly TakenReading[] => added.filter((one) => one.metric === metric)
    return {
      track: (metric) => ({
        seen: (deviceTime, value) =>
          ofMetric(metric).find((one) => one.deviceTime === deviceTime && one.value === value)?.by ??
          this.#tracks.get(metric)?.seen.get(keyOf(deviceTime, value)) ??
          this.#primed.seenBy(metric, deviceTime, value),
        hasStamp: (deviceTime) =>
          ofMetric(metric).some((one) => one.deviceTime === deviceTime) ||
          [...(this.#tracks.get(metric)?.seen.keys() ?? [])].some((key) => key.startsWith(keyOf(deviceTime, ''))) ||
          this.#primed.hasStamp(metric, deviceTime),
        lastPlacedAt: () =>
          ofMetric(metric).reduce<Instant | null>(
            (last, one) => later(last, one.placedAt),
            this.#tracks.get(metric)?.lastPlacedAt ?? null,
          ),
      }),
      add: (taken) => added.push(taken),
      commit: () => {
        for (const one of added) this.take(one)
      },
    }
  }

  take({ metric, deviceTime, value, by, placedAt }: TakenReading): void {
    const track = this.#trackOf(metric)
    track.lastPlacedAt = later(track.lastPlacedAt, placedAt)
    if (deviceTime === null) return
    const key = keyOf(deviceTime, value)
    track.seen.delete(key)
    track.seen.set(key, by)
    if (track.seen.size <= MAX_REMEMBERED) return
    const oldest = track.seen.keys().next().value
    if (oldest !== undefined) track.seen.delete(oldest)
    this.#primed.forget(metric)
  }

  /** What was stored before the server's start. */
  prime(reading: PrimedReading, placedAt: Instant | null): void {
    const track = this.#trackOf(reading.metric)
    track.lastPlacedAt = later(track.lastPlacedAt, placedAt)
    this.#primed.add(reading, MAX_REMEMBERED)
  }

  #trackOf(metric: Metric): MetricTrack {
    const known = this.#tracks.get(metric)
    if (known !== undefined) return known
    const made: MetricTrack = { seen: new Map(), lastPlacedAt: null }
    this.#tracks.set(metric, made)
    return made
  }
}
