import { z } from 'zod'
import { ALARM_TRANSITIONS } from '../domain/alarm.ts'
import { directionSchema, limitSchema, metricSchema, prioritySchema } from './limit.ts'
import { instantSchema, isoTimeSchema } from './primitive.ts'

/** Limits to try on one visit in place of its own, from its beginning; `from` and `to` cut what is answered. */
export const whatIfRequestSchema = z.strictObject({
  limits: z.array(limitSchema).min(1).max(200),
  from: instantSchema.exactOptional(),
  to: instantSchema.exactOptional(),
})

/** The limit that a value passed, resolved. */
const limitInForceSchema = z.object({
  id: z.string(),
  metric: metricSchema,
  direction: directionSchema,
  priority: prioritySchema,
  value: z.number(),
})

export const alarmTransitionSchema = z.object({
  at: isoTimeSchema,
  type: z.enum(ALARM_TRANSITIONS),
  alarmId: z.string(),
  channel: z.string(),
  kind: z.enum(['physiological', 'technical']),
  /** The level after it; where that is none, the highest that the alarm had reached. */
  priority: prioritySchema,
  value: z.number().exactOptional(),
  limit: limitInForceSchema.exactOptional(),
  readingAt: isoTimeSchema.exactOptional(),
})

const alarmsOfLimitsSchema = z.object({
  /** How many alarms were raised. */
  raised: z.number().int().nonnegative(),
  /** How many alarms the stretch had: those, and the ones whose condition held as it began. */
  alarms: z.number().int().nonnegative(),
  transitions: z.array(alarmTransitionSchema),
})

/** Alarm ids of the two sides have nothing to do with each other. */
export const whatIfAnswerSchema = z.object({ were: alarmsOfLimitsSchema, wouldBe: alarmsOfLimitsSchema })

export type AlarmTransitionAnswer = z.infer<typeof alarmTransitionSchema>
export type WhatIfAnswer = z.infer<typeof whatIfAnswerSchema>
