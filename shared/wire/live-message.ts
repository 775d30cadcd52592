import { z } from 'zod'
import { SCREENS } from '../domain/actor.ts'
import { prioritySchema } from './limit.ts'
import { responsibilitiesSchema } from './responsibility.ts'
import { epochMsSchema, isoTimeSchema, sessionIdSchema } from './primitive.ts'
import { liveQualitySchema, sessionViewSchema } from './session-view.ts'
import { displayEventSchema, wireEventSchema } from './stored-event.ts'

/** `[value, readingTime, quality]`; a null value with quality `none`: the device speaks and has no value. */
export const liveVitalSchema = z.tuple([z.number().nullable(), epochMsSchema, liveQualitySchema])

/** Only what changed since the last frame; newest wins. Times are epoch milliseconds. */
export const vitalsFrameSchema = z.object({
  at: epochMsSchema,
  sessions: z.record(z.string(), z.record(z.string(), liveVitalSchema)),
})

/** Staff get whole events, a display only that they happened. */
const liveStoredEventSchema = z.union([wireEventSchema, displayEventSchema])

/** `seq` numbers the site; the events' and the view's own `seq` number the session. */
export const liveEventSchema = z.object({
  seq: z.number().int().positive(),
  sessionId: sessionIdSchema,
  events: z.array(liveStoredEventSchema),
  view: sessionViewSchema,
})

export const eventsMessageSchema = z.object({
  epoch: z.string(),
  from: z.number().int().positive(),
  to: z.number().int().positive(),
  events: z.array(liveEventSchema),
})

export const siteAlarmSchema = z.object({
  channel: z.string(),
  priority: prioritySchema,
  since: isoTimeSchema,
  text: z.string(),
})

/** Bays go along, so that a wall draws the free ones too. */
const baySchema = z.object({ id: z.string(), name: z.string(), site: z.string() })

export const siteMessageSchema = z.object({
  siteAlarms: z.array(siteAlarmSchema),
  /** All of the site, where one was added, renamed or removed. */
  bays: z.array(baySchema).exactOptional(),
  /** To staff alone: who answers for which bays, as it is now. */
  responsibilities: responsibilitiesSchema.exactOptional(),
})

export const beatSchema = z.object({
  serverTime: epochMsSchema,
  speed: z.number().positive(),
  seq: z.number().int().nonnegative(),
})

export const trendSchema = z.object({ time: z.array(epochMsSchema), value: z.array(z.number().nullable()) })

/** `{ [sessionId]: { [metric]: … } }`: the last 10 min in at most 300 points; gaps are null. */
export const trendsSchema = z.record(z.string(), z.record(z.string(), trendSchema))

export const watchRequestSchema = z.object({
  site: z.string().max(128).exactOptional(),
  epoch: z.string().max(128).exactOptional(),
  since: z.number().int().nonnegative().exactOptional(),
})

const watchHead = {
  ok: z.literal(true),
  epoch: z.string(),
  seq: z.number().int().nonnegative(),
  serverTime: epochMsSchema,
  speed: z.number().positive(),
  trends: trendsSchema,
  siteAlarms: z.array(siteAlarmSchema),
  /** To staff alone. */
  responsibilities: responsibilitiesSchema.exactOptional(),
}

const refusedSchema = z.object({ ok: z.literal(false), code: z.string(), message: z.string() })

export const watchAnswerSchema = z.union([
  z.object({
    ...watchHead,
    mode: z.literal('snapshot'),
    sessions: z.array(sessionViewSchema),
    bays: z.array(baySchema),
  }),
  z.object({
    ...watchHead,
    mode: z.literal('catchUp'),
    events: z.array(liveEventSchema),
    bays: z.array(baySchema).exactOptional(),
  }),
  refusedSchema,
])

export const watchSessionRequestSchema = z.object({ sessionId: sessionIdSchema })

export const watchSessionAnswerSchema = z.union([
  z.object({
    ok: z.literal(true),
    events: z.array(wireEventSchema),
    /** The last 10 min, not thinned. */
    readings: z.record(z.string(), trendSchema),
    view: sessionViewSchema,
  }),
  refusedSchema,
])

export const liveCommandSchema = z.object({
  sessionId: sessionIdSchema,
  expectedSeq: z.number().int().nonnegative().exactOptional(),
  idempotencyKey: z.string().min(1).max(200),
  /** Where it was given. */
  screen: z.enum(SCREENS).exactOptional(),
  /** Read with the schema of commands, so that its refusals name the field. */
  command: z.record(z.string(), z.unknown()),
})

export const commandAnswerSchema = z.union([
  z.object({ ok: z.literal(true), seq: z.number().int(), events: z.array(wireEventSchema) }),
  refusedSchema,
])

export const displayStateSchema = z.object({
  sound: z.enum(['armed', 'notArmed', 'off']),
  visible: z.boolean(),
  bays: z.array(z.string().max(128)).max(64),
  size: z.unknown(),
  /** A page of a signed-in person, which calls them by name; a wall does not. */
  isStaffPage: z.boolean().exactOptional(),
})

export const shownSchema = z.object({ alarmIds: z.array(z.string().max(200)).max(500), at: epochMsSchema })

export const simpleAnswerSchema = z.union([z.object({ ok: z.literal(true) }), refusedSchema])

export type LiveVital = z.infer<typeof liveVitalSchema>
export type VitalsFrame = z.infer<typeof vitalsFrameSchema>
export type LiveEvent = z.infer<typeof liveEventSchema>
export type EventsMessage = z.infer<typeof eventsMessageSchema>
export type SiteAlarm = z.infer<typeof siteAlarmSchema>
export type SiteMessage = z.infer<typeof siteMessageSchema>
export type Beat = z.infer<typeof beatSchema>
export type Trend = z.infer<typeof trendSchema>
export type Trends = z.infer<typeof trendsSchema>
export type WatchRequest = z.infer<typeof watchRequestSchema>
export type WatchAnswer = z.infer<typeof watchAnswerSchema>
export type WatchSessionRequest = z.input<typeof watchSessionRequestSchema>
export type WatchSessionAnswer = z.infer<typeof watchSessionAnswerSchema>
export type LiveCommand = z.input<typeof liveCommandSchema>
export type CommandAnswer = z.infer<typeof commandAnswerSchema>
export type DisplayState = z.infer<typeof displayStateSchema>
export type Shown = z.infer<typeof shownSchema>
export type SimpleAnswer = z.infer<typeof simpleAnswerSchema>
export type LiveBay = z.infer<typeof baySchema>
