import type { BayId } from '../../shared/domain/ids.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import type { Handover, Person, Responsibilities } from '../../shared/domain/responsibility.ts'
import type { ResponsibilityCommand } from '../../shared/domain/responsibility-decision.ts'
import type { Result } from '../../shared/domain/result.ts'

type Offer = Extract<ResponsibilityCommand, { readonly type: 'offerHandover' }>

/** A new offer gets its id from the book. */
export type AskedResponsibility = Exclude<ResponsibilityCommand, Offer> | Omit<Offer, 'handover'>

export interface ResponsibilityOrder {
  readonly by: Person
  readonly command: AskedResponsibility
  /** The same key of the same person again gives the first answer and writes nothing. */
  readonly idempotencyKey?: string
}

export interface ResponsibilityOutcome {
  readonly responsibilities: Responsibilities
  /** The hand-over that the order was about. */
  readonly handover: Handover | null
  /** The same order came before, under the same key. */
  readonly isRepeat: boolean
}

/** Who answers for which bays. Every order is durable when it resolves. @throws StoreError */
export interface ResponsibilityBook {
  /** Of the bays that are there. */
  now(): Responsibilities
  order(order: ResponsibilityOrder): Promise<Result<ResponsibilityOutcome, Refusal>>
  /** Told after it is durable. @param bays those for which somebody else answers now, or nobody */
  onChanged(listener: (bays: readonly BayId[]) => void): void
}
