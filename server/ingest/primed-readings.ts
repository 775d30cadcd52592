import { latest, type Instant } from '../../shared/domain/time.ts'
import type { Metric } from '../../shared/domain/vital.ts'

/** Of one metric; bare columns, since a start fills them with all that the last quarter of an hour brought. */
interface Columns {
  readonly deviceTimes: Instant[]
  readonly values: (number | string)[]
  readonly receipts: Instant[]
}

const forgetFirst = ({ deviceTimes, values, receipts }: Columns, count: number): void => {
  deviceTimes.splice(0, count)
  values.splice(0, count)
  receipts.splice(0, count)
}

export interface PrimedReading {
  readonly metric: Metric
  readonly deviceTime: Instant | null
  readonly receivedAt: Instant
  /** As measured, or the word that there was none. */
  readonly value: number | string
}

/** What was stored of one device before the server's start. Of the messages only the times of their receipts are known. */
export class PrimedReadings {
  readonly #metrics = new Map<Metric, Columns>()
  #lastReceipt: Instant | null = null

  /** @param most so many of a metric are kept at least, and not more than twice as many */
  add({ metric, deviceTime, receivedAt, value }: PrimedReading, most: number): void {
    this.#lastReceipt = this.#lastReceipt === null ? receivedAt : latest(this.#lastReceipt, receivedAt)
    if (deviceTime === null) return
    const columns = this.#columnsOf(metric)
    columns.deviceTimes.push(deviceTime)
    columns.values.push(value)
    columns.receipts.push(receivedAt)
    if (columns.receipts.length > most * 2) forgetFirst(columns, most)
  }

  /**
   * A stamp that one message carried names that message. Where several did (a monitor that stamps without seconds), only
   * the last message of the device may be the one whose answer was lost.
   */
  seenBy(metric: Metric, deviceTime: Instant, value: string): 'primed' | 'ambiguous' | undefined {
    const columns = this.#metrics.get(metric)
    if (columns === undefined) return undefined
    const { deviceTimes, values, receipts } = columns
    let receivedAt: Instant | undefined
    const messages = new Set<Instant | undefined>()
    for (let index = deviceTimes.indexOf(deviceTime); index >= 0; index = deviceTimes.indexOf(deviceTime, index + 1)) {
      messages.add(receipts[index])
      if (String(values[index]) === value) receivedAt = receipts[index]
    }
    if (receivedAt === undefined) return undefined
    return messages.size === 1 || receivedAt === this.#lastReceipt ? 'primed' : 'ambiguous'
  }

  hasStamp(metric: Metric, deviceTime: Instant): boolean {
    return this.#metrics.get(metric)?.deviceTimes.includes(deviceTime) === true
  }

  forget(metric: Metric): void {
    this.#metrics.delete(metric)
  }

  #columnsOf(metric: Metric): Columns {
    const known = this.#metrics.get(metric)
    if (known !== undefined) return known
    const made: Columns = { deviceTimes: [], values: [], receipts: [] }
    this.#metrics.set(metric, made)
    return made
  }
}
