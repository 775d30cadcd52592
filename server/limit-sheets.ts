import type { SessionId } from '../shared/domain/ids.ts'
import { plusMinutes } from '../shared/domain/time.ts'
import { evolve } from './core/evolve.ts'
import { PROPOSED_FROM_MIN } from './core/limit-proposal.ts'
import { checkDraft, limitSheet } from './core/limit-sheet.ts'
import type { SessionState } from './core/session.ts'
import type { Clock } from './ports/clock.ts'
import type { LimitSheets } from './ports/limit-sheets.ts'
import type { SessionStore } from './ports/session-store.ts'

interface LimitSheetParts {
  readonly store: Pick<SessionStore, 'readEvents' | 'readReadings'>
  readonly clock: Clock
}

/** Limits follow from the events of a visit alone: phase, baseline, and what people set. */
export const createLimitSheets = ({ store, clock }: LimitSheetParts): LimitSheets => {
  const stateOf = async (id: SessionId): Promise<SessionState | null> => {
    const events = await store.readEvents(id, 0)
    return events.reduce<SessionState | null>(evolve, null)
  }
  return {
    of: async (id) => {
      const state = await stateOf(id)
      if (state === null) return null
      const now = clock.now()
      const batches = await store.readReadings(id, { from: plusMinutes(now, -PROPOSED_FROM_MIN), to: now })
      return limitSheet(
        state,
        batches.flatMap(({ readings }) => readings),
      )
    },
    check: async (id, limits) => {
      const state = await stateOf(id)
      return state === null ? null : checkDraft(state, limits)
    },
  }
}
