import { z } from 'zod'
import { instant, type Instant } from '../../shared/domain/time.ts'
import { AUDIT_ACTIONS, type Audit, type AuditEntry } from '../ports/accounts.ts'
import type { Identify } from '../ports/identify.ts'
import type { RecordStore } from '../ports/record-store.ts'

const auditRecordSchema = z.object({
  at: z.number().transform(instant),
  action: z.enum(AUDIT_ACTIONS),
  by: z.object({ id: z.string(), name: z.string() }).exactOptional(),
  address: z.string().exactOptional(),
  detail: z.string().exactOptional(),
}) satisfies z.ZodType<AuditEntry>

interface AuditBookParts {
  readonly records: RecordStore
  readonly identify: Identify
  readonly now: () => Instant
}

/** Who was let in, who was not, and who changed whose access. Only ever added to. */
export const createAuditBook = ({ records, identify, now }: AuditBookParts): Audit => ({
  record: (entry) => records.put([{ kind: 'audit', id: identify.newId('au'), value: { at: now(), ...entry } }]),

  newest: async (limit) => {
    const stored = await records.all('audit')
    return stored
      .slice(-limit)
      .reverse()
      .map(({ value }) => auditRecordSchema.parse(value))
  },
})
