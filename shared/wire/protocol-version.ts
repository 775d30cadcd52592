import { z } from 'zod'
import type { ProtocolChange } from '../domain/protocol-difference.ts'
import type { ProtocolVersion } from '../domain/protocol-version.ts'
import { toIso } from '../domain/time.ts'
import { isoTimeSchema, protocolIdSchema, saidTextSchema } from './primitive.ts'
import { protocolDraftSchema } from './protocol-file.ts'
import { protocolAnswerSchema, toProtocolAnswer } from './protocol.ts'

const versionNumberSchema = z.number().int().positive()

const originSchema = z.object({ id: protocolIdSchema, version: versionNumberSchema })

/** One version, and what was decided about it. */
export const protocolVersionSchema = z.object({
  protocol: protocolAnswerSchema,
  origin: z.enum(['product', 'clinic']),
  createdAt: isoTimeSchema,
  createdBy: z.string().nullable(),
  basedOn: originSchema.nullable(),
  note: z.string(),
  retired: z.object({ by: z.string(), at: isoTimeSchema, reason: z.string() }).nullable(),
})

export type ProtocolVersionAnswer = z.infer<typeof protocolVersionSchema>

export const protocolHistorySchema = z.object({
  id: protocolIdSchema,
  /** The version that new visits take; null: none is offered. */
  inUse: versionNumberSchema.nullable(),
  /** Oldest first. */
  versions: z.array(protocolVersionSchema),
})

export type ProtocolHistory = z.infer<typeof protocolHistorySchema>

export const protocolHistoriesSchema = z.object({ histories: z.array(protocolHistorySchema) })

const noteSchema = saidTextSchema.max(400)

/** A protocol of its own name, made of another one or from nothing. */
export const newProtocolSchema = z.strictObject({
  protocol: protocolDraftSchema,
  basedOn: originSchema.exactOptional(),
  note: noteSchema,
})

/** A changed protocol: what is in use is never changed, it gets a version beside it. */
export const newVersionSchema = z.strictObject({
  protocol: protocolDraftSchema,
  basedOn: versionNumberSchema,
  /** The newest version that its author knew: a newer one is a conflict. */
  newest: versionNumberSchema,
  note: noteSchema,
})

export const retireSchema = z.strictObject({ reason: noteSchema })

export const protocolDifferenceSchema = z.object({
  from: versionNumberSchema,
  to: versionNumberSchema,
  changes: z.array(
    z.object({ path: z.string(), label: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ) satisfies z.ZodType<ProtocolChange[]>,
})

export const toVersionAnswer = ({ protocol, createdAt, retired, ...version }: ProtocolVersion): ProtocolVersionAnswer =>
  ({
    ...version,
    protocol: toProtocolAnswer(protocol),
    createdAt: toIso(createdAt),
    retired: retired === null ? null : { ...retired, at: toIso(retired.at) },
  }) as ProtocolVersionAnswer
