import { MS_PER_MINUTE, type Instant } from '../../shared/domain/time.ts'

/** feeds.md section 1, *Identity*: two places or two patients under one identity within this time. */
const WATCH_MS = 10 * MS_PER_MINUTE

export type Conflict = 'location' | 'patient'

/** Notices that one identity speaks for two patients, or from two places. Keeps no name. */
export class IdentityWatch {
  readonly #lastSeen = { location: new Map<string, Instant>(), patient: new Map<string, Instant>() }

  /** @param said what the message says of itself; empty: nothing. */
  see(said: { readonly location: string; readonly patient: string }, at: Instant): Conflict | null {
    const location = this.#note('location', said.location, at)
    const patient = this.#note('patient', said.patient, at)
    return location ?? patient
  }

  /** Somebody looked: what was said so far counts no longer. */
  forget(): void {
    this.#lastSeen.location.clear()
    this.#lastSeen.patient.clear()
  }

  #note(kind: Conflict, value: string, at: Instant): Conflict | null {
    if (value === '') return null
    const seen = this.#lastSeen[kind]
    for (const [other, lastAt] of seen) if (at - lastAt > WATCH_MS) seen.delete(other)
    seen.set(value, at)
    return seen.size > 1 ? kind : null
  }
}
