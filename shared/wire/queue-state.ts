import { z } from 'zod'
import { isoTimeSchema } from './primitive.ts'

/** How it stands with what is to go to one receiver outside. */
export const queueStateSchema = z.object({
  /** `untried`: nothing was ever sent. `failing`: what was tried last, and is still to go, did not get through. */
  state: z.enum(['untried', 'working', 'failing']),
  /** Since when the oldest of what failed waits; null where nothing fails, or nobody kept it. */
  failingSince: isoTimeSchema.nullable(),
  /** What the receiver, or the way to it, said to the last attempt that came to nothing and is still open. */
  lastError: z.string().nullable(),
  waiting: z.number().int(),
  nextAttemptAt: isoTimeSchema.nullable(),
  lastDeliveredAt: isoTimeSchema.nullable(),
})

export type QueueState = z.infer<typeof queueStateSchema>
