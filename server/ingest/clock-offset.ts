import type { Instant } from '../../shared/domain/time.ts'

/** So many messages are looked at: a clock that is set anew is followed within as many. */
const MESSAGES = 20

/** How far a device's clock is behind ours, told from the stamps of its messages. The way takes time and only adds to it: the smallest is the truest. */
export class ClockOffset {
  #offsets: readonly number[] = []

  heard(messageTime: Instant, receivedAt: Instant): void {
    this.#offsets = [...this.#offsets.slice(1 - MESSAGES), receivedAt - messageTime]
  }

  /** Milliseconds; positive: behind. null: it never stamped a message. */
  get ms(): number | null {
    return this.#offsets.length === 0 ? null : Math.min(...this.#offsets)
  }
}
