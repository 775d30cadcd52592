import { z } from 'zod'
import type { ProtocolVersion } from '../shared/domain/protocol-version.ts'
import { instant } from '../shared/domain/time.ts'
import { protocolIdSchema } from '../shared/wire/primitive.ts'
import { protocolContentSchema } from '../shared/wire/protocol.ts'
import type { RecordStore } from './ports/record-store.ts'

const instantSchema = z.number().transform(instant)

/** As it is kept: what was once accepted is read, also where a later product would not accept it anew. */
const versionRecordSchema = z.object({
  protocol: protocolContentSchema.extend({
    version: z.number(),
    approval: z.object({ by: z.string(), at: instantSchema }).nullable(),
  }),
  origin: z.enum(['product', 'clinic']),
  createdAt: instantSchema,
  createdBy: z.string().nullable(),
  basedOn: z.object({ id: protocolIdSchema, version: z.number() }).nullable(),
  note: z.string(),
  retired: z.object({ by: z.string(), at: instantSchema, reason: z.string() }).nullable(),
}) satisfies z.ZodType<ProtocolVersion>

const recordId = ({ protocol: { id, version } }: ProtocolVersion): string => `${id}@${version}`

export const readVersions = async (records: RecordStore): Promise<readonly ProtocolVersion[]> =>
  (await records.all('protocol')).map(({ value }) => versionRecordSchema.parse(value))

/** Durable when it resolves. */
export const writeVersions = (records: RecordStore, versions: readonly ProtocolVersion[]): Promise<void> =>
  records.put(versions.map((version) => ({ kind: 'protocol', id: recordId(version), value: version })))
