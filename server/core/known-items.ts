import type { KnownItems } from '../../shared/domain/session-view.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { oxygenSince } from './oxygen.ts'
import { SPO2_ABOVE, isPressureWithin, speakingPressure, speakingSpo2, type InRecovery } from './recovery.ts'
import type { SessionState } from './session.ts'

/** How far from the baseline a pressure still scores 2, and 1; below that it is 0. Percent (protocols.md, *Scores*). */
const PERCENT = { aldrete: [20, 50], padss: [20, 40] } as const
/** With oxygen, above it is 1 and below it is 0 (protocols.md, *Scores*). Percent. */
const SPO2_WITH_OXYGEN = 90

type Points = 0 | 1 | 2

const pressurePoints = (
  state: SessionState,
  course: InRecovery,
  at: Instant,
  [full, half]: readonly [number, number],
): Points | null => {
  const pressure = speakingPressure(state, course, at)
  if (pressure === null) return null
  if (isPressureWithin(course, pressure, full)) return 2
  return isPressureWithin(course, pressure, half) ? 1 : 0
}

/** Only what the score's own words decide: whether a low value on room air needs oxygen is for people to say. */
const saturationPoints = (state: SessionState, course: InRecovery, at: Instant): Points | null => {
  const good = speakingSpo2(state, course, at)
  if (good === null) return null
  if (oxygenSince(state) === null) return good.value > SPO2_ABOVE ? 2 : null
  if (good.value === SPO2_WITH_OXYGEN) return null
  return good.value > SPO2_WITH_OXYGEN ? 1 : 0
}

const known = (items: Readonly<Record<string, Points | null>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(items).filter((item): item is [string, Points] => item[1] !== null))

/** Items of the recovery scores that the monitor answers; the rest is for people. */
export const knownItems = (state: SessionState, course: InRecovery, at: Instant): KnownItems => ({
  aldrete: known({
    circulation: pressurePoints(state, course, at, PERCENT.aldrete),
    spo2: saturationPoints(state, course, at),
  }),
  padss: known({ vitalSigns: pressurePoints(state, course, at, PERCENT.padss) }),
})
