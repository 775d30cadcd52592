import { createHash } from 'node:crypto'
import type { Notice } from '../../shared/wire/notification.ts'
import type { NotificationTarget } from '../ports/notifications.ts'

export type Sent =
  | { readonly kind: 'accepted' }
  /** It answered, and would not have it. */
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'unanswered'; readonly why: string }

/** Whom to tell, and how. */
export interface Target extends NotificationTarget {
  /** Never throws. @param signal ends the attempt: the server is stopping */
  send(notice: Notice, signal: AbortSignal): Promise<Sent>
}

/** Names an address in what is kept and shown, without the address: it may hold a secret. */
export const targetId = (kind: NotificationTarget['kind'], address: string): string =>
  `${kind}-${createHash('sha256').update(address).digest('hex').slice(0, 12)}`
