import { z } from 'zod'
import { PRIORITIES, type Limit } from '../domain/limit.ts'
import { METRICS } from '../domain/vital.ts'

export const metricSchema = z.enum(METRICS)
export const prioritySchema = z.enum(PRIORITIES)
export const directionSchema = z.enum(['low', 'high'])

const thresholdSchema = z.union([
  z.number(),
  z.strictObject({ percentOfBaseline: z.number().positive() }),
  z.strictObject({ offsetFromBaseline: z.number() }),
])

/** A limit as files and commands carry it; a delay or hysteresis that is not given is 0. */
export const limitSchema = z.strictObject({
  id: z.string().min(1).max(128).exactOptional(),
  metric: metricSchema,
  direction: directionSchema,
  threshold: thresholdSchema,
  priority: prioritySchema,
  onDelay: z.number().nonnegative().default(0),
  offDelay: z.number().nonnegative().default(0),
  hysteresis: z.number().nonnegative().default(0),
}) satisfies z.ZodType<Limit>
