import { createContext, useContext, useMemo, useSyncExternalStore } from 'react'
import type { Instant } from '../../shared/domain/time.ts'

/** A clock that ticks; the live client's is the server's. */
export interface TickingClock {
  readonly now: () => Instant | null
  readonly subscribe: (tick: () => void) => () => void
}

const NO_CLOCK: TickingClock = { now: () => null, subscribe: () => () => undefined }

/** Which clock a screen draws its times from. */
export const ClockContext = createContext<TickingClock>(NO_CLOCK)

/** The time of the newest tick: between two ticks every look at it gives the same, as React asks of a store. */
const createTicker = (clock: TickingClock) => {
  let now = clock.now()
  return {
    now: () => now,
    subscribe: (changed: () => void) =>
      clock.subscribe(() => {
        now = clock.now()
        changed()
      }),
  }
}

type Primitive = string | number | boolean | null

/**
 * What `select` makes of the server's time, again at each of its seconds; renders only when that changed.
 * @param unknown while the server's time is not known
 */
export const useNow = <T extends Primitive>(select: (now: Instant) => T, unknown: T): T => {
  const clock = useContext(ClockContext)
  const ticker = useMemo(() => createTicker(clock), [clock])
  return useSyncExternalStore(ticker.subscribe, () => {
    const now = ticker.now()
    return now === null ? unknown : select(now)
  })
}
