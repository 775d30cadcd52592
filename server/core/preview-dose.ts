import type { Staff } from '../../shared/domain/actor.ts'
import type { Override, StaffCommand } from '../../shared/domain/command.ts'
import type { DosePreview, DoseQuestion } from '../../shared/domain/dose-preview.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import { ok, type Result } from '../../shared/domain/result.ts'
import type { OpenGate } from '../../shared/domain/session-view.ts'
import { latest, type Instant } from '../../shared/domain/time.ts'
import { decideOrder } from './decide-order.ts'
import { evolve } from './evolve.ts'
import { infusionView } from './infusion-view.ts'
import type { SessionState } from './session.ts'
import type { SessionEntry } from './session-command.ts'

/** Said in place of a reason that is not asked for yet; it is never written. */
const UNSAID = 'preview'

/** Every gate is passed, so that what lies behind it is told together with its name. */
const override: Override = { reason: UNSAID }

const commandOf = (question: DoseQuestion): StaffCommand => {
  switch (question.type) {
    case 'changeRate':
    case 'giveBolus':
      return { ...question, reason: UNSAID, override }
    case 'startInfusion':
    case 'resumeInfusion':
      return { ...question, override }
  }
}

const passedGates = (entries: readonly SessionEntry[]): readonly OpenGate[] =>
  entries.flatMap((entry) =>
    entry.type !== 'readingsStored' && 'override' in entry.data ? entry.data.override.gates : [],
  )

/** What the order would come to if it were given now, by the rules that will decide it. Nothing is written. */
export const previewDose = (
  state: SessionState,
  staff: Staff,
  question: DoseQuestion,
  at: Instant,
): Result<DosePreview, Refusal> => {
  const now = latest(at, state.lastAt)
  const decision = decideOrder(state, { type: 'order', staff, command: commandOf(question) }, now)
  if (!decision.ok) return decision
  const next = decision.value.reduce<SessionState>((before, entry) => evolve(before, entry), state)
  const openGates = passedGates(decision.value)
  return ok({ before: infusionView(state, now), after: infusionView(next, now), openGates })
}
