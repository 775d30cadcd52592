import type { UserId } from '../../shared/domain/ids.ts'
import type { DisplayState } from '../../shared/wire/live-message.ts'

/**
 * A screen reports every 10 s; two seconds late is late enough. Shorter than for a wall (`display-watch`): whoever is
 * wrongly counted as here keeps an alarm from being heard elsewhere, whoever is wrongly counted as away only makes it loud.
 */
const HERE_FOR_MS = 12_000

/** Which people have a staff screen that can be relied on: seen, and able to sound. Real, monotonic time. */
export interface StaffPresence {
  report(screen: string, person: UserId, state: DisplayState, realNow: number): void
  leave(screen: string): void
  isHere(person: UserId, realNow: number): boolean
}

interface Screen {
  readonly person: UserId
  readonly isUsable: boolean
  readonly heardAt: number
}

export const createStaffPresence = (): StaffPresence => {
  const screens = new Map<string, Screen>()
  return {
    report: (screen, person, { sound, visible, isStaffPage }, realNow) => {
      // A wall that somebody signed in at hangs where nobody may be: it calls nobody by name.
      const isUsable = visible && sound === 'armed' && isStaffPage === true
      screens.set(screen, { person, isUsable, heardAt: realNow })
    },
    leave: (screen) => {
      screens.delete(screen)
    },
    isHere: (person, realNow) =>
      [...screens.values()].some(
        (screen) => screen.person === person && screen.isUsable && realNow - screen.heardAt < HERE_FOR_MS,
      ),
  }
}
