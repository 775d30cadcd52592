import { z } from 'zod'
import { SCREENS } from '../domain/actor.ts'
import { ALARM_MARKS, ALARM_TRANSITIONS } from '../domain/alarm.ts'
import type { LimitTrial } from '../domain/limit-change.ts'
import { PRIORITIES } from '../domain/limit.ts'
import { directionSchema, metricSchema, prioritySchema } from './limit.ts'
import { bayIdSchema, instantSchema, isoTimeSchema, protocolIdSchema, sessionIdSchema } from './primitive.ts'
import { originSchema } from './session-view.ts'

/** Which visits are asked for. */
const visitFilter = {
  from: instantSchema.exactOptional(),
  to: instantSchema.exactOptional(),
  bay: bayIdSchema.exactOptional(),
  protocol: protocolIdSchema.exactOptional(),
  session: sessionIdSchema.exactOptional(),
}

/** Which of their alarms; `from` and `to` are of the raise. */
export const alarmFilterSchema = z.object({
  ...visitFilter,
  channel: z.string().max(100).exactOptional(),
  /** The highest that it reached. */
  priority: z.enum(PRIORITIES).exactOptional(),
  kind: z.enum(['physiological', 'technical']).exactOptional(),
  acknowledged: z.enum(['yes', 'no']).exactOptional(),
})

const LOG_PAGE = { usual: 50, most: 200 } as const

export const alarmLogQuerySchema = alarmFilterSchema.extend({
  cursor: z.string().max(300).exactOptional(),
  limit: z.coerce.number().int().min(1).max(LOG_PAGE.most).default(LOG_PAGE.usual),
})

const zoneSchema = z.string().refine(
  (zone) => {
    try {
      return Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
    } catch {
      return false
    }
  },
  { message: 'a zone is an IANA name such as Europe/Zurich' },
)

export const alarmAnalysisQuerySchema = alarmFilterSchema.extend({ zone: zoneSchema.default('UTC') })

const personSchema = z.object({ name: z.string(), role: z.string(), screen: z.enum(SCREENS).nullable() })

const loggedTransitionSchema = z.object({
  type: z.enum(ALARM_TRANSITIONS),
  /** When the server decided. */
  at: isoTimeSchema,
  priority: prioritySchema,
  value: z.number().nullable(),
  limit: z.number().nullable(),
  /** When the value was measured, and where it came from. */
  readingAt: isoTimeSchema.nullable(),
  origin: originSchema.nullable(),
  by: personSchema.nullable(),
})

export const loggedAlarmSchema = z.object({
  id: z.string(),
  sessionId: sessionIdSchema,
  bay: z.string(),
  initials: z.string(),
  protocol: z.string(),
  isSimulated: z.boolean(),
  channel: z.string(),
  kind: z.enum(['physiological', 'technical']),
  highest: prioritySchema,
  raisedAt: isoTimeSchema,
  overAt: isoTimeSchema.nullable(),
  worst: z.number().nullable(),
  limit: z.number().nullable(),
  firstShown: z.object({ at: isoTimeSchema, display: z.string() }).nullable(),
  acknowledged: personSchema.extend({ at: isoTimeSchema }).nullable(),
  isNotConfirmed: z.boolean(),
  wasUnattended: z.boolean(),
  marked: z
    .object({ mark: z.enum(ALARM_MARKS), by: z.string().nullable(), at: isoTimeSchema, note: z.string().nullable() })
    .nullable(),
  hadIntervention: z.boolean(),
  transitions: z.array(loggedTransitionSchema),
})

/** Newest first. */
export const alarmLogAnswerSchema = z.object({
  alarms: z.array(loggedAlarmSchema),
  /** How many there are of this kind, on all pages. */
  total: z.number().int().nonnegative(),
  nextCursor: z.string().exactOptional(),
})

const rateSchema = z.object({ key: z.string(), count: z.number().int(), perBayHour: z.number().nullable() })

export const alarmAnalysisSchema = z.object({
  visits: z.number().int(),
  bayHours: z.number(),
  alarms: z.number().int(),
  perBayHour: z.number().nullable(),
  byChannel: z.array(rateSchema),
  byPriority: z.array(rateSchema),
  byProtocol: z.array(rateSchema),
  byHour: z.array(rateSchema),
  timeToAcknowledgeS: z.object({ median: z.number(), p90: z.number() }).nullable(),
  acknowledged: z.number().int(),
  endedByItself: z.number().int(),
  notConfirmed: z.number().int(),
  real: z.number().int(),
  nuisance: z.number().int(),
  noisiest: z.array(
    z.object({
      id: sessionIdSchema,
      bay: z.string(),
      initials: z.string(),
      createdAt: isoTimeSchema,
      count: z.number().int(),
      perHour: z.number().nullable(),
    }),
  ),
})

const limitTrialSchema = z
  .strictObject({
    metric: metricSchema,
    direction: directionSchema,
    priority: prioritySchema.exactOptional(),
    threshold: z.number().exactOptional(),
    onDelay: z.number().nonnegative().max(600).exactOptional(),
    offDelay: z.number().nonnegative().max(600).exactOptional(),
  })
  .refine(({ threshold, onDelay, offDelay }) => [threshold, onDelay, offDelay].some((it) => it !== undefined), {
    message: 'at least one of threshold, onDelay and offDelay says what would be other',
  }) satisfies z.ZodType<LimitTrial>

/** Many visits under other limits; what a trial does not name stays as it was in the visit. */
export const alarmTrialRequestSchema = z.strictObject({
  ...visitFilter,
  trials: z.array(limitTrialSchema).min(1).max(20),
})

const alarmTrialResultSchema = z.object({
  visits: z.number().int(),
  were: z.number().int(),
  wouldBe: z.number().int(),
  channels: z.array(z.object({ channel: z.string(), were: z.number().int(), wouldBe: z.number().int() })),
  real: z.number().int(),
  missed: z.array(
    z.object({
      id: z.string(),
      sessionId: sessionIdSchema,
      bay: z.string(),
      initials: z.string(),
      channel: z.string(),
      priority: prioritySchema,
      raisedAt: isoTimeSchema,
      isMarked: z.boolean(),
    }),
  ),
  latestByS: z.number().nullable(),
})

/** A line of the answer: how far it is, and at last what it came to. Whoever hangs up gives the run up. */
export const alarmTrialLineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), done: z.number().int(), total: z.number().int() }),
  z.object({ kind: z.literal('done'), result: alarmTrialResultSchema }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
])

export type AlarmFilter = z.infer<typeof alarmFilterSchema>
export type LoggedAlarmAnswer = z.infer<typeof loggedAlarmSchema>
export type AlarmLogAnswer = z.infer<typeof alarmLogAnswerSchema>
export type AlarmAnalysis = z.infer<typeof alarmAnalysisSchema>
export type AlarmTrialResult = z.infer<typeof alarmTrialResultSchema>
export type AlarmTrialLine = z.infer<typeof alarmTrialLineSchema>
