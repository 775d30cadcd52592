import type { Priority } from '../../shared/domain/limit.ts'
import { BURSTS } from './burst.ts'
import { playBurst, type PlayedBurst } from './tone.ts'

/** A burst is scheduled this much ahead on the audio clock, so that no timer's delay is heard in it. */
const AHEAD_S = 0.05
/** The next burst is on the audio clock this long before it sounds: a timer that a hidden tab slows down to 1 s moves it by nothing. */
const NEXT_AHEAD_S = 2.5

interface Scheduled {
  /** On the audio clock. */
  readonly startS: number
  readonly burst: PlayedBurst
}

/** Bursts of one context, one after another on its clock. */
export interface BurstPlayer {
  /** Schedules what has its time; to be called often. */
  readonly look: () => void
  /** Another priority begins with its own burst at once; what ended is not sounded to its end. */
  readonly want: (priority: Priority | null) => void
  readonly test: () => void
}

export const createBurstPlayer = (context: BaseAudioContext): BurstPlayer => {
  /** The burst that sounds or sounded last, and the one after it. */
  let scheduled: readonly Scheduled[] = []
  let wanted: Priority | null = null

  const soon = () => context.currentTime + AHEAD_S
  const at = (priority: Priority, startS: number): Scheduled => ({
    startS,
    burst: playBurst(context, context.destination, BURSTS[priority], startS),
  })
  const look = () => {
    if (wanted === null) return
    const newest = scheduled.at(-1)
    if (newest === undefined) {
      scheduled = [at(wanted, soon())]
      return
    }
    const nextS = newest.startS + BURSTS[wanted].everyMs / 1_000
    if (context.currentTime < nextS - NEXT_AHEAD_S) return
    // One that was missed, because nothing looked for so long, comes now.
    scheduled = [newest, at(wanted, Math.max(nextS, soon()))]
  }
  return {
    look,
    want: (priority) => {
      if (priority === wanted) return
      wanted = priority
      for (const { burst } of scheduled) burst.stop()
      scheduled = []
      look()
    },
    test: () => {
      playBurst(context, context.destination, BURSTS.low, soon())
    },
  }
}
