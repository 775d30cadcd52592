import { z } from 'zod'
import type { NextVisit } from '../domain/next-visit.ts'
import { toIso } from '../domain/time.ts'
import { isoTimeSchema } from './primitive.ts'

/** When the next visit is due by the protocol; null: it sets no interval, or nothing is there to count from. */
export const nextVisitSchema = z
  .object({
    /** Start of the dose of the last completed visit. */
    lastAt: isoTimeSchema,
    everyDays: z.number(),
    dueAt: isoTimeSchema,
    /** Whole days from now; below nought: that many days ago. */
    dueInDays: z.number().int(),
  })
  .nullable()

export type NextVisitAnswer = z.infer<typeof nextVisitSchema>

export const toNextVisitAnswer = (next: NextVisit | null): NextVisitAnswer =>
  next === null ? null : { ...next, lastAt: toIso(next.lastAt), dueAt: toIso(next.dueAt) }
