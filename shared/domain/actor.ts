import type { UserId } from './ids.ts'

export const ROLES = ['nurse', 'clinician', 'admin'] as const

export type Role = (typeof ROLES)[number]

/** A signed-in member of staff. */
export interface Staff {
  readonly id: UserId
  readonly name: string
  readonly role: Role
}
