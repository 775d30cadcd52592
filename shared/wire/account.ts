import { z } from 'zod'
import { ROLES } from '../domain/actor.ts'
import { isoTimeSchema, shortTextSchema, siteIdSchema, tokenIdSchema, userIdSchema } from './primitive.ts'

const roleSchema = z.enum(ROLES)
const passwordSchema = z.string().min(1).max(1_000)

/** Answer of `POST /auth/login` and `GET /auth/me`. */
export const meSchema = z.object({ user: z.object({ id: userIdSchema, name: z.string(), role: roleSchema }) })

export const userSchema = z.object({
  id: userIdSchema,
  name: z.string(),
  role: roleSchema,
  isActive: z.boolean(),
  createdAt: isoTimeSchema,
})

export const usersAnswerSchema = z.object({ users: z.array(userSchema) })

export const newUserSchema = z.strictObject({ name: shortTextSchema, role: roleSchema, password: passwordSchema })

export const userChangeSchema = z
  .strictObject({
    role: roleSchema.exactOptional(),
    password: passwordSchema.exactOptional(),
    isActive: z.boolean().exactOptional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'say what is to change: role, password or isActive')

const deviceNameSchema = z.string().trim().min(1).max(128)

export const tokenSchema = z.object({
  id: tokenIdSchema,
  kind: z.enum(['device', 'display']),
  name: z.string(),
  /** Device tokens: the one device name that it may speak under; null: it names the device in each message. */
  device: z.string().nullable(),
  /** Display tokens: the one site that it may look at. */
  site: siteIdSchema.nullable(),
  createdAt: isoTimeSchema,
  createdBy: z.string(),
})

export const tokensAnswerSchema = z.object({ tokens: z.array(tokenSchema) })

export const newTokenSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('device'), name: shortTextSchema, device: deviceNameSchema.exactOptional() }),
  z.strictObject({ kind: z.literal('display'), name: shortTextSchema, site: siteIdSchema.exactOptional() }),
])

/** The secret is told this one time. */
export const tokenCreatedSchema = z.object({ token: tokenSchema, secret: z.string() })

const auditEntrySchema = z.object({
  at: isoTimeSchema,
  action: z.string(),
  by: z.object({ id: z.string(), name: z.string() }).exactOptional(),
  address: z.string().exactOptional(),
  detail: z.string().exactOptional(),
})

/** Newest first. */
export const auditAnswerSchema = z.object({ entries: z.array(auditEntrySchema) })

export type Me = z.infer<typeof meSchema>
export type UserAnswer = z.infer<typeof userSchema>
export type TokenAnswer = z.infer<typeof tokenSchema>
