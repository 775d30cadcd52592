import type { SessionId } from '../../shared/domain/ids.ts'
import type { Reading } from '../../shared/domain/reading.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'

/** One commit of one session, told after it is durable. */
export interface SessionChange {
  readonly sessionId: SessionId
  /** Empty where readings changed nothing but the numbers. */
  readonly events: readonly StoredEvent[]
  readonly readings: readonly Reading[]
  /** Projects the view as it is after the change; costs something, so ask only when it is shown. */
  readonly view: () => SessionView
}

export interface Publisher {
  committed(change: SessionChange): void
}
