import { z } from 'zod'
import { instantSchema, isoTimeSchema, sessionIdSchema } from './primitive.ts'
import { queueStateSchema } from './queue-state.ts'

export const deliveriesAnswerSchema = z.object({
  /** HOST:PORT; null: no receiver is configured, and nothing is sent. */
  receiver: z.string().nullable(),
  queue: queueStateSchema,
  /** Newest first. */
  deliveries: z.array(
    z.object({
      session: sessionIdSchema,
      /** `refused`: the receiver said no at the last attempt; it is asked again. */
      state: z.enum(['waiting', 'refused', 'delivered']),
      /** Since the record last changed. */
      attempts: z.number().int(),
      lastError: z.string().nullable(),
      /** Since when the record is to go as it stands; null: an earlier version did not keep it. */
      wantedAt: isoTimeSchema.nullable(),
      nextAttemptAt: isoTimeSchema.nullable(),
      deliveredAt: isoTimeSchema.nullable(),
      /** MSH-10 of the newest message. */
      controlId: z.string(),
    }),
  ),
})

/** Which of the visits that ended before there was a receiver. */
export const olderVisitsQuerySchema = z.object({ endedFrom: instantSchema })

export const olderVisitsOrderSchema = olderVisitsQuerySchema.extend({
  /** As many as the question was answered with: another number sends none. */
  expected: z.number().int().positive(),
})

export const olderVisitsAnswerSchema = z.object({ visits: z.number().int() })
