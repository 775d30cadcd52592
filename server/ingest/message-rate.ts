import { MS_PER_SECOND, type Instant } from '../../shared/domain/time.ts'

/** feeds.md section 1: more from one device is refused. */
export const MAX_MESSAGES_PER_SECOND = 200

const SHOWN_OVER_S = 10

/** Counts the messages of one device, second by second of the receipt. */
export class MessageRate {
  #seconds: readonly { readonly second: number; readonly count: number }[] = []

  /** @returns whether this one is still within the limit. */
  count(at: Instant): boolean {
    const second = Math.floor(at / MS_PER_SECOND)
    const recent = this.#seconds.filter((one) => one.second > second - SHOWN_OVER_S)
    const now = recent.find((one) => one.second === second)
    const count = (now?.count ?? 0) + 1
    this.#seconds = [...recent.filter((one) => one !== now), { second, count }]
    return count <= MAX_MESSAGES_PER_SECOND
  }

  /** Messages a second over the last ten whole ones. */
  perSecond(at: Instant): number {
    const second = Math.floor(at / MS_PER_SECOND)
    const counted = this.#seconds.filter((one) => one.second < second && one.second >= second - SHOWN_OVER_S)
    return counted.reduce((sum, { count }) => sum + count, 0) / SHOWN_OVER_S
  }
}
