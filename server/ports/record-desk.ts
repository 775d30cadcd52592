import type { JudgedArtefact } from '../core/artefact-suggestions.ts'
import type { SessionId } from '../../shared/domain/ids.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { VisitChart } from '../../shared/wire/chart.ts'
import type { RecordAnswer } from '../../shared/wire/record.ts'

/** What the record's page is made of; null: there is no such visit. @throws StoreError */
export interface RecordDesk {
  /** @param stretch null: the whole visit */
  chart(
    id: SessionId,
    stretch: { readonly from: Instant; readonly to: Instant } | null,
  ): Promise<{ readonly chart: VisitChart | null } | null>
  /** What looks like an artefact, in order of time, with what people made of it. */
  artefacts(id: SessionId): Promise<readonly JudgedArtefact[] | null>
  entries(id: SessionId): Promise<RecordAnswer | null>
}
