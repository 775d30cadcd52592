import { z } from 'zod'
import { ARTEFACT_KINDS } from '../domain/artefact.ts'
import { METRICS } from '../domain/vital.ts'
import { epochMsSchema } from './primitive.ts'

const suggestionSchema = z.object({
  /** Stays the same for as long as the readings below it do. */
  id: z.string(),
  kind: z.enum(ARTEFACT_KINDS),
  metrics: z.array(z.enum(METRICS)).min(1),
  /** Both ends belong to the stretch. */
  from: epochMsSchema,
  to: epochMsSchema,
  why: z.string(),
  state: z.enum(['open', 'accepted', 'dismissed']),
  /** Who dismissed it. */
  by: z.string().nullable(),
})

/** In order of time. */
export const artefactsAnswerSchema = z.object({ suggestions: z.array(suggestionSchema) })

/** A visit of many hours with a loose probe has some hundred. */
const MOST_AT_ONCE = 1_000

/** What a person makes of suggestions, named by their ids. */
export const judgementSchema = z.strictObject({
  judgement: z.enum(['accept', 'dismiss']),
  ids: z.array(z.string().max(200)).min(1).max(MOST_AT_ONCE),
})

export type ArtefactsAnswer = z.infer<typeof artefactsAnswerSchema>
export type ArtefactSuggestion = ArtefactsAnswer['suggestions'][number]
