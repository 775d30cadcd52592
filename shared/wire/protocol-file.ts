import { z } from 'zod'
import type { ProtocolDraft } from '../domain/protocol.ts'
import { protocolFaults } from '../domain/protocol-faults.ts'
import { protocolId } from '../domain/ids.ts'
import { limitSchema } from './limit.ts'
import { shortTextSchema } from './primitive.ts'
import { figureGroupSchema } from './protocol.ts'

const DAY_MIN = 1_440

/** Rarer than once in a year is no maintenance. */
const MOST_DAYS = 366

const minutesSchema = z.number().positive().max(DAY_MIN)
/** Nothing of the protocols comes near: a figure beyond is a slip. */
const mgPerKgSchema = z.number().positive().max(20)
const mgSchema = z.number().positive().max(5_000)

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/
const slugSchema = z
  .string()
  .max(64)
  .regex(SLUG, 'small letters, digits and single hyphens are accepted, such as iv-depression')
/** Ids within a protocol are the words that outside clients know: `ivPlaced`. */
const wordSchema = z
  .string()
  .max(64)
  .regex(/^[a-z][a-zA-Z0-9]*$/, 'a small letter, then letters and digits are accepted, such as ivPlaced')

const recurrenceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('interval'),
    steps: z.array(z.strictObject({ everyMin: minutesSchema, untilMin: minutesSchema.exactOptional() })).min(1),
  }),
  z.strictObject({
    kind: z.literal('marks'),
    atMin: z.array(minutesSchema).min(1),
    thenEveryMin: minutesSchema.nullable(),
  }),
])

const recurrencesSchema = z.strictObject({
  preparing: recurrenceSchema.exactOptional(),
  infusing: recurrenceSchema.exactOptional(),
  recovering: recurrenceSchema.exactOptional(),
})

const offeredSchema = z.array(minutesSchema).min(1).max(6).exactOptional()
const optionsSchema = z.strictObject({
  preparing: offeredSchema,
  infusing: offeredSchema,
  recovering: offeredSchema,
})

const atOnceOrMinutes = z.number().nonnegative().max(DAY_MIN)
const length = { durationMin: atOnceOrMinutes, upToDurationMin: atOnceOrMinutes }

const doseSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('perKg'), mgPerKg: mgPerKgSchema, upToMgPerKg: mgPerKgSchema, ...length }),
  z.strictObject({
    kind: z.literal('perKgPerHour'),
    mgPerKgPerHour: mgPerKgSchema,
    upToMgPerKgPerHour: mgPerKgSchema,
    ...length,
  }),
  z.strictObject({ kind: z.literal('fixed'), choicesMg: z.array(mgSchema).min(1) }),
])

const limitsSchema = z.array(limitSchema).min(1).max(100)

/** A phase that is not here has the limits of all phases. */
const limitsByPhaseSchema = z.strictObject({
  preparing: limitsSchema.exactOptional(),
  infusing: limitsSchema.exactOptional(),
  paused: limitsSchema.exactOptional(),
  recovering: limitsSchema.exactOptional(),
})

/** What may be said in a new version: each part by itself, then all of them together. */
export const protocolDraftSchema = z
  .strictObject({
    id: slugSchema.transform(protocolId),
    name: z.string().trim().min(1).max(80),
    indication: shortTextSchema,
    route: z.enum(['iv', 'im', 'nasal']),
    dose: doseSchema,
    ramp: z.array(z.strictObject({ minutes: minutesSchema, shareOfRate: z.number().positive().max(2) })).max(10),
    maximum: z.strictObject({
      mgPerKg: mgPerKgSchema.exactOptional(),
      mgTotal: mgSchema.exactOptional(),
      mgPerKgPerHour: mgPerKgSchema.exactOptional(),
    }),
    bloodPressure: recurrencesSchema,
    bloodPressureOptions: optionsSchema.exactOptional(),
    check: recurrencesSchema,
    checklist: z
      .array(z.strictObject({ id: wordSchema, label: shortTextSchema, required: z.boolean() }))
      .min(1)
      .max(40),
    limits: limitsSchema,
    limitsByPhase: limitsByPhaseSchema.exactOptional(),
    baselineGate: z.strictObject({ sbp: z.number().min(60).max(250), dbp: z.number().min(30).max(150) }),
    recoveryMinimumMin: minutesSchema,
    criteria: z
      .array(z.strictObject({ id: wordSchema, label: shortTextSchema, stage: z.enum(['ready', 'departure']) }))
      .min(1)
      .max(40),
    recoveryBandPercent: z.number().positive().max(100),
    longestPauseMin: minutesSchema,
    longestStayMin: minutesSchema,
    maintenanceDays: z.number().int().positive().max(MOST_DAYS).exactOptional(),
    sources: z.array(z.strictObject({ about: figureGroupSchema, source: z.string().trim().min(1).max(400) })),
  })
  .superRefine((draft, context) => {
    for (const { path, message } of protocolFaults(draft))
      context.addIssue({ code: 'custom', path: [...path], message })
  }) satisfies z.ZodType<ProtocolDraft>

const FORMAT = 'vigil.protocol'

/** A protocol as a file. It carries no approval: that is for the clinicians of the clinic that takes it. */
export interface ProtocolFile {
  readonly format: typeof FORMAT
  readonly formatVersion: 1
  /** Which version it was where it comes from. */
  readonly version: number
  readonly protocol: ProtocolDraft
}

export const protocolFileSchema = z.strictObject({
  format: z.literal(FORMAT),
  formatVersion: z.literal(1),
  version: z.number().int().positive(),
  protocol: protocolDraftSchema,
}) satisfies z.ZodType<ProtocolFile>

export const toProtocolFile = (protocol: ProtocolDraft, version: number): ProtocolFile => ({
  format: FORMAT,
  formatVersion: 1,
  version,
  protocol,
})
