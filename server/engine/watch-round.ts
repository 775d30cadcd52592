import { MS_PER_MINUTE, MS_PER_SECOND } from '../../shared/domain/time.ts'
import type { Log } from '../ports/log.ts'
import type { SiteConditions } from '../ports/site-conditions.ts'
import type { ClockWatch } from './clock-watch.ts'
import type { StoreWatch } from './store-watch.ts'

/** A jump is over in a moment; that times around it are to be read with care, staff must have time to see. Real time. */
const JUMP_TOLD_FOR_MS = 10 * MS_PER_MINUTE

export interface WatchRoundParts {
  readonly conditions: SiteConditions
  readonly log: Log
  readonly clockWatch: ClockWatch
  readonly storeWatch: StoreWatch
  readonly onJump: () => void
}

const jumpText = (jumpMs: number): string => {
  const seconds = Math.round(Math.abs(jumpMs) / MS_PER_SECOND)
  return `The clock of the server jumped ${jumpMs > 0 ? 'forwards' : 'back'} by ${seconds} s: check the times around it`
}

/** Looked after once a second: the clock and the store. */
export const createWatchRound = (parts: WatchRoundParts) => {
  let toldAt: number | null = null
  return (realNow: number): void => {
    parts.storeWatch.look()
    const jumpMs = parts.clockWatch.look()
    if (jumpMs !== null) {
      toldAt = realNow
      parts.log.warn('clock.jumped', { jumpMs: Math.round(jumpMs) })
      parts.conditions.stands('clock.jumped', jumpText(jumpMs))
      parts.onJump()
    } else if (toldAt !== null && realNow - toldAt >= JUMP_TOLD_FOR_MS) {
      toldAt = null
      parts.conditions.isOver('clock.jumped')
    }
  }
}
