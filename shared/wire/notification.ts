import { z } from 'zod'
import { queueStateSchema } from './queue-state.ts'
import { alarmIdSchema, bayIdSchema, isoTimeSchema, sessionIdSchema, siteIdSchema } from './primitive.ts'

/** What goes out when nobody came to a high alarm: no name, no initials, no number of a patient; a member of staff by name. */
const unattendedNoticeSchema = z.object({
  /** The same in every attempt: a receiver that saw it already may drop it. */
  id: z.string(),
  type: z.literal('alarmUnattended'),
  /** When the alarm became unattended, by the clinical clock. */
  at: isoTimeSchema,
  site: siteIdSchema,
  bay: bayIdSchema,
  bayName: z.string(),
  /** Name of the one who answers for the bay; null: nobody does. Absent: kept by a server that did not know yet. */
  responsible: z.string().nullable().exactOptional(),
  session: sessionIdSchema,
  simulated: z.boolean(),
  alarm: z.object({
    id: alarmIdSchema,
    channel: z.string(),
    kind: z.enum(['physiological', 'technical']),
    priority: z.enum(['low', 'medium', 'high']),
    /** In the unit of the channel's metric, as the API gives it; null for a technical alarm. */
    value: z.number().nullable(),
    limit: z.number().nullable(),
    since: isoTimeSchema,
  }),
})

/** What goes out when a visit outlasts its protocol's longest stay: of the patient as little as above. */
const stayNoticeSchema = z.object({
  id: z.string(),
  type: z.literal('stayPassed'),
  /** When it was written, by the clinical clock. */
  at: isoTimeSchema,
  site: siteIdSchema,
  bay: bayIdSchema,
  bayName: z.string(),
  /** Name of the one who answers for the bay; null: nobody does. */
  responsible: z.string().nullable(),
  session: sessionIdSchema,
  simulated: z.boolean(),
  /** From the end of the infusion, or from a dose that was given at once. */
  longestStayMin: z.number(),
})

/** What an administrator sends to see that it arrives. */
const testNoticeSchema = z.object({ id: z.string(), type: z.literal('test'), at: isoTimeSchema })

export const noticeSchema = z.discriminatedUnion('type', [unattendedNoticeSchema, stayNoticeSchema, testNoticeSchema])

export type Notice = z.infer<typeof noticeSchema>

const targetSchema = z.object({
  id: z.string(),
  kind: z.enum(['webhook', 'email']),
  /** Where it goes, without what may be secret in an address. */
  label: z.string(),
  queue: queueStateSchema,
})

export const notificationsAnswerSchema = z.object({
  /** Empty: none is configured, and nothing is sent. */
  targets: z.array(targetSchema),
  /** Newest first; one for each target. */
  notifications: z.array(
    z.object({
      target: z.string(),
      notice: noticeSchema,
      /** `refused`: the target said no at the last attempt; it is asked again. */
      state: z.enum(['waiting', 'refused', 'delivered']),
      attempts: z.number().int(),
      lastError: z.string().nullable(),
      /** Since when it is to be told, in real time. */
      wantedAt: isoTimeSchema,
      nextAttemptAt: isoTimeSchema.nullable(),
      deliveredAt: isoTimeSchema.nullable(),
    }),
  ),
})

export const testNotificationAnswerSchema = z.object({ id: z.string(), targets: z.array(z.string()) })
