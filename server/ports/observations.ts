import type { ReadingRejection } from './source.ts'

/** Who posts: `device` is the one name that its token may speak under, null where the body names it. */
export interface ObservationSender {
  readonly device: string | null
  readonly peer: string
}

/** What `POST /api/v1/observations` answers, ready to be written. */
export type ObservationAnswer =
  | {
      readonly status: 202
      readonly body: {
        readonly accepted: number
        readonly duplicates: number
        /** Index in the body's `observations`. */
        readonly rejected: readonly ReadingRejection[]
        /** Kept, but given to no session; said to a replay only. */
        readonly held?: number
      }
    }
  | {
      readonly status: 400 | 403 | 409 | 429 | 503
      readonly error: { readonly code: string; readonly message: string }
      /** Seconds, for the header Retry-After. */
      readonly retryAfterS?: number
    }

/** Takes the parsed JSON of one post. Resolves once what it accepted is durable. */
export type ObservationIntake = (body: unknown, sender: ObservationSender) => Promise<ObservationAnswer>
