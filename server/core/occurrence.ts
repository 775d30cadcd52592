import type { StaffCommandType } from '../../shared/domain/command.ts'
import { err, ok, type Result } from '../../shared/domain/result.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import { MS_PER_SECOND, latest, toIso, type Instant } from '../../shared/domain/time.ts'
import { outOfRange } from './refusals.ts'
import type { SessionState } from './session.ts'

/** A screen's clock may be this much ahead; feeds.md grants the same to a device. */
const CLOCK_TOLERANCE_MS = 5 * MS_PER_SECOND

/** Each takes the visit a step further, so it cannot have happened before the step that it follows. */
const IN_ORDER: readonly StaffCommandType[] = [
  'admit',
  'startInfusion',
  'changeRate',
  'pauseInfusion',
  'resumeInfusion',
  'endInfusion',
  'discharge',
  'transfer',
  'cancel',
  'signOff',
]

const lastTurn = (state: SessionState): Instant => {
  const { course } = state
  return course.phase === 'infusing' ? latest(course.since, course.infusion.dose.from) : course.since
}

const floorOf = (state: SessionState, type: StaffCommandType): { readonly at: Instant; readonly what: string } => {
  if (IN_ORDER.includes(type)) return { at: lastTurn(state), what: 'when the visit took its last turn' }
  const { course } = state
  if (type === 'giveBolus' && (course.phase === 'infusing' || course.phase === 'recovering'))
    return { at: course.infusion.startedAt, what: 'when the dose began' }
  return { at: state.createdAt, what: 'when the session began' }
}

/** Not in the future, not before the session. A moment that a screen's clock puts just ahead is now. */
export const checkPast = (
  name: string,
  at: Instant,
  now: Instant,
  floor: { at: Instant; what: string },
): Result<Instant, Refusal> => {
  if (at > now + CLOCK_TOLERANCE_MS)
    return err(outOfRange(`${name} ${toIso(at)} is in the future; it is ${toIso(now)}.`))
  if (at < floor.at) return err(outOfRange(`${name} ${toIso(at)} is before ${toIso(floor.at)}, ${floor.what}.`))
  return ok(at > now ? now : at)
}

/** When what is ordered happens: now, or when it happened where it is entered late. */
export const whenItHappened = (
  state: SessionState,
  type: StaffCommandType,
  occurredAt: Instant | undefined,
  now: Instant,
): Result<Instant, Refusal> =>
  occurredAt === undefined ? ok(now) : checkPast('occurredAt', occurredAt, now, floorOf(state, type))
