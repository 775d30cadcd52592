import { z } from 'zod'
import type { ResponsibilityEvent } from '../shared/domain/responsibility.ts'
import { instant } from '../shared/domain/time.ts'
import { bayIdSchema } from '../shared/wire/primitive.ts'
import { handoverIdSchema, personSchema } from '../shared/wire/responsibility.ts'
import type { RecordStore } from './ports/record-store.ts'

const happened = { at: z.number().transform(instant), by: personSchema }
const bays = z.array(bayIdSchema)
const handover = handoverIdSchema

const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('baysTaken'), ...happened, bays, from: personSchema.nullable() }),
  z.object({ type: z.literal('baysReleased'), ...happened, bays }),
  z.object({
    type: z.literal('handoverOffered'),
    ...happened,
    handover,
    to: personSchema,
    bays,
    note: z.string().nullable(),
  }),
  z.object({ type: z.literal('handoverAccepted'), ...happened, handover }),
  z.object({ type: z.literal('handoverDeclined'), ...happened, handover, reason: z.string().nullable() }),
  z.object({ type: z.literal('handoverWithdrawn'), ...happened, handover }),
]) satisfies z.ZodType<ResponsibilityEvent>

/** What is kept of each event, and with the last one of an order the key that it came under. */
const recordSchema = z.object({
  event: eventSchema,
  key: z.object({ text: z.string(), hash: z.string() }).nullable(),
})

export interface ResponsibilityRecord {
  readonly event: ResponsibilityEvent
  readonly key: { readonly text: string; readonly hash: string } | null
}

/** In the order in which they happened. */
export const readResponsibilityRecords = async (records: RecordStore): Promise<readonly ResponsibilityRecord[]> =>
  (await records.all('responsibility')).map(({ value }) => recordSchema.parse(value))

/** Durable when it resolves, all or none. @param first number of the first event */
export const writeResponsibilityRecords = (
  records: RecordStore,
  first: number,
  written: readonly ResponsibilityRecord[],
): Promise<void> =>
  records.put(written.map((value, index) => ({ kind: 'responsibility', id: String(first + index), value })))
