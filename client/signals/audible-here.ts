import { PRIORITIES, type Priority } from '../../shared/domain/limit.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'

/** Whose screen this is, and what it can rely on. */
export interface Hearer {
  /** Id of the person whose staff page this is; null: a wall, for which nothing ever waits. */
  readonly person: string | null
  /** The server's time; null: not known. */
  readonly now: number | null
  /** The link is live: what the server says to wait for, it can still take back. */
  readonly isLive: boolean
}

/**
 * What the server says should sound on this screen. A sound waits only where the server said so for others, the time it
 * named has not come, and it can still be heard: whatever is missing, old or not known sounds.
 */
const audibleHere = (view: SessionView, { person, now, isLive }: Hearer): Priority | undefined => {
  const { heldForOthers: held, audible } = view
  if (held === undefined || person === null || held.first === person) return audible
  if (now === null || !isLive || !(now < Date.parse(held.until))) return audible
  return held.audible
}

/** The highest priority that should sound here. */
export const highestAudibleHere = (views: readonly SessionView[], hearer: Hearer): Priority | null => {
  const audible = new Set(views.map((view) => audibleHere(view, hearer)))
  return PRIORITIES.findLast((priority) => audible.has(priority)) ?? null
}

/** Whether a sound of this visit waits here now: a screen that shows an alarm and is quiet says why. */
export const waitsHere = (view: SessionView, hearer: Hearer): boolean =>
  view.audible !== undefined && audibleHere(view, hearer) !== view.audible
