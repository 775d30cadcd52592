import type { SessionId } from '../../shared/domain/ids.ts'
import type { PreviousVisit } from '../../shared/wire/previous-visit.ts'
import type { VisitSheet, VisitSheetKind } from '../../shared/wire/visit-sheet.ts'

/** What is told of a visit on one page, running or ended, made of what the store holds now. */
export interface VisitSheets {
  /** null: there is no such visit. @throws StoreError */
  of(id: SessionId, kind: VisitSheetKind): Promise<VisitSheet | null>
  /** The patient's visit before this one in which a dose was given. @throws StoreError */
  before(id: SessionId): Promise<{ readonly previous: PreviousVisit | null } | null>
}
