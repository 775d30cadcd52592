import type { SiteConditions } from '../ports/site-conditions.ts'
import { StoreError, type SessionAppend, type SessionStore } from '../ports/session-store.ts'

/** A commit takes some milliseconds; one of this many makes every number on the wall late. Real time. */
const SLOW_MS = 2_000
/** The next alarm comes after the store has kept up for this long. */
const CALM_AFTER_MS = 10_000

/** Watches how the store does, and says so to the staff. */
export interface StoreWatch {
  readonly append: (appends: readonly SessionAppend[]) => Promise<void>
  /** Looks at what still runs: a store that hangs answers nobody. */
  look(): void
}

export const createStoreWatch = (
  store: Pick<SessionStore, 'append'>,
  conditions: SiteConditions,
  steady: () => number,
): StoreWatch => {
  const running = new Set<{ readonly startedAt: number }>()
  let slowAt: number | null = null

  const noteSlow = (): void => {
    slowAt = steady()
    conditions.stands('store.slow', 'The store is slow: numbers and alarms come late')
  }

  const noteDone = (startedAt: number): void => {
    const tookMs = steady() - startedAt
    if (tookMs >= SLOW_MS) noteSlow()
    else if (slowAt !== null && steady() - slowAt >= CALM_AFTER_MS) {
      slowAt = null
      conditions.isOver('store.slow')
    }
  }

  const noteFailure = (error: unknown): void => {
    if (!(error instanceof StoreError)) return
    if (error.code === 'full') conditions.stands('store.full', 'The disk is full: nothing new can be kept')
    if (error.code === 'failed') conditions.stands('store.full', 'The store fails: nothing new can be kept')
  }

  return {
    append: async (appends) => {
      const call = { startedAt: steady() }
      running.add(call)
      try {
        await store.append(appends)
        conditions.isOver('store.full')
      } catch (error) {
        noteFailure(error)
        throw error
      } finally {
        running.delete(call)
        noteDone(call.startedAt)
      }
    },
    look: () => {
      for (const { startedAt } of running) if (steady() - startedAt >= SLOW_MS) noteSlow()
    },
  }
}
