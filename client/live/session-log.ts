import type { WireEvent } from '../../shared/wire/stored-event.ts'

/** What happened in one session, as far as this screen was told: in the order of its numbers, each once. */
export type SessionLog = readonly WireEvent[]

/** Puts events where they belong; what is known already stays as it is. @returns the same log where nothing is new */
export const mergeEvents = (log: SessionLog, events: readonly WireEvent[]): SessionLog => {
  const known = new Set(log.map((event) => event.seq))
  const fresh = events.filter((event) => !known.has(event.seq))
  return fresh.length === 0 ? log : [...log, ...fresh].toSorted((one, other) => one.seq - other.seq)
}

/** A session numbers its events 1, 2, 3 …: a hole means that something was not heard. */
export const isWhole = (log: SessionLog): boolean => log.at(-1)?.seq === undefined || log.at(-1)?.seq === log.length
