import { z } from 'zod'
import { bayIdSchema, instantSchema, protocolIdSchema, saidTextSchema, shortTextSchema } from './primitive.ts'

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .filter((part) => part !== '')
    .map((part) => `${part.charAt(0).toUpperCase()}.`)
    .slice(0, 3)
    .join('')

const patientSchema = z
  .strictObject({
    displayName: shortTextSchema,
    initials: z.string().trim().min(1).max(8).exactOptional(),
    recordNumber: z.string().trim().min(1).max(64),
    dateOfBirth: z.iso.date().exactOptional(),
    /** Adults and adolescents; the core checks what is sensible. */
    weightKg: z.number(),
  })
  .transform(({ initials, ...rest }) => ({ ...rest, initials: initials ?? initialsOf(rest.displayName) }))

/** Body of `POST /sessions`. */
export const newSessionSchema = z.strictObject({
  bay: bayIdSchema,
  patient: patientSchema,
  protocol: protocolIdSchema,
  plannedStart: instantSchema.exactOptional(),
  admit: z.boolean().default(false),
})

export type NewSessionBody = z.input<typeof newSessionSchema>

/** Body of `POST /sessions/:id/signature`: the sign-in once more, for this record. */
export const signatureSchema = z.strictObject({
  statement: saidTextSchema,
  password: z.string().min(1).max(1_000),
})

export const loginSchema = z.strictObject({ name: z.string().min(1).max(200), password: z.string().min(1).max(1_000) })
