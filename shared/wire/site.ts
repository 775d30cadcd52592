import { z } from 'zod'
import { metricSchema } from './limit.ts'
import {
  bayIdSchema,
  deviceIdSchema,
  isoTimeSchema,
  sessionIdSchema,
  shortTextSchema,
  siteIdSchema,
} from './primitive.ts'

export const bayAnswerSchema = z.object({
  id: bayIdSchema,
  name: z.string(),
  site: siteIdSchema,
  /** The session that runs there; absent: the bay is free. */
  sessionId: sessionIdSchema.exactOptional(),
  deviceIds: z.array(deviceIdSchema),
})

export const baysAnswerSchema = z.array(bayAnswerSchema)

export const newBaySchema = z.strictObject({ name: shortTextSchema, site: siteIdSchema.exactOptional() })

export const bayChangeSchema = z.strictObject({ name: shortTextSchema })

const intervalSecondsSchema = z.partialRecord(metricSchema, z.number().positive().max(86_400))

export const deviceAnswerSchema = z.object({
  id: deviceIdSchema,
  name: z.string(),
  kind: z.enum(['http', 'hl7', 'simulator', 'replay']),
  identity: z.string(),
  /** Absent: it speaks, and is not assigned. */
  bay: bayIdSchema.exactOptional(),
  /** null: not heard since the server started. */
  lastHeardAt: isoTimeSchema.nullable(),
  metrics: z.array(metricSchema),
  intervals: intervalSecondsSchema,
  attention: z.array(z.object({ code: z.enum(['confirm', 'clockOff']), message: z.string() })),
  clockOffsetS: z.number().nullable(),
  messagesPerSecond: z.number(),
  counters: z.object({
    messages: z.number(),
    readings: z.number(),
    duplicates: z.number(),
    invalid: z.number(),
    refused: z.record(z.string(), z.number()),
  }),
})

export const devicesAnswerSchema = z.array(deviceAnswerSchema)

const unknownObservationSchema = z.object({ code: z.string(), name: z.string(), value: z.string(), unit: z.string() })

export const deviceDetailSchema = deviceAnswerSchema.extend({
  latest: z.array(
    z.object({
      metric: metricSchema,
      value: z.number().nullable(),
      quality: z.enum(['good', 'poor', 'invalid', 'none']),
      status: z.enum(['sensorOff', 'noSignal']).exactOptional(),
      measuredAt: isoTimeSchema,
      receivedAt: isoTimeSchema,
      recordedAt: isoTimeSchema.exactOptional(),
    }),
  ),
  unknown: z.array(unknownObservationSchema),
  recentMessages: z.array(z.object({ at: isoTimeSchema, text: z.string() })),
  refusals: z.array(z.object({ at: isoTimeSchema, reason: z.string(), peer: z.string(), text: z.string() })),
})

export const deviceChangeSchema = z
  .strictObject({
    /** null: out of its bay. */
    bay: bayIdSchema.nullable().exactOptional(),
    name: shortTextSchema.exactOptional(),
    intervals: intervalSecondsSchema.exactOptional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'say what is to change: bay, name or intervals')

/** What an administrator may set without a restart. */
export const settingsSchema = z.object({
  /** Hours after which a person signs in again. */
  signInHours: z.number().int().min(1).max(24),
})

export const settingsChangeSchema = z
  .strictObject({ signInHours: settingsSchema.shape.signInHours.exactOptional() })
  .refine((change) => Object.keys(change).length > 0, 'say what is to change: signInHours')

export type BayAnswer = z.infer<typeof bayAnswerSchema>
export type DeviceAnswer = z.infer<typeof deviceAnswerSchema>
export type SiteSettings = z.infer<typeof settingsSchema>
