import type { Instant } from '../../shared/domain/time.ts'
import type { Notice } from '../../shared/wire/notification.ts'

/** How one notice stands with one target. */
export interface Notification {
  readonly target: string
  readonly notice: Notice
  /** `refused`: the target said no at the last attempt; it is asked again. */
  readonly state: 'waiting' | 'refused' | 'delivered'
  readonly attempts: number
  /** What the last attempt came to, where it came to nothing. */
  readonly lastError: string | null
  /** Since when it is to be told, in real time. */
  readonly wantedAt: Instant
  readonly nextAttemptAt: Instant | null
  readonly deliveredAt: Instant | null
}

export interface NotificationTarget {
  readonly id: string
  readonly kind: 'webhook' | 'email'
  readonly label: string
}

/** What is told to the world outside when nobody comes. */
export interface Notifications {
  readonly targets: readonly NotificationTarget[]
  /** Newest first. */
  list(): readonly Notification[]
  /** Sends a test to every target, by the way an alarm takes. @returns its id */
  sendTest(): string
}
