import type { SessionId } from '../../shared/domain/ids.ts'
import type { SessionRow, StoreErrorCode } from '../ports/session-store.ts'

/** What of an append decides whether it can be taken. */
export interface AppendOutline {
  readonly sessionId: SessionId
  readonly afterSeq: number
  readonly events: number
  readonly row?: SessionRow | undefined
}

export interface AppendRefusal {
  readonly code: StoreErrorCode
  readonly message: string
}

/**
 * All appends of one call or none; one may follow another on the same session.
 * @param seqOf number of a session's newest event; null: no such session yet.
 */
export const refusalOfAppends = (
  appends: readonly AppendOutline[],
  seqOf: (id: SessionId) => number | null,
): AppendRefusal | null => {
  // Mostly there is one append, and nothing to remember for the next.
  const seqs = appends.length > 1 ? new Map<SessionId, number>() : null
  for (const append of appends) {
    const refused = refusalOf(append, seqs?.get(append.sessionId) ?? seqOf(append.sessionId))
    if (refused !== null) return refused
    seqs?.set(append.sessionId, append.afterSeq + append.events)
  }
  return null
}

const refusalOf = ({ sessionId, afterSeq, row }: AppendOutline, known: number | null): AppendRefusal | null => {
  if (afterSeq !== (known ?? 0))
    return { code: 'stale', message: `Session ${sessionId} is at event ${known ?? 0}, not ${afterSeq}.` }
  if (known === null && row === undefined)
    return { code: 'failed', message: `The first append of session ${sessionId} has no row for the lists.` }
  if (row !== undefined && row.id !== sessionId)
    return { code: 'failed', message: `An append to session ${sessionId} has the row of session ${row.id}.` }
  return null
}
