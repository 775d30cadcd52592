import { toIso, type Instant } from '../../shared/domain/time.ts'
import type { Reading } from '../../shared/domain/reading.ts'
import type { Metric } from '../../shared/domain/vital.ts'
import type { DeviceCounters, LatestWord, RefusedInput } from '../ports/devices.ts'
import type { BadInput, DeviceReport, UnknownObservation } from '../ports/source.ts'
import { maskInput } from './masking.ts'

const MAX_REFUSALS = 50
const MAX_MESSAGES = 10
const MAX_UNKNOWN = 200
/** Reasons are words of ours, but some carry what a sender wrote. */
const MAX_REASONS = 50

const pushed = <T>(list: readonly T[], one: T, max: number): readonly T[] => [...list.slice(1 - max), one]

const toRefusedInput = ({ at, reason, peer, bytes }: BadInput): RefusedInput => ({
  at: toIso(at),
  reason,
  peer,
  text: maskInput(bytes),
})

/** The last refused input, newest first when it is read. */
export class RefusalList {
  #inputs: readonly BadInput[] = []

  add(input: BadInput): void {
    this.#inputs = pushed(this.#inputs, input, MAX_REFUSALS)
  }

  newestFirst(): readonly RefusedInput[] {
    return this.#inputs.toReversed().map(toRefusedInput)
  }
}

const latestOf = (reading: Reading, recordedAt: Instant | undefined): LatestWord => ({
  metric: reading.metric,
  value: reading.kind === 'sample' ? reading.value : null,
  quality: reading.kind === 'sample' ? reading.quality : 'none',
  ...(reading.kind === 'noValue' && reading.status !== 'sensorOn' ? { status: reading.status } : {}),
  measuredAt: toIso(reading.measuredAt),
  receivedAt: toIso(reading.receivedAt),
  ...(recordedAt === undefined ? {} : { recordedAt: toIso(recordedAt) }),
})

/** What one message came to, for the device's page. */
export interface Tally {
  readonly readings: readonly Reading[]
  readonly duplicates: number
  readonly rejectedCodes: readonly string[]
}

/** What a device said, for its page: newest words, counts, what was refused. In memory; begins again at a start. */
export class DeviceLog {
  readonly refusals = new RefusalList()
  readonly #metrics = new Set<Metric>()
  readonly #latest = new Map<Metric, LatestWord>()
  readonly #unknown = new Map<string, UnknownObservation>()
  readonly #refused = new Map<string, number>()
  #messages: readonly { readonly at: Instant; readonly raw: Uint8Array }[] = []
  #lastHeardAt: Instant | null = null
  #counts = { messages: 0, readings: 0, duplicates: 0, invalid: 0 }

  heard({ receivedAt, raw, unknown = [] }: DeviceReport): void {
    this.#lastHeardAt = receivedAt
    this.#counts.messages += 1
    if (raw !== undefined) this.#messages = pushed(this.#messages, { at: receivedAt, raw: raw.slice() }, MAX_MESSAGES)
    for (const one of unknown) this.#keepUnknown(one)
  }

  took({ readings, duplicates, rejectedCodes }: Tally, report: DeviceReport): void {
    this.#counts.readings += readings.length
    this.#counts.duplicates += duplicates
    this.#counts.invalid += readings.filter((one) => one.kind === 'sample' && one.quality === 'invalid').length
    for (const reading of readings) {
      const recordedAt = report.readings.find(({ metric }) => metric === reading.metric)?.recordedAt
      this.#metrics.add(reading.metric)
      if (!reading.isBacklog) this.#latest.set(reading.metric, latestOf(reading, recordedAt))
    }
    for (const code of rejectedCodes) this.count(code)
  }

  /** Counts something refused. */
  count(code: string): void {
    const key = this.#refused.has(code) || this.#refused.size < MAX_REASONS ? code : 'other'
    this.#refused.set(key, (this.#refused.get(key) ?? 0) + 1)
  }

  get lastHeardAt(): Instant | null {
    return this.#lastHeardAt
  }

  get metrics(): readonly Metric[] {
    return [...this.#metrics]
  }

  get latest(): readonly LatestWord[] {
    return [...this.#latest.values()]
  }

  get unknown(): readonly UnknownObservation[] {
    return [...this.#unknown.values()]
  }

  get counters(): DeviceCounters {
    return { ...this.#counts, refused: Object.fromEntries(this.#refused) }
  }

  recentMessages(): readonly { readonly at: string; readonly text: string }[] {
    return this.#messages.toReversed().map(({ at, raw }) => ({ at: toIso(at), text: maskInput(raw) }))
  }

  #keepUnknown(one: UnknownObservation): void {
    const key = `${one.code}^${one.name}`
    if (!this.#unknown.has(key) && this.#unknown.size >= MAX_UNKNOWN) return
    this.#unknown.set(key, one)
  }
}
