import type { Protocol } from './protocol.ts'
import type { Instant } from './time.ts'

export interface Retirement {
  readonly by: string
  readonly at: Instant
  readonly reason: string
}

/** One version of a protocol: what it says never changes; that it was approved or retired is written beside it. */
export interface ProtocolVersion {
  readonly protocol: Protocol
  readonly origin: 'product' | 'clinic'
  readonly createdAt: Instant
  /** null: it came with the product. */
  readonly createdBy: string | null
  /** Of which version or protocol it was made; null: of none. */
  readonly basedOn: { readonly id: Protocol['id']; readonly version: number } | null
  /** Why it was made. */
  readonly note: string
  readonly retired: Retirement | null
}

/** What the choice of a version rests on. */
export interface VersionStanding {
  readonly version: number
  readonly isApproved: boolean
  readonly isRetired: boolean
  readonly origin: ProtocolVersion['origin']
}

const standsBefore = (first: VersionStanding, second: VersionStanding): number => {
  if (first.isApproved !== second.isApproved) return first.isApproved ? -1 : 1
  if (!first.isApproved && first.origin !== second.origin) return first.origin === 'clinic' ? -1 : 1
  return second.version - first.version
}

/**
 * The version that new visits take: the newest approved one. While none is approved, the clinic's newest, then the product's.
 * So an edit never takes the place of an approved version before it is approved itself, and an update of the product never takes
 * the place of what the clinic made.
 * @returns null: all are retired, nothing is offered
 */
export const versionInUse = <V extends VersionStanding>(versions: readonly V[]): V | null =>
  versions.filter(({ isRetired }) => !isRetired).toSorted(standsBefore)[0] ?? null
