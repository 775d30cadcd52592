import { limitIdentity, resolveThreshold, type BaselineValues, type Limit } from '../../shared/domain/limit.ts'
import type { Phase } from '../../shared/domain/phase.ts'
import { protocolLimits } from '../../shared/domain/protocol.ts'
import type { Reading } from '../../shared/domain/reading.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import { err, ok, type Result } from '../../shared/domain/result.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { checkLimits } from './alarm-limit-check.ts'
import { limitWords, widerThanProtocol } from './decide-limits.ts'
import { changersOf, limitsInForce } from './limit-changes.ts'
import { proposeLimits, type LimitProposal } from './limit-proposal.ts'
import type { SessionState } from './session.ts'

/** A limit in force, as it is edited: its own figures, what they come to, and what the protocol has in its place. */
export interface SheetLimit {
  readonly id: string
  readonly limit: Limit
  /** Resolved; null while there is no baseline to derive it from. */
  readonly value: number | null
  /** null: the protocol has no such limit. */
  readonly protocol: Limit | null
  readonly changed: { readonly by: string; readonly at: Instant } | null
}

/** What a person needs to see before changing the limits of a visit. */
export interface LimitSheet {
  readonly phase: Phase
  readonly limits: readonly SheetLimit[]
  /** The whole set of the protocol for this phase: the way back. */
  readonly protocol: readonly Limit[]
  readonly isProtocol: boolean
  readonly proposal: LimitProposal
}

const baselineOf = ({ alarms }: SessionState): BaselineValues | null => alarms.profile.baseline

/** @param recent the readings of the last minutes that limits are proposed from */
export const limitSheet = (state: SessionState, recent: readonly Reading[]): LimitSheet => {
  const { protocol, limitChanges, course } = state
  const own = protocolLimits(protocol, course.phase)
  const inForce = limitsInForce(protocol, course.phase, limitChanges)
  const changers = changersOf(protocol, course.phase, limitChanges)
  return {
    phase: course.phase,
    limits: inForce.map((limit) => {
      const id = limitIdentity(limit)
      const change = changers.get(id)
      return {
        id,
        limit,
        value: resolveThreshold(limit, baselineOf(state)),
        protocol: own.find((it) => limitIdentity(it) === id) ?? null,
        changed: change === undefined ? null : { by: change.by, at: change.at },
      }
    }),
    protocol: own,
    isProtocol: limitChanges.length === 0,
    proposal: proposeLimits(inForce, recent),
  }
}

/** What a set that somebody thinks of would be: each limit resolved, and in words what it is wider than. */
export interface DraftCheck {
  readonly limits: readonly { readonly id: string; readonly value: number | null }[]
  readonly wider: readonly string[]
}

export const checkDraft = (state: SessionState, limits: readonly Limit[]): Result<DraftCheck, Refusal> => {
  const objection = checkLimits(limits)
  if (objection !== null) return err(objection)
  return ok({
    limits: limits.map((limit) => ({ id: limitIdentity(limit), value: resolveThreshold(limit, baselineOf(state)) })),
    wider: widerThanProtocol(state, limits).map(limitWords),
  })
}
