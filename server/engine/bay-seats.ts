import type { BayId, SessionId } from '../../shared/domain/ids.ts'
import { isEnded, type Phase } from '../../shared/domain/phase.ts'
import type { SessionState } from '../core/session.ts'

/** A patient who is only planned sits nowhere yet: several may be planned for one bay, one after the other. */
const isSeated = (phase: Phase): boolean => phase !== 'scheduled' && !isEnded(phase)

/** Who sits in which bay: one session at a time. */
export interface BaySeats {
  follow(state: SessionState): void
  inBay(bay: BayId): SessionId | null
  /** Keeps a free bay for a session until it sits there or gives it up. @returns false: it is taken */
  reserve(bay: BayId, id: SessionId): boolean
  release(id: SessionId): void
}

export const createBaySeats = (): BaySeats => {
  const seated = new Map<BayId, SessionId>()
  const reserved = new Map<BayId, SessionId>()

  const removeFrom = (seats: Map<BayId, SessionId>, id: SessionId): void => {
    for (const [bay, sitting] of seats) if (sitting === id) seats.delete(bay)
  }

  return {
    follow: ({ id, bay, course }) => {
      if (seated.get(bay) === id && isSeated(course.phase)) return
      removeFrom(seated, id)
      if (isSeated(course.phase)) seated.set(bay, id)
    },
    inBay: (bay) => seated.get(bay) ?? null,
    reserve: (bay, id) => {
      const holder = seated.get(bay) ?? reserved.get(bay) ?? id
      if (holder !== id) return false
      reserved.set(bay, id)
      return true
    },
    release: (id) => {
      removeFrom(reserved, id)
    },
  }
}
