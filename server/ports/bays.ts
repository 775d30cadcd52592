import type { BayId, SiteId } from '../../shared/domain/ids.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import type { Result } from '../../shared/domain/result.ts'

/** A place for one patient. */
export interface Bay {
  readonly id: BayId
  readonly name: string
  readonly site: SiteId
}

/** The bays of the clinic, in the order in which they were named: people find by place. */
export interface Bays {
  list(): readonly Bay[]
  find(id: BayId): Bay | null
  /** Names are unique within a site. Durable when it resolves, here and below. */
  add(bay: { readonly name: string; readonly site: SiteId }): Promise<Result<Bay, Refusal>>
  rename(id: BayId, name: string): Promise<Result<Bay, Refusal>>
  remove(id: BayId): Promise<Result<null, Refusal>>
  /** One was added, renamed or removed, and it is durable. */
  onChanged(listener: () => void): void
}
