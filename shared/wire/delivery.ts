import { z } from 'zod'
import { isoTimeSchema, sessionIdSchema } from './primitive.ts'

export const deliveriesAnswerSchema = z.object({
  /** HOST:PORT; null: no receiver is configured, and nothing is sent. */
  receiver: z.string().nullable(),
  /** Newest first. */
  deliveries: z.array(
    z.object({
      session: sessionIdSchema,
      /** `refused`: the receiver said no at the last attempt; it is asked again. */
      state: z.enum(['waiting', 'refused', 'delivered']),
      /** Since the record last changed. */
      attempts: z.number().int(),
      lastError: z.string().nullable(),
      nextAttemptAt: isoTimeSchema.nullable(),
      deliveredAt: isoTimeSchema.nullable(),
      /** MSH-10 of the newest message. */
      controlId: z.string(),
    }),
  ),
})
