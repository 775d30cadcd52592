import type { AlarmId } from './ids.ts'
import { higherPriority, type Priority } from './limit.ts'
import type { SessionView } from './session-view.ts'

/**
 * Seconds for which the sound of a new alarm waits on the staff screens of those who do not answer for its bay, while
 * the one who does has a screen that is seen and can be heard. Ours, for a clinic to judge: long enough to reach the
 * nearest screen and acknowledge, and a high alarm still sounds everywhere for 45 s before it counts as unattended
 * (`UNATTENDED_AFTER_S`). Alarms are shown everywhere at once; a wall never waits.
 */
export const HELD_FOR_OTHERS_S: Readonly<Record<Priority, number>> = { high: 15, medium: 30, low: 30 }

/** What sounds on a screen where these alarms do not sound yet; null: nothing. */
export const audibleWithout = (
  { alarms, audible }: Pick<SessionView, 'alarms' | 'audible'>,
  held: ReadonlySet<AlarmId>,
): Priority | null =>
  audible === undefined
    ? null
    : alarms
        .filter(({ id, acknowledged, soundFrom }) => !acknowledged && soundFrom === undefined && !held.has(id))
        .map(({ priority }) => priority)
        .reduce<Priority | null>(higherPriority, null)
