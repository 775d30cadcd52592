import { z } from 'zod'
import type { DosePreview, DoseQuestion } from '../domain/dose-preview.ts'
import { gateSchema, infusionSchema } from './session-view.ts'

const figure = z.number()

export const doseQuestionSchema: z.ZodType<DoseQuestion> = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('startInfusion'),
    doseMg: figure,
    durationMin: figure,
    concentrationMgPerMl: figure.exactOptional(),
  }),
  z.strictObject({ type: z.literal('changeRate'), rateMgPerHour: figure }),
  z.strictObject({ type: z.literal('giveBolus'), mg: figure }),
  z.strictObject({ type: z.literal('resumeInfusion') }),
])

export const dosePreviewSchema: z.ZodType<DosePreview> = z.object({
  before: infusionSchema.nullable(),
  after: infusionSchema.nullable(),
  openGates: z.array(gateSchema),
})
