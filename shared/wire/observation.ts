import { z } from 'zod'
import { METRICS } from '../domain/vital.ts'
import { instantSchema } from './primitive.ts'

/** One post holds so many observations at most: an hour of four metrics at one a second is sent in several. */
const MAX_OBSERVATIONS = 5_000

/** `POST /api/v1/observations`, before each observation is looked at: a bad one must not cost the good ones. */
export const observationsBodySchema = z.object({
  /** Needed where the token is not bound to one device. */
  device: z.string().trim().min(1).max(128).exactOptional(),
  /** A record that is played again says so, all the way to the tile. */
  source: z.literal('replay').exactOptional(),
  /** Empty: the device says that it is there. */
  observations: z.array(z.unknown()).max(MAX_OBSERVATIONS),
})

export const observationSchema = z.object({
  metric: z.enum(METRICS),
  /** null: the device speaks of the metric and has no value. */
  value: z.number().nullable(),
  unit: z.string().max(100).exactOptional(),
  /** When it was measured, by the device's clock. */
  time: instantSchema.exactOptional(),
  quality: z.enum(['good', 'poor', 'invalid']).exactOptional(),
  status: z.enum(['ok', 'sensorOff', 'noSignal']).exactOptional(),
  /** Sent late on purpose: kept at its own time, moves no alarm. */
  backlog: z.boolean().exactOptional(),
  /** When a record that is played again was made. */
  recordedAt: instantSchema.exactOptional(),
})

export type ObservationInput = z.input<typeof observationSchema>

/** What a post is answered with; `held` (kept, but given to no session) is said to a replay only. */
export const observationsAnswerSchema = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.array(z.object({ index: z.number(), code: z.string(), message: z.string() })),
  held: z.number().exactOptional(),
})
