import type { SessionId } from '../../shared/domain/ids.ts'
import type { StoredEvent } from '../../shared/domain/session-event.ts'
import { MS_PER_MINUTE, type Instant } from '../../shared/domain/time.ts'

/** One number of a site's line: what happened in which session. The view is not kept: the newest one serves every entry of its session. */
export interface Delta {
  readonly seq: number
  readonly sessionId: SessionId
  readonly events: readonly StoredEvent[]
  /** Clinical time. */
  readonly at: Instant
}

/** Long enough for a reload, a dead spot in the corridor or a restart of an access point; whoever was away longer takes a snapshot. */
const KEPT_REAL_MS = 5 * MS_PER_MINUTE
const KEPT_ENTRIES = 10_000

/** What a site said last, numbered without a gap, so that a screen that missed some of it can ask for just that. */
export interface DeltaLog {
  /** Number of the newest entry; 0 before the first. */
  seq(): number
  add(entry: Omit<Delta, 'seq'>, realNow: number): Delta
  /** All after `since`; null where some of them are no longer held, or never were. */
  after(since: number): readonly Delta[] | null
  /** Clinical time of entry `seq`, where it is still held. */
  timeOf(seq: number): Instant | null
}

interface Held {
  readonly delta: Delta
  readonly realAt: number
}

export const createDeltaLog = (): DeltaLog => {
  const held: Held[] = []
  let newest = 0

  const firstSeq = (): number => newest - held.length + 1

  const dropOld = (realNow: number): void => {
    const tooMany = held.length - KEPT_ENTRIES
    const firstFresh = held.findIndex((entry) => realNow - entry.realAt <= KEPT_REAL_MS)
    const drop = Math.max(tooMany, firstFresh === -1 ? held.length : firstFresh)
    if (drop > 0) held.splice(0, drop)
  }

  return {
    seq: () => newest,
    add: (entry, realNow) => {
      newest += 1
      const delta = { ...entry, seq: newest }
      held.push({ delta, realAt: realNow })
      dropOld(realNow)
      return delta
    },
    after: (since) => {
      if (since > newest || since < firstSeq() - 1) return null
      return held.slice(since - firstSeq() + 1).map((entry) => entry.delta)
    },
    timeOf: (seq) => held[seq - firstSeq()]?.delta.at ?? null,
  }
}
