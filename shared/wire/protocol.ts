import { z } from 'zod'
import { FIGURE_GROUPS, type Protocol, type ProtocolDraft } from '../domain/protocol.ts'
import type { DoseProposal, IsoTime } from '../domain/session-view.ts'
import { toIso } from '../domain/time.ts'
import { directionSchema, limitSchema, metricSchema } from './limit.ts'
import { isoTimeSchema, protocolIdSchema } from './primitive.ts'

const recurrenceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('interval'),
    steps: z.array(z.object({ everyMin: z.number(), untilMin: z.number().exactOptional() })),
  }),
  z.object({ kind: z.literal('marks'), atMin: z.array(z.number()), thenEveryMin: z.number().nullable() }),
])

const recurrencesSchema = z.object({
  preparing: recurrenceSchema.exactOptional(),
  infusing: recurrenceSchema.exactOptional(),
  recovering: recurrenceSchema.exactOptional(),
})

const optionsSchema = z.object({
  preparing: z.array(z.number()).exactOptional(),
  infusing: z.array(z.number()).exactOptional(),
  recovering: z.array(z.number()).exactOptional(),
})

/** A phase with a set of its own has at least one limit: none at all would mean that nothing alarms. */
const phaseLimitsSchema = z.array(limitSchema).min(1).exactOptional()

const limitsByPhaseSchema = z.object({
  preparing: phaseLimitsSchema,
  infusing: phaseLimitsSchema,
  paused: phaseLimitsSchema,
  recovering: phaseLimitsSchema,
})

const length = { durationMin: z.number(), upToDurationMin: z.number() }

const doseRuleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('perKg'), mgPerKg: z.number(), upToMgPerKg: z.number(), ...length }),
  z.object({
    kind: z.literal('perKgPerHour'),
    mgPerKgPerHour: z.number(),
    upToMgPerKgPerHour: z.number(),
    ...length,
  }),
  z.object({ kind: z.literal('fixed'), choicesMg: z.array(z.number()) }),
])

export const figureGroupSchema = z.union([
  z.enum(FIGURE_GROUPS),
  z.templateLiteral(['limits.', metricSchema, '.', directionSchema]),
])

/** A protocol as it is shown: times are RFC 3339. */
export type ProtocolAnswer = Omit<Protocol, 'approval'> & {
  /** null: "Not approved yet". */
  readonly approval: { readonly by: string; readonly at: IsoTime } | null
}

/** What a protocol says, as it is kept and shown. What may be said anew is narrower: protocol-file.ts. */
export const protocolContentSchema = z.object({
  id: protocolIdSchema,
  name: z.string(),
  indication: z.string(),
  route: z.enum(['iv', 'im', 'nasal']),
  dose: doseRuleSchema,
  ramp: z.array(z.object({ minutes: z.number(), shareOfRate: z.number() })),
  maximum: z.object({
    mgPerKg: z.number().exactOptional(),
    mgTotal: z.number().exactOptional(),
    mgPerKgPerHour: z.number().exactOptional(),
  }),
  bloodPressure: recurrencesSchema,
  bloodPressureOptions: optionsSchema.exactOptional(),
  check: recurrencesSchema,
  checklist: z.array(z.object({ id: z.string(), label: z.string(), required: z.boolean() })),
  limits: z.array(limitSchema),
  limitsByPhase: limitsByPhaseSchema.exactOptional(),
  baselineGate: z.object({ sbp: z.number(), dbp: z.number() }),
  recoveryMinimumMin: z.number(),
  criteria: z.array(z.object({ id: z.string(), label: z.string(), stage: z.enum(['ready', 'departure']) })),
  recoveryBandPercent: z.number(),
  longestPauseMin: z.number(),
  longestStayMin: z.number(),
  maintenanceDays: z.number().exactOptional(),
  sources: z.array(z.object({ about: figureGroupSchema, source: z.string() })),
}) satisfies z.ZodType<ProtocolDraft>

export const protocolAnswerSchema = protocolContentSchema.extend({
  version: z.number(),
  approval: z.object({ by: z.string(), at: isoTimeSchema }).nullable(),
}) satisfies z.ZodType<ProtocolAnswer>

export const protocolsAnswerSchema = z.object({ protocols: z.array(protocolAnswerSchema) })

/** `GET /protocols/:id/proposal?weightKg=`: the dose is computed by the server alone. */
export const proposalAnswerSchema = z.object({
  doseMg: z.number(),
  durationMin: z.number(),
  rateMgPerHour: z.number(),
  mgPerKg: z.number(),
}) satisfies z.ZodType<DoseProposal>

export const toProtocolAnswer = ({ approval, ...protocol }: Protocol): ProtocolAnswer => ({
  ...protocol,
  approval: approval === null ? null : { by: approval.by, at: toIso(approval.at) },
})
