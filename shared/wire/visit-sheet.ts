import { z } from 'zod'
import { isoTimeSchema, sessionIdSchema } from './primitive.ts'
import { wireEventSchema } from './stored-event.ts'

/** What is printed of a visit and given to somebody: to the next ward, to the manufacturer's registry, to the patient. */
export const VISIT_SHEETS = ['handover', 'esketamine', 'instructions'] as const

export type VisitSheetKind = (typeof VISIT_SHEETS)[number]

const rowSchema = z.object({
  label: z.string(),
  /** null: the visit does not hold it; it is listed in `missing` where the sheet needs it. */
  value: z.string().nullable(),
  at: isoTimeSchema.exactOptional(),
})

const sectionSchema = z.object({
  heading: z.string(),
  rows: z.array(rowSchema),
  /** Sentences for people. */
  lines: z.array(z.string()),
  /** In the order in which they happened. */
  events: z.array(wireEventSchema),
})

export const visitSheetSchema = z.object({
  kind: z.enum(VISIT_SHEETS),
  title: z.string(),
  sessionId: sessionIdSchema,
  patient: z.object({
    displayName: z.string(),
    recordNumber: z.string(),
    dateOfBirth: z.string().exactOptional(),
    weightKg: z.number().exactOptional(),
  }),
  bay: z.string(),
  protocol: z.string(),
  simulated: z.boolean(),
  madeAt: isoTimeSchema,
  sections: z.array(sectionSchema),
  /** What the ids in events are called. */
  names: z.object({ items: z.record(z.string(), z.string()), criteria: z.record(z.string(), z.string()) }),
  /** What the sheet asks for and the visit does not hold; `byNote`: a note `LABEL: …` gives it. */
  missing: z.array(z.object({ label: z.string(), byNote: z.boolean() })),
})

export type SheetRow = z.infer<typeof rowSchema>
export type SheetSection = z.infer<typeof sectionSchema>
export type VisitSheet = z.infer<typeof visitSheetSchema>
