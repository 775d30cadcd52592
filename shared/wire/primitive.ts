import { z } from 'zod'
import { alarmId, bayId, deviceId, protocolId, sessionId, siteId, tokenId, userId } from '../domain/ids.ts'
import { parseIso, type Instant } from '../domain/time.ts'

/** Ids come from outside as plain text; 128 characters are more than any of ours has. */
const idText = z.string().min(1).max(128)

export const sessionIdSchema = idText.transform(sessionId)
export const alarmIdSchema = idText.transform(alarmId)
export const bayIdSchema = idText.transform(bayId)
export const siteIdSchema = idText.transform(siteId)
export const deviceIdSchema = idText.transform(deviceId)
export const userIdSchema = idText.transform(userId)
export const tokenIdSchema = idText.transform(tokenId)
export const protocolIdSchema = idText.transform(protocolId)

/** RFC 3339 with a zone, read into milliseconds since the epoch. */
export const instantSchema = z.string().transform((text, context): Instant => {
  const at = parseIso(text)
  if (at !== null) return at
  context.addIssue({ code: 'custom', message: 'a time is RFC 3339 with a zone, such as 2026-03-01T09:30:00.000Z' })
  return z.NEVER
})

/** A time as views and answers carry it. */
export const isoTimeSchema = z.iso.datetime({ offset: true })

/** Epoch milliseconds, as frames, trends and readings carry them. */
export const epochMsSchema = z.number().int().nonnegative()

/** Free text that a person must give: a reason, a note, a statement. */
export const saidTextSchema = z.string().trim().min(1).max(4_000)
export const shortTextSchema = z.string().trim().min(1).max(200)
