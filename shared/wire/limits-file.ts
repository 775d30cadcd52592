import { z } from 'zod'
import type { BaselineValues, Limit } from '../domain/limit.ts'
import type { Metric } from '../domain/vital.ts'
import { limitSchema, metricSchema } from './limit.ts'

/** What `vigil evaluate --limits` reads: the limits, and what goes with them. */
export interface LimitsFile {
  readonly baseline?: BaselineValues
  /** Metrics whose absence is an alarm; absent: none. */
  readonly expected?: readonly Metric[]
  /** Seconds; a metric that is not listed has its default. */
  readonly staleAfter?: Readonly<Partial<Record<Metric, number>>>
  readonly limits: readonly Limit[]
}

export const limitsFileSchema = z.strictObject({
  baseline: z.partialRecord(metricSchema, z.number()).exactOptional(),
  expected: z.array(metricSchema).exactOptional(),
  staleAfter: z.partialRecord(metricSchema, z.number().nonnegative()).exactOptional(),
  limits: z.array(limitSchema),
}) satisfies z.ZodType<LimitsFile>
