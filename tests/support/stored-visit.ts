// A visit that is over, in the store of a server: what the record is opened on.
import { evolve } from '../../server/core/evolve.ts'
import type { SessionState } from '../../server/core/session.ts'
import { sessionRow } from '../../server/engine/session-row.ts'
import type { SessionEntry, SessionStore } from '../../server/ports/session-store.ts'
import type { Reading } from '../../shared/domain/reading.ts'
import { plusSeconds, type Instant } from '../../shared/domain/time.ts'
import { simulatedVisit, type SimulatedVisit } from './simulated-visit.ts'
import { at } from './visit.ts'

/** @returns the visit's id */
export const keepVisit = async (store: SessionStore, entries: readonly SessionEntry[]): Promise<string> => {
  const state = entries.reduce<SessionState | null>(evolve, null)
  if (state === null) throw new Error('A visit without an entry is none.')
  await store.append([{ sessionId: state.id, afterSeq: 0, entries, row: sessionRow(state) }])
  return state.id
}

type Change = (reading: Reading) => Reading

/** Two spikes, an edge of a loss, and a pressure upside down, in an otherwise calm visit. */
const spoil =
  (begin: Instant): Change =>
  (reading) => {
    if (reading.kind === 'noValue') return reading
    const { metric, measuredAt } = reading
    const isIn = (fromS: number, toS: number): boolean =>
      measuredAt >= plusSeconds(begin, fromS) && measuredAt < plusSeconds(begin, toS)
    if (metric === 'spo2' && (isIn(1_000, 1_002) || isIn(2_000, 2_004))) return { ...reading, value: 71 }
    if (metric === 'spo2' && isIn(3_000, 3_006)) return { ...reading, value: 86 }
    if (metric === 'spo2' && isIn(3_006, 3_040)) {
      const { value: _value, quality: _quality, ...base } = reading
      return { ...base, kind: 'noValue', status: 'sensorOff' }
    }
    if (metric === 'dbp' && isIn(1_800, 2_400)) return { ...reading, value: 240 }
    return reading
  }

/** A visit of about two hours whose readings look spoilt in places; a cuff squeezes the probe's arm. */
export const spoiltVisit = (more: Partial<SimulatedVisit> = {}): readonly SessionEntry[] =>
  simulatedVisit({ seed: 'spoilt', monitor: { scenario: 'calm', isProbeOnCuffedArm: true }, ...more }).map((entry) =>
    entry.type === 'readingsStored'
      ? {
          ...entry,
          readings: entry.readings.map((reading) =>
            spoil(at(0))(reading.kind === 'sample' ? { ...reading, quality: 'good' } : reading),
          ),
        }
      : entry,
  )
