import { isEnded } from '../../shared/domain/phase.ts'
import type { ReadingsStored } from '../../shared/domain/reading.ts'
import type { AlarmEvent } from '../../shared/domain/session-event.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { decideChange, decideEnd, decideReadings } from './alarm-engine.ts'
import { evolve } from './evolve.ts'
import type { SessionState } from './session.ts'
import type { SessionEntry } from './session-command.ts'

const fold = (state: SessionState, entries: readonly SessionEntry[]): SessionState =>
  entries.reduce<SessionState>(evolve, state)

const isBatch = (entry: SessionEntry): entry is ReadingsStored => entry.type === 'readingsStored'

/** The alarm events that follow from entries about to be written: from their readings, then from what they change of the session. */
export const alarmsAfter = (
  state: SessionState,
  entries: readonly SessionEntry[],
  now: Instant,
): readonly AlarmEvent[] => {
  const byReadings = entries.filter(isBatch).flatMap((batch) => decideReadings(state.alarms, batch, now))
  const after = fold(state, [...entries, ...byReadings])
  if (isEnded(after.course.phase) && !isEnded(state.course.phase))
    return [...byReadings, ...decideEnd(after.alarms, now)]
  if (after.alarms.profile === state.alarms.profile) return byReadings
  return [...byReadings, ...decideChange(after.alarms, now)]
}
