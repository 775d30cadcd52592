import { MS_PER_SECOND, type Instant } from '../../shared/domain/time.ts'
import { ClockOffset } from './clock-offset.ts'
import { DeviceLog } from './device-log.ts'
import type { HeldPressure } from './held-pressure.ts'
import { IdentityWatch } from './identity-watch.ts'
import { MessageRate } from './message-rate.ts'
import { MetricTracks } from './metric-tracks.ts'

/** A pulse seen this long ago still tells a loose electrode from asystole (alarms.md: staleAfter of spo2 and pr). */
const PULSE_LIVE_MS = 10 * MS_PER_SECOND

/** Repeats of a message come within seconds. */
const MAX_MESSAGE_IDS = 500

/** What is remembered of a device while the server runs. */
export class DeviceState {
  readonly tracks = new MetricTracks()
  readonly clock = new ClockOffset()
  readonly watch = new IdentityWatch()
  readonly rate = new MessageRate()
  readonly log = new DeviceLog()
  heldPressure: HeldPressure | null = null
  pulseSeenAt: Instant | null = null
  /** At its last message nobody had confirmed yet whose it is. */
  wasUnconfirmed = false
  readonly #messageIds = new Set<string>()
  #last: Promise<unknown> = Promise.resolve()

  /** One thing at a time for a device: a message is placed after the one before it is stored, a move waits for both. */
  inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task)
    this.#last = result.catch(() => undefined)
    return result
  }

  isPulseLive(at: Instant): boolean {
    return this.pulseSeenAt !== null && at - this.pulseSeenAt <= PULSE_LIVE_MS
  }

  hasTaken(messageId: string | undefined): boolean {
    return messageId !== undefined && this.#messageIds.has(messageId)
  }

  tookMessage(messageId: string | undefined): void {
    if (messageId === undefined) return
    this.#messageIds.add(messageId)
    const oldest = this.#messageIds.size > MAX_MESSAGE_IDS ? this.#messageIds.values().next().value : undefined
    if (oldest !== undefined) this.#messageIds.delete(oldest)
  }
}
