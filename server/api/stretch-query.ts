import { z } from 'zod'
import { isMetric, METRICS, type Metric } from '../../shared/domain/vital.ts'
import { instantSchema } from '../../shared/wire/primitive.ts'

const metricsSchema = z.string().transform((text, context): readonly Metric[] => {
  const names = text.split(',').map((name) => name.trim())
  if (names.every(isMetric)) return names
  context.addIssue({ code: 'custom', message: `metrics are separated by commas, from ${METRICS.join(', ')}` })
  return z.NEVER
})

/** Which readings of a visit are asked for. */
export const stretchSchema = z.object({
  from: instantSchema.exactOptional(),
  to: instantSchema.exactOptional(),
  metrics: metricsSchema.exactOptional(),
})
