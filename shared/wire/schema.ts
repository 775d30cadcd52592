import type { z } from 'zod'

/** What reads a T out of anything: the client's rooms name it without knowing the library. */
export type Schema<T> = z.ZodType<T>
