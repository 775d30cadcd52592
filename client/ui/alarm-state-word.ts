import type { AlarmView } from '../../shared/domain/session-view.ts'
import { shownPriority } from './alarm-look.ts'
import { PRIORITY_LOOK } from './priority.ts'

/** The word beside an alarm that nobody has taken: its priority, that it comes again after somebody had, or that nobody comes. */
export const alarmStateWord = (alarm: AlarmView): string => {
  if (alarm.unattended) return 'UNATTENDED'
  const { word } = PRIORITY_LOOK[shownPriority(alarm)]
  return alarm.reminded === true ? `${word} AGAIN` : word
}
