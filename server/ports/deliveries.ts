import type { SessionId } from '../../shared/domain/ids.ts'
import type { Result } from '../../shared/domain/result.ts'
import type { Instant } from '../../shared/domain/time.ts'

/** How a visit's record stands with the receiver outside. */
export interface Delivery {
  readonly session: SessionId
  /** `delivered`: the receiver has the record as it stands. `refused`: it said no at the last attempt; it is asked again. */
  readonly state: 'waiting' | 'refused' | 'delivered'
  /** Since the record last changed. */
  readonly attempts: number
  /** What the last attempt came to, where it came to nothing. */
  readonly lastError: string | null
  /** Since when the record is to go as it stands, in real time; null: an earlier version did not keep it. */
  readonly wantedAt: Instant | null
  readonly nextAttemptAt: Instant | null
  readonly deliveredAt: Instant | null
  /** MSH-10 of the newest message. */
  readonly controlId: string
}

/** Visits that ended before there was a receiver. */
export interface OlderVisits {
  /** Those that ended then or later. */
  readonly endedFrom: Instant
  /** As many as `countOlder` told: somebody has agreed to these. */
  readonly expected: number
}

/** Records of visits that go to a receiver by themselves. */
export interface Deliveries {
  /** HOST:PORT; null: there is none, and nothing is sent. */
  readonly receiver: string | null
  /** Newest first. */
  list(): readonly Delivery[]
  /** Visits that nothing was ever sent of. @throws StoreError */
  countOlder(endedFrom: Instant): Promise<number>
  /** Puts them among what is to go, durable when it resolves. The error: how many there are instead; none of them goes. @throws StoreError */
  sendOlder(older: OlderVisits): Promise<Result<number, number>>
}
