import { z } from 'zod'
import { ROLES } from '../domain/actor.ts'

/** The file of `--access-file`, as scripts read it. */
export const accessFileSchema = z.object({
  url: z.string(),
  hl7: z.object({ host: z.string(), port: z.number() }),
  users: z.array(z.object({ name: z.string(), role: z.enum(ROLES), password: z.string() })),
  tokens: z.object({ device: z.string().exactOptional(), display: z.string().exactOptional() }),
})

export type AccessFile = z.infer<typeof accessFileSchema>
