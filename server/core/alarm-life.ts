import { REMIND_AFTER_S, UNATTENDED_AFTER_S, type AlarmTransition } from '../../shared/domain/alarm.ts'
import { priorityRank, type Priority } from '../../shared/domain/limit.ts'
import { whenElapsed, type Instant } from '../../shared/domain/time.ts'
import type { Alarm } from './alarm-state.ts'

/** What a change of level can do; the other transitions come from the clock, a command or the session's end. */
export type LevelTransition = Extract<
  AlarmTransition,
  'raised' | 'escalated' | 'deescalated' | 'latched' | 'cleared' | 'resumed'
>

/** Latching by default: high only, and never a technical alarm (sections 2 and 3). */
const isLatching = (alarm: Alarm): boolean => alarm.kind === 'physiological' && alarm.highest === 'high'

export interface LevelChange {
  readonly transition: LevelTransition
  /** The level after it; where that is none, the highest that the alarm had reached. */
  readonly priority: Priority
}

const fallen = (alarm: Alarm): LevelTransition =>
  alarm.acknowledgement === null && isLatching(alarm) ? 'latched' : 'cleared'

/**
 * The table of section 2: what a channel's level does to its alarm.
 * @param alarm undefined: no alarm. @param level null: none. @returns null: nothing changes.
 */
export const levelChange = (alarm: Alarm | undefined, level: Priority | null): LevelChange | null => {
  if (alarm === undefined) return level === null ? null : { transition: 'raised', priority: level }
  if (alarm.level === level) return null
  if (level === null) return { transition: fallen(alarm), priority: alarm.highest }
  if (alarm.level === null) return { transition: 'resumed', priority: level }
  const isHigher = priorityRank(level) > priorityRank(alarm.level)
  return { transition: isHigher ? 'escalated' : 'deescalated', priority: level }
}

/** The alarm's level or, while latched, the highest that it had reached. */
export const effectivePriority = (alarm: Alarm): Priority => alarm.level ?? alarm.highest

/** When an acknowledged alarm that still stands sounds again; null: never. */
export const remindAt = (alarm: Alarm): Instant | null => {
  if (alarm.level === null || alarm.acknowledgement === null) return null
  const afterS = REMIND_AFTER_S[alarm.level]
  return afterS === null ? null : whenElapsed(alarm.acknowledgement.at, afterS)
}

/** When nobody has come to a high alarm for too long; null: somebody has, it was said already, or it is not high. */
export const unattendedAt = (alarm: Alarm): Instant | null =>
  alarm.acknowledgement !== null || alarm.isUnattended || effectivePriority(alarm) !== 'high'
    ? null
    : whenElapsed(alarm.unattendedSince, UNATTENDED_AFTER_S)
