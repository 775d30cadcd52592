import type { ProtocolId } from '../../shared/domain/ids.ts'
import type { Protocol } from '../../shared/domain/protocol.ts'
import type { DoseProposal } from '../../shared/domain/session-view.ts'

/** The protocols that a session can begin with. */
export interface Protocols {
  list(): readonly Protocol[]
  find(id: ProtocolId): Protocol | null
  propose(protocol: Protocol, weightKg: number): DoseProposal
}
