import { z } from 'zod'
import { PHASES } from '../domain/phase.ts'
import { nextVisitSchema } from './next-visit.ts'
import { isoTimeSchema, sessionIdSchema } from './primitive.ts'

const saidSchema = z.object({ text: z.string(), at: isoTimeSchema })

/** What the visit before this one tells whoever prepares: the dose, how high the pressure went, what helped. */
export const previousVisitSchema = z.object({
  sessionId: sessionIdSchema,
  startedAt: isoTimeSchema,
  protocol: z.string(),
  phase: z.enum(PHASES),
  deliveredMg: z.number(),
  mgPerKg: z.number(),
  minutes: z.number(),
  outcome: z.enum(['completed', 'stoppedEarly']).exactOptional(),
  /** Why it was stopped, or where the patient went; empty: it went as planned. */
  because: z.string(),
  /** Highest systolic from the start on, and how far that was above its baseline. */
  highest: z.object({ text: z.string(), rise: z.number(), at: isoTimeSchema }).nullable(),
  symptoms: z.array(saidSchema),
  interventions: z.array(saidSchema),
  nextVisit: nextVisitSchema,
})

/** null: this is the first visit with a dose that is held here. */
export const previousAnswerSchema = z.object({ previous: previousVisitSchema.nullable() })

export type PreviousVisit = z.infer<typeof previousVisitSchema>
