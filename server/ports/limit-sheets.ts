import type { SessionId } from '../../shared/domain/ids.ts'
import type { Limit } from '../../shared/domain/limit.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import type { Result } from '../../shared/domain/result.ts'
import type { DraftCheck, LimitSheet } from '../core/limit-sheet.ts'

/** What the limits of a visit are, and what others would be. null: there is no such visit. */
export interface LimitSheets {
  of(id: SessionId): Promise<LimitSheet | null>
  check(id: SessionId, limits: readonly Limit[]): Promise<Result<DraftCheck, Refusal> | null>
}
