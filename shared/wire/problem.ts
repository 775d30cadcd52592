import { z } from 'zod'

/** Every error of the API: which rule, and a sentence that says what would be accepted. */
export const problemSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).exactOptional(),
  }),
})

export type Problem = z.infer<typeof problemSchema>
