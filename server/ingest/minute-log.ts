import { MS_PER_MINUTE, type Instant } from '../../shared/domain/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log, LogFacts } from '../ports/log.ts'

/** Logs what may come a thousand times a second once a minute, with how often it came. */
export interface MinuteLog {
  warn(event: string, facts: LogFacts): void
}

/** Events and facts are words of ours; so many of them is already a fault worth one line. */
const MAX_KINDS = 500

export const createMinuteLog = (log: Log, clock: Clock): MinuteLog => {
  const last = new Map<string, { at: Instant; count: number }>()
  return {
    warn: (event, facts) => {
      const key = `${event} ${JSON.stringify(facts)}`
      const now = clock.now()
      const known = last.get(key)
      if (known !== undefined && now - known.at < MS_PER_MINUTE) {
        known.count += 1
        return
      }
      if (last.size >= MAX_KINDS) last.clear()
      log.warn(event, { ...facts, count: (known?.count ?? 0) + 1 })
      last.set(key, { at: now, count: 0 })
    },
  }
}
