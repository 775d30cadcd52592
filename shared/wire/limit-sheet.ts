import { z } from 'zod'
import { PHASES } from '../domain/phase.ts'
import { limitSchema, metricSchema } from './limit.ts'
import { isoTimeSchema } from './primitive.ts'

const sheetLimitSchema = z.object({
  id: z.string(),
  limit: limitSchema,
  /** Resolved; null while there is no baseline to derive it from. */
  value: z.number().nullable(),
  /** What the protocol has in its place; null: nothing. */
  protocol: limitSchema.nullable(),
  /** Who set it for this patient; absent: it is the protocol's own. */
  changedBy: z.string().exactOptional(),
  changedAt: isoTimeSchema.exactOptional(),
})

/** `GET /sessions/:id/limits`: the limits in force as they are edited, the protocol's, and those proposed. */
export const limitSheetSchema = z.object({
  phase: z.enum(PHASES),
  limits: z.array(sheetLimitSchema),
  protocol: z.array(limitSchema),
  isProtocol: z.boolean(),
  proposal: z.object({
    /** The rule in words. */
    rule: z.string(),
    basis: z.array(z.object({ metric: metricSchema, median: z.number(), count: z.number().int() })),
    limits: z.array(limitSchema),
  }),
})

export const limitDraftSchema = z.strictObject({ limits: z.array(limitSchema).min(1).max(200) })

/** `POST /sessions/:id/limits/check`: what a draft comes to; nothing is set. */
export const limitCheckSchema = z.object({
  limits: z.array(z.object({ id: z.string(), value: z.number().nullable() })),
  /** The protocol's limits that the draft is wider than, in words: setting it asks for a reason. */
  wider: z.array(z.string()),
})

export type LimitSheetAnswer = z.infer<typeof limitSheetSchema>
export type LimitCheck = z.infer<typeof limitCheckSchema>
