import { z } from 'zod'
import { ROLES, SCREENS } from '../domain/actor.ts'
import { instant, toIso } from '../domain/time.ts'
import type { StoredEvent } from '../domain/session-event.ts'
import { isoTimeSchema, userIdSchema } from './primitive.ts'

/** An event as `GET …/events`, command answers and the live feed carry it to staff: times are RFC 3339. */
export const wireEventSchema = z.object({
  seq: z.number().int().positive(),
  type: z.string(),
  at: isoTimeSchema,
  occurredAt: isoTimeSchema.exactOptional(),
  by: z
    .object({ id: userIdSchema, name: z.string(), role: z.enum(ROLES), screen: z.enum(SCREENS).exactOptional() })
    .exactOptional(),
  data: z.record(z.string(), z.unknown()),
})

export type WireEvent = z.infer<typeof wireEventSchema>

/** What a display gets of an event: that it happened, and nothing of what was said. */
export const displayEventSchema = z.object({ seq: z.number().int().positive(), type: z.string(), at: isoTimeSchema })

export type DisplayEvent = z.infer<typeof displayEventSchema>

/** Fields of event data that hold an instant wherever they stand; ids of the same name are text and stay. */
const INSTANT_FIELDS: ReadonlySet<string> = new Set([
  'at',
  'from',
  'measuredAt',
  'plannedStart',
  'readingAt',
  'soundFrom',
  'to',
  'until',
])

const withIsoTimes = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withIsoTimes)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, field]: [string, unknown]) => [
      key,
      INSTANT_FIELDS.has(key) && typeof field === 'number' ? toIso(instant(field)) : withIsoTimes(field),
    ]),
  )
}

export const toWireEvent = (event: StoredEvent): WireEvent => ({
  seq: event.seq,
  type: event.type,
  at: toIso(event.at),
  ...(event.occurredAt === undefined ? {} : { occurredAt: toIso(event.occurredAt) }),
  ...(event.by === undefined ? {} : { by: event.by }),
  data: Object.fromEntries(
    Object.entries(event.data).map(([key, field]: [string, unknown]) => [
      key,
      INSTANT_FIELDS.has(key) && typeof field === 'number' ? toIso(instant(field)) : withIsoTimes(field),
    ]),
  ),
})

export const toDisplayEvent = (event: StoredEvent): DisplayEvent => ({
  seq: event.seq,
  type: event.type,
  at: toIso(event.at),
})
