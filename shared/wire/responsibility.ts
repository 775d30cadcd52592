import { z } from 'zod'
import type { Coming, Handover, Responsibilities, Responsibility } from '../domain/responsibility.ts'
import { handoverId } from '../domain/ids.ts'
import { toIso } from '../domain/time.ts'
import { bayIdSchema, isoTimeSchema, saidTextSchema, userIdSchema } from './primitive.ts'

export const personSchema = z.object({ id: userIdSchema, name: z.string() })

export const handoverIdSchema = z.string().min(1).max(128).transform(handoverId)

/** Who answers for a bay; a bay that is not listed has nobody. */
const responsibilitySchema = z.object({
  bay: bayIdSchema,
  person: personSchema,
  since: isoTimeSchema,
  /** How they came to it: took a free bay, took it over from somebody, or accepted it from them. */
  how: z.enum(['taken', 'takenOver', 'accepted']),
  from: personSchema.exactOptional(),
})

export const handoverSchema = z.object({
  id: handoverIdSchema,
  from: personSchema,
  to: personSchema,
  bays: z.array(bayIdSchema),
  note: z.string().exactOptional(),
  offeredAt: isoTimeSchema,
  state: z.enum(['offered', 'accepted', 'declined', 'withdrawn']),
  endedAt: isoTimeSchema.exactOptional(),
  endedBy: personSchema.exactOptional(),
  reason: z.string().exactOptional(),
})

export const responsibilitiesSchema = z.object({
  /** Number of the newest change. */
  seq: z.number().int().nonnegative(),
  answering: z.array(responsibilitySchema),
  /** The open ones and the last that ended, in the order in which they were offered. */
  handovers: z.array(handoverSchema),
})

/** A site shows 64 bays at most. */
const baysSchema = z.array(bayIdSchema).min(1).max(64)

export const takeSchema = z.strictObject({
  bays: baysSchema,
  /** Id of the person who answers for them now; absent: nobody does. */
  from: userIdSchema.exactOptional(),
})

export const releaseSchema = z.strictObject({ bays: baysSchema })

const saidSchema = saidTextSchema.max(1_000)

export const offerSchema = z.strictObject({ bays: baysSchema, to: userIdSchema, note: saidSchema.exactOptional() })

export const declineSchema = z.strictObject({ reason: saidSchema.exactOptional() })

export const decisionSchema = z.strictObject({})

export type ResponsibilityAnswer = z.infer<typeof responsibilitySchema>
export type HandoverAnswer = z.infer<typeof handoverSchema>
export type ResponsibilitiesAnswer = z.infer<typeof responsibilitiesSchema>

const comingOf = (coming: Coming): Pick<ResponsibilityAnswer, 'how' | 'from'> =>
  coming.kind === 'taken' ? { how: 'taken' } : { how: coming.kind, from: coming.from }

const toResponsibility = ({ bay, person, since, coming }: Responsibility): ResponsibilityAnswer => ({
  bay,
  person,
  since: toIso(since),
  ...comingOf(coming),
})

const endOf = ({ end }: Handover): Pick<HandoverAnswer, 'state' | 'endedAt' | 'endedBy' | 'reason'> =>
  end === null
    ? { state: 'offered' }
    : {
        state: end.as,
        endedAt: toIso(end.at),
        endedBy: end.by,
        ...(end.reason === null ? {} : { reason: end.reason }),
      }

export const toHandoverAnswer = (handover: Handover): HandoverAnswer => {
  const { id, from, to, bays, note, offeredAt } = handover
  const said = note === null ? {} : { note }
  return { id, from, to, bays: [...bays], ...said, offeredAt: toIso(offeredAt), ...endOf(handover) }
}

export const toResponsibilitiesAnswer = ({ seq, answering, handovers }: Responsibilities): ResponsibilitiesAnswer => ({
  seq,
  answering: answering.map(toResponsibility),
  handovers: handovers.map(toHandoverAnswer),
})
