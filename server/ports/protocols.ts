import type { ProtocolId } from '../../shared/domain/ids.ts'
import type { Protocol, ProtocolDraft } from '../../shared/domain/protocol.ts'
import type { ProtocolVersion } from '../../shared/domain/protocol-version.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import type { Result } from '../../shared/domain/result.ts'
import type { DoseProposal } from '../../shared/domain/session-view.ts'

/** The protocols that a session can begin with, each in the version in use. */
export interface Protocols {
  list(): readonly Protocol[]
  find(id: ProtocolId): Protocol | null
  propose(protocol: Protocol, weightKg: number): DoseProposal
}

export interface ProtocolVersions {
  readonly id: ProtocolId
  /** null: all are retired. */
  readonly inUse: number | null
  /** Oldest first. */
  readonly versions: readonly ProtocolVersion[]
}

export interface Authorship {
  /** Name of the person. */
  readonly by: string
  readonly note: string
}

export interface Revision extends Authorship {
  readonly basedOn: number
  /** The newest version that the author knew. */
  readonly newest: number
}

type Answer = Promise<Result<ProtocolVersion, Refusal>>

/** Every version of every protocol. What a version says is never changed; every write is durable when it resolves. */
export interface ProtocolBook extends Protocols {
  histories(): readonly ProtocolVersions[]
  version(id: ProtocolId, version: number): ProtocolVersion | null
  /** A protocol of a new id. */
  add(draft: ProtocolDraft, by: Authorship & { readonly basedOn?: ProtocolVersion['basedOn'] }): Answer
  /** A new version of one that is there. */
  revise(draft: ProtocolDraft, by: Revision): Answer
  /** A file's protocol: of a new id, or as a new version. */
  take(draft: ProtocolDraft, by: Authorship): Answer
  approve(id: ProtocolId, version: number, by: string): Answer
  retire(id: ProtocolId, version: number, by: { readonly by: string; readonly reason: string }): Answer
}
