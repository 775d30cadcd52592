import { z } from 'zod'
import { isoTimeSchema } from './primitive.ts'
import { wireEventSchema } from './stored-event.ts'

/** What a person wrote of a visit, with what became of it. */
const recordEntrySchema = z.object({
  /** The event's number in the session. */
  seq: z.number().int().positive(),
  /** Its number in the chart; null: the chart does not show it. */
  number: z.number().int().positive().nullable(),
  /** As it was written at first. */
  first: wireEventSchema,
  /** As it reads after its amendments. */
  now: wireEventSchema,
  amendments: z.array(
    z.object({
      seq: z.number().int().positive(),
      at: isoTimeSchema,
      by: z.string(),
      reason: z.string(),
      afterSignature: z.boolean(),
    }),
  ),
})

const signatureSchema = z.object({
  seq: z.number().int().positive(),
  at: isoTimeSchema,
  by: z.string(),
  statement: z.string(),
  /** The sign-in was given once more for it. */
  isConfirmed: z.boolean(),
})

/** Everything that people wrote, in the order in which it happened, and who signed it. */
export const recordAnswerSchema = z.object({
  entries: z.array(recordEntrySchema),
  signatures: z.array(signatureSchema),
})

export type RecordAnswer = z.infer<typeof recordAnswerSchema>
export type RecordEntry = z.infer<typeof recordEntrySchema>
export type RecordSignature = z.infer<typeof signatureSchema>
