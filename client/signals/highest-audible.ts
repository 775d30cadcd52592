import { PRIORITIES, type Priority } from '../../shared/domain/limit.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'

/** The highest priority that any session's view says should sound. */
export const highestAudible = (views: readonly SessionView[]): Priority | null =>
  PRIORITIES.findLast((priority) => views.some((view) => view.audible === priority)) ?? null
