import type { UserId } from './ids.ts'

export const ROLES = ['nurse', 'clinician', 'admin'] as const

export type Role = (typeof ROLES)[number]

/** The screens of staff, as the log names where somebody acted. */
export const SCREENS = ['board', 'bedside', 'wall', 'review', 'alarms'] as const

export type Screen = (typeof SCREENS)[number]

/** A signed-in member of staff. */
export interface Staff {
  readonly id: UserId
  readonly name: string
  readonly role: Role
  /** Where an order was given; absent where none of our screens gave it. */
  readonly screen?: Screen
}

const isScreen = (text: string): text is Screen => (SCREENS as readonly string[]).includes(text)

/** The same person, acting at this screen. */
export const staffAt = ({ id, name, role }: Staff, screen: string | undefined): Staff =>
  screen !== undefined && isScreen(screen) ? { id, name, role, screen } : { id, name, role }
