import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Instant } from '../../shared/domain/time.ts'

/** A clock that ticks; the live client's is the server's. */
export interface TickingClock {
  readonly now: () => Instant | null
  readonly subscribe: (tick: () => void) => () => void
}

const NO_CLOCK: TickingClock = { now: () => null, subscribe: () => () => undefined }

/** Which clock a screen draws its times from. */
export const ClockContext = createContext<TickingClock>(NO_CLOCK)

type Primitive = string | number | boolean | null

/**
 * What `select` makes of the server's time, again at each of its seconds; renders only when that changed.
 * @param unknown while the server's time is not known
 */
export const useNow = <T extends Primitive>(select: (now: Instant) => T, unknown: T): T => {
  const clock = useContext(ClockContext)
  return useSyncExternalStore(clock.subscribe, () => {
    const now = clock.now()
    return now === null ? unknown : select(now)
  })
}
